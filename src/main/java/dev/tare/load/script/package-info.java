/**
 * wrk's Lua scripts, run unchanged by LuaJIT: one Lua state for each of a load's threads and one
 * for setup and the report, as in wrk.
 *
 * <p>{@link dev.tare.load.script.WrkScript} opens a script, {@link
 * dev.tare.load.script.ScriptThread} answers a load thread's questions (which bytes next, how long
 * to wait, stop?), {@link dev.tare.load.script.ScriptAnswer} carries an answer to the script. What
 * scripts see is told in {@code docs/scripts.md}; why LuaJIT, and how it is bound, in {@code
 * docs/decisions/0008-luajit-for-wrk-scripts.md}.
 *
 * <p>Depends on {@code io.wire}, base and the LuaJIT binding; knows nothing of the engine, which
 * calls it. Nothing of LuaJIT is loaded before the first script is.
 *
 * <p>Threads: a state belongs to one thread at a time. {@code WrkScript} is for the thread that
 * opens it, before the load begins and after it has ended; each {@code ScriptThread}, with its
 * answers, is for its load thread in between.
 */
@NullMarked
package dev.tare.load.script;

import org.jspecify.annotations.NullMarked;
