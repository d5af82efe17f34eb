package dev.tare.trust;

import java.util.Locale;

/** What is asked of the specimens of the fault bench: one workload each. */
enum Setting {
    /** Closed loop; only the status is checked. It stands first: a start is probed by it. */
    UNCHECKED(Setting.CONNECTIONS, "headers: {Accept-Encoding: gzip}, check: {status: 200}"),
    /** Closed loop; status, length and a text within the body are checked. */
    CLOSED(Setting.CONNECTIONS, Setting.CHECK),
    /** The same, and given up after 100 ms. */
    IMPATIENT(Setting.CONNECTIONS, Setting.CHECK) {
        @Override
        String timeout() {
            return "100ms";
        }
    },
    /** Open loop, well below what everybody can. */
    OPEN(Setting.CONNECTIONS, "rate: 400/s, " + Setting.CHECK),
    /** Open loop, four times as fast. */
    BRISK(Setting.CONNECTIONS, "rate: 1600/s, " + Setting.CHECK),
    /** Open loop at the lower rate over one connection. */
    NARROW(1, "rate: 400/s, " + Setting.CHECK),
    /** Open loop, too few requests for a 99th percentile. */
    FEW(Setting.CONNECTIONS, "rate: 12/s, " + Setting.CHECK);

    private static final int CONNECTIONS = FaultyProxy.CONNECTIONS_A_SLICE;
    private static final String CHECK =
            "check: {status: 200, length: 1000, contains: ABCDEFGHIJKLMNOPQRSTUVWXYZ}";

    private final int connections;
    private final String rest;

    Setting(int connections, String rest) {
        this.connections = connections;
        this.rest = rest;
    }

    /** The workload's name. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** From the intended start; the others' is longer than a slice. */
    String timeout() {
        return "300ms";
    }

    /** The workload of a plan. */
    String workload(String specimens) {
        return ("{name: %s, path: /byte/1000, connections: %d, timeout: %s, specimens: [%s],"
                        + " %s}")
                .formatted(key(), connections, timeout(), specimens, rest);
    }
}
