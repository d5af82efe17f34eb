package dev.tare.lab.bundle;

/**
 * The histograms kept of every slice's measured phase. In {@code slices.hlog} the tag of a line is
 * the slice's index, a dot and the kind's key, such as {@code 3.response_time}.
 */
public enum HistogramKind {
    /** done − intended. */
    RESPONSE_TIME,
    /** done − sent. */
    SERVICE_TIME,
    /** sent − intended. */
    SEND_LAG,
    /** Opening a connection. */
    CONNECT_TIME;

    /** The name as it stands in files: lower case with underscores. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
