package dev.tare.load.script;

/** Where what a script prints goes: {@code print}, {@code io.write} and {@code io.stdout}. */
public enum ScriptOutput {
    /** The process's standard output, in order with what the process itself prints there. */
    STANDARD_OUTPUT,
    /** Standard error: for a process whose standard output carries a protocol. */
    STANDARD_ERROR
}
