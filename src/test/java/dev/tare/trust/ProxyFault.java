package dev.tare.trust;

import java.util.Arrays;
import java.util.Locale;

/** The one thing that a {@link FaultyProxy} does wrong. Its number is N. */
enum ProxyFault {
    /** Nothing: the control. */
    NONE,
    /** Every Nth answer is a short error text with status 200. */
    ERROR_IN_200,
    /** Every Nth answer is an error text with status 200, as long as the right body. */
    ERROR_AS_LONG,
    /** Every Nth body lacks its last tenth, and its length says so. */
    SHORT_BODY,
    /** Every Nth body ends in its middle, where the connection is closed. */
    CUT_BODY,
    /** Every Nth body has other bytes, as many. */
    CORRUPT_BODY,
    /** Every body is N bytes longer. */
    PADDED_BODY,
    /** Every body is compressed where the request allows it. */
    GZIP,
    /** Every Nth answer has status 503. */
    UNAVAILABLE,
    /** Every Nth answer has status 302. */
    REDIRECT,
    /** Every Nth answer begins with a line that is not HTTP. */
    MALFORMED,
    /** Every Nth body is chunked, and the connection is closed before its last chunk. */
    BROKEN_CHUNKS,
    /** Every Nth answer comes twice. */
    ANSWERED_TWICE,
    /** A connection is closed after N answers. */
    CLOSE,
    /** A backlog of 1, and N ms between two accepts. */
    SLOW_ACCEPT,
    /** Nagle's algorithm on, head and body written apart. */
    NAGLE,
    /** The first answer is kept, and the origin is not asked again. */
    CACHE,
    /** The origin is asked twice for every request. */
    ASKED_TWICE,
    /** Every Nth request is never answered. */
    SWALLOW,
    /** Only N connections are served at a time; others wait, connected. */
    LIMIT,
    /** Every answer takes N µs longer. */
    DELAY,
    /** Every answer takes N µs longer, and with every slice 1 % more. */
    DRIFT,
    /** Every answer takes N µs longer at first, with every slice 6 % less. */
    WARMING,
    /** Every request leaves N bytes behind. */
    LEAK,
    /** Listens on a port that another process has too (SO_REUSEPORT). */
    SHARED_PORT,
    /** A process that starts the proxy as a child of its own, and starts it anew when it ends. */
    SUPERVISED;

    /** As it stands on a command line. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ProxyFault of(String key) {
        return Arrays.stream(values())
                .filter(fault -> fault.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault " + key));
    }
}
