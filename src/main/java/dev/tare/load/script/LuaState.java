package dev.tare.load.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import party.iroiro.luajava.JFunction;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.LuaNatives;

/**
 * One Lua state with the bridge in it, and the calls into it.
 *
 * <p>Thread-safety: one thread at a time. Allocation: the hot calls none.
 */
final class LuaState implements AutoCloseable {
    // Where the bridge's functions lie on the state's stack for good.
    private static final int NEXT_REQUEST = 1;
    private static final int NEXT_DELAY = 2;
    private static final int ANSWERED = 3;
    private static final int COLD_CALL = 4;
    private static final int BRIDGE_ARGUMENTS = 4;
    private static final int BRIDGE_RESULTS = 4;

    private final String name;
    private final Lua lua;
    private final LuaNatives natives;
    private final long state;
    private final Mailbox mailbox;

    /**
     * Makes a state.
     *
     * @param name of the script, for messages
     * @param host answers what the state asks while it runs; throws to make the call an error
     * @param arena of the mailbox; to be closed after the state
     */
    LuaState(String name, Consumer<LuaState> host, ScriptOutput output, Arena arena) {
        this.name = name;
        mailbox = new Mailbox(arena);
        lua = LuaLibrary.newState();
        natives = lua.getLuaNatives();
        state = lua.getPointer();
        natives.luaL_openlibs(state);
        lua.load(resource("bridge.lua"), "@bridge.lua");
        natives.lua_pushnumber(state, (double) mailbox.nativeAddress());
        lua.push((JFunction) ignored -> answerHostCall(host));
        lua.load(resource("wrk.lua"), "@wrk.lua");
        natives.lua_pushboolean(state, output == ScriptOutput.STANDARD_ERROR ? 1 : 0);
        check(natives.lua_pcall(state, BRIDGE_ARGUMENTS, BRIDGE_RESULTS, 0), "the bridge");
    }

    private static ByteBuffer resource(String file) {
        try (InputStream in = LuaState.class.getResourceAsStream(file)) {
            byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
            return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** Asks for the next request; it lies in the mailbox afterwards. */
    void nextRequest() {
        call(NEXT_REQUEST, "request()");
    }

    /** Asks for the next delay; it lies in the mailbox afterwards. */
    void nextDelay() {
        call(NEXT_DELAY, "delay()");
    }

    /** Tells of the answer that lies in the mailbox. */
    void answered() {
        call(ANSWERED, "response()");
    }

    /** Does what comes before or after the load. What Java has printed is flushed before. */
    void cold(ColdOp op) {
        System.out.flush();
        mailbox.op(op);
        call(COLD_CALL, "");
    }

    private void call(int function, String hook) {
        natives.lua_pushvalue(state, function);
        check(natives.lua_pcall(state, 0, 0, 0), hook);
    }

    private void check(int status, String hook) {
        if (status == 0 && !mailbox.exited()) {
            return;
        }
        String fault = status == 0 ? null : natives.lua_tostring(state, -1);
        if (status != 0) {
            natives.lua_settop(state, -2);
        }
        throw new ScriptException(message(fault, status, hook));
    }

    private String message(@Nullable String fault, int status, String hook) {
        if (mailbox.exited()) {
            return "%s called os.exit(%d), which ends the load".formatted(name, mailbox.exitCode());
        }
        String text = fault == null ? "it raised no text, Lua status " + status : fault;
        String where = text.contains(name) ? "" : name + ": ";
        return where + text + (hook.isEmpty() ? "" : " (in " + hook + ")");
    }

    /** Nothing may be thrown through Lua's frames: a fault goes the mailbox's way. */
    private int answerHostCall(Consumer<LuaState> host) {
        try {
            host.accept(this);
            mailbox.hostFailed(false);
        } catch (RuntimeException | Error e) {
            mailbox.give(0, e instanceof ScriptException ? String.valueOf(e.getMessage()) : "" + e);
            mailbox.hostFailed(true);
        }
        return 0;
    }

    @Override
    public void close() {
        lua.close();
    }
}
