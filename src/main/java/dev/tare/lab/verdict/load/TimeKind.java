package dev.tare.lab.verdict.load;

import java.util.Locale;

/** What is timed of a load, in the order in which it is shown. */
public enum TimeKind {
    /** done − intended: the headline. */
    RESPONSE_TIME("response time"),
    /** done − sent. */
    SERVICE_TIME("service time"),
    /** sent − intended. */
    SEND_LAG("send lag"),
    /** Opening a connection, before any TLS. */
    CONNECT_TIME("connect"),
    /** The TLS handshake. */
    HANDSHAKE_TIME("TLS handshake");

    private final String words;

    TimeKind(String words) {
        this.words = words;
    }

    /** As a person reads it. */
    public String words() {
        return words;
    }

    /** The name as it stands in files: lower case with underscores. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
