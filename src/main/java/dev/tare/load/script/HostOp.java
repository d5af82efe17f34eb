package dev.tare.load.script;

/** What a script's state asks of Java; {@code bridge.lua} has the same order. */
enum HostOp {
    LOOKUP,
    CONNECT,
    GET,
    SET,
    GET_ADDRESS,
    SET_ADDRESS,
    STATISTIC,
    TIME,
    ADDRESS_TEXT;

    private static final HostOp[] VALUES = values();

    static HostOp of(int code) {
        return VALUES[code];
    }
}
