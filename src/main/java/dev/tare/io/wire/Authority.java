package dev.tare.io.wire;

import static dev.tare.io.wire.Octets.at;

import java.lang.foreign.MemorySegment;

/**
 * Checks {@code uri-host [ ":" port ]}, as it stands in Host and in request targets.
 *
 * <p>Source: RFC 9110, section 7.2; RFC 3986, section 3.2.2.
 */
final class Authority {
    private static final int MAX_PORT = 65_535;

    private Authority() {}

    /** Whether the bytes may stand in Host; an empty value may (RFC 9112, section 3.2). */
    static boolean isHostAndPort(MemorySegment buffer, long offset, int from, int to) {
        int host = endOfHost(buffer, offset, from, to);
        if (host < 0) {
            return false;
        }
        return host == to
                || (at(buffer, offset + host) == ':' && port(buffer, offset, host, to) >= 0);
    }

    /** Whether the bytes name a host and a port from 1 to 65,535, as CONNECT needs them. */
    static boolean isTunnelEnd(MemorySegment buffer, long offset, int from, int to) {
        int host = endOfHost(buffer, offset, from, to);
        return host > from
                && host < to
                && at(buffer, offset + host) == ':'
                && port(buffer, offset, host, to) > 0;
    }

    /** Where the host ends: at {@code to} or at a byte that it cannot hold; -1 when malformed. */
    private static int endOfHost(MemorySegment buffer, long offset, int from, int to) {
        if (from < to && at(buffer, offset + from) == '[') {
            int p = from + 1;
            while (p < to && isLiteral(at(buffer, offset + p))) {
                p++;
            }
            boolean closed = p < to && at(buffer, offset + p) == ']';
            return closed && p > from + 1 ? p + 1 : -1;
        }
        int p = from;
        while (p < to) {
            byte b = at(buffer, offset + p);
            if (b == '%') {
                if (!isPercentTriplet(buffer, offset, p, to)) {
                    return -1;
                }
                p += 3;
            } else if (Octets.is(b, Octets.HOST)) {
                p++;
            } else {
                break;
            }
        }
        return p;
    }

    private static boolean isLiteral(byte b) {
        return b == ':' || Octets.is(b, Octets.HOST);
    }

    /** Whether a percent sign at {@code p} is followed by two hexadecimal digits. */
    static boolean isPercentTriplet(MemorySegment buffer, long offset, int p, int to) {
        return p + 2 < to
                && Octets.is(at(buffer, offset + p + 1), Octets.HEX)
                && Octets.is(at(buffer, offset + p + 2), Octets.HEX);
    }

    /** The port after the colon, 0 when it is empty; -1 when it is none. */
    private static int port(MemorySegment buffer, long offset, int colon, int to) {
        int port = 0;
        for (int p = colon + 1; p < to; p++) {
            byte b = at(buffer, offset + p);
            if (!Octets.is(b, Octets.DIGIT)) {
                return -1;
            }
            port = port * 10 + b - '0';
            if (port > MAX_PORT) {
                return -1;
            }
        }
        return port;
    }
}
