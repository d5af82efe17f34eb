package dev.tare.load.script;

/** Which of wrk's global functions a script defines for the time of the load and after it. */
public record ScriptHooks(
        boolean request, boolean delay, boolean response, boolean done, boolean teardown) {}
