package dev.tare.trust;

/**
 * A faulty proxy, or a sound one, under one workload.
 *
 * @param fault of the proxy
 * @param number of the fault
 * @param setting what it is asked
 */
record Seat(ProxyFault fault, int number, Setting setting) {
    /** The control: a proxy that does nothing wrong. */
    static Seat sound(Setting setting) {
        return new Seat(ProxyFault.NONE, 1, setting);
    }

    /** The specimen's name in the plan; the same for the same proxy in another setting. */
    String specimen() {
        return fault == ProxyFault.NONE ? "sound" : fault.key() + "-" + number;
    }

    Seat in(Setting other) {
        return new Seat(fault, number, other);
    }
}
