package dev.tare.specimen.control.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a sidecar does besides passing traffic on; each costs something. */
public enum ProxyFunction {
    /** Routes by prefix and header are tried in vain before the one that fits. */
    ROUTING,
    /** A failed request is tried again, at most twice. */
    RETRIES,
    /** A request may take 15 s. */
    TIMEOUT,
    /** Each request asks a limit that is never reached. */
    RATE_LIMIT,
    /** A line a request, into a file. */
    ACCESS_LOG,
    /** An id and the header {@code traceparent} for each request. */
    TRACING,
    /** So many requests a minute for each user, by the plan that a token names. */
    PLAN_LIMIT;

    /** How many routes {@link #ROUTING} puts before the one that fits. */
    static final int DECOY_ROUTES = 50;

    /** Its name in plans, such as {@code access-log}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All their names. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(ProxyFunction::key).toList();
    }

    /** The one of that name. */
    public static Optional<ProxyFunction> named(String key) {
        return Arrays.stream(values()).filter(f -> f.key().equals(key)).findFirst();
    }
}
