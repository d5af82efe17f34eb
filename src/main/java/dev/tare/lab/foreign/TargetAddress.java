package dev.tare.lab.foreign;

import dev.tare.lab.plan.HttpUrl;
import java.net.URI;
import java.util.Locale;

/**
 * Where a command line's URL leads.
 *
 * @param tls whether the scheme is https
 * @param url the rest, as plain HTTP
 */
record TargetAddress(boolean tls, URI url) {
    private static final String TLS_SCHEME = "https://";
    private static final int TLS_PORT = 443;

    /**
     * Reads {@code http://} and {@code https://} addresses; the scheme may be left out.
     *
     * @throws IllegalArgumentException in one line that names the text and the fault
     */
    static TargetAddress parse(String text) {
        boolean tls = text.toLowerCase(Locale.ROOT).startsWith(TLS_SCHEME);
        return new TargetAddress(
                tls, HttpUrl.parse(tls ? text.substring(TLS_SCHEME.length()) : text));
    }

    String host() {
        return HttpUrl.host(url);
    }

    int port() {
        return tls && url.getPort() < 0 ? TLS_PORT : HttpUrl.port(url);
    }

    /** Path and query. */
    String target() {
        return HttpUrl.target(url);
    }
}
