package dev.tare.io.wire;

import static dev.tare.io.wire.Octets.at;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Checks the syntax of a request target.
 *
 * <p>Source: RFC 9112, section 3.2; RFC 3986, section 3.
 */
final class RequestTarget {
    private RequestTarget() {}

    /** The first position whose byte is no printable ASCII character, or {@code limit}. */
    static int endOf(MemorySegment buffer, long offset, int from, int limit) {
        int p = from;
        while (p < limit) {
            byte b = at(buffer, offset + p);
            if (b <= Octets.SP || b == 0x7f) {
                break;
            }
            p++;
        }
        return p;
    }

    /** The form of a target of printable characters, or null when it has none for its method. */
    static @Nullable TargetForm form(
            HttpMethod method, MemorySegment buffer, long offset, int from, int to) {
        if (from == to) {
            return null;
        }
        if (method == HttpMethod.CONNECT) {
            return Authority.isTunnelEnd(buffer, offset, from, to) ? TargetForm.AUTHORITY : null;
        }
        byte first = at(buffer, offset + from);
        if (first == '/') {
            return isPathAndQuery(buffer, offset, from, to) ? TargetForm.ORIGIN : null;
        }
        if (first == '*') {
            boolean alone = to == from + 1 && method == HttpMethod.OPTIONS;
            return alone ? TargetForm.ASTERISK : null;
        }
        return isAbsolute(buffer, offset, from, to) ? TargetForm.ABSOLUTE : null;
    }

    static boolean isPathAndQuery(MemorySegment buffer, long offset, int from, int to) {
        int p = from;
        while (true) {
            p = Octets.endOf(Octets.TARGET, buffer, offset, p, to);
            if (p == to) {
                return true;
            }
            if (at(buffer, offset + p) != '%'
                    || !Authority.isPercentTriplet(buffer, offset, p, to)) {
                return false;
            }
            p += 3;
        }
    }

    /** Whether it is {@code scheme://host[:port][/path][?query]}, with a host, without a user. */
    private static boolean isAbsolute(MemorySegment buffer, long offset, int from, int to) {
        int colon = Octets.endOf(Octets.SCHEME, buffer, offset, from, to);
        if (!Octets.isLetter(at(buffer, offset + from))
                || colon + 3 >= to
                || at(buffer, offset + colon) != ':'
                || at(buffer, offset + colon + 1) != '/'
                || at(buffer, offset + colon + 2) != '/') {
            return false;
        }
        int authority = colon + 3;
        int end = authority;
        while (end < to && !endsAuthority(at(buffer, offset + end))) {
            end++;
        }
        return end > authority
                && at(buffer, offset + authority) != ':'
                && Authority.isHostAndPort(buffer, offset, authority, end)
                && isPathAndQuery(buffer, offset, end, to);
    }

    private static boolean endsAuthority(byte b) {
        return b == '/' || b == '?';
    }
}
