package dev.tare.load.script;

/** What Java asks of a state before and after the load; {@code bridge.lua} has the same codes. */
enum ColdOp {
    LOAD(0),
    SET_TARGET(1),
    SET_FIELD(2),
    ADD_ARGUMENT(3),
    ADD_ADDRESS(4),
    OWN_THREAD(5),
    SETUP(6),
    INIT(7),
    HOOKS(8),
    EXPORT(9),
    IMPORT(10),
    TEARDOWN(11),
    DONE(12);

    private final int code;

    ColdOp(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
