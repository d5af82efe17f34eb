package dev.tare.base.core;

/** Why a planned request was never sent (rule 2: conservation). */
public enum Unsent {
    /** No connection could be opened: refused, unreachable or timed out while connecting. */
    NO_CONNECTION,
    /** Every connection was busy until the request's timeout had passed. */
    ALL_BUSY,
    /** The load ended or was stopped before a connection was free. */
    STOPPED;

    /** The name as it stands in files: lower case with underscores. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
