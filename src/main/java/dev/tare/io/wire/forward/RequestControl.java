package dev.tare.io.wire.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.HeadSyntax;
import dev.tare.io.wire.http2.Http2Fields;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The control data of an HTTP/2 request: method, path and authority, held against the same rules as
 * those of HTTP/1.
 *
 * <p>Source: RFC 9113, section 8.3.1.
 */
final class RequestControl {
    static final int NONE = FieldsView.NONE;

    private static final byte[] HOST = ascii("host");
    private static final byte[] CONNECT = ascii("CONNECT");
    private static final byte[] OPTIONS = ascii("OPTIONS");
    private static final byte[] ASTERISK = ascii("*");
    private static final byte[] SLASH = ascii("/");

    private RequestControl() {}

    /** What is wrong with a request that was read. */
    static HeadFault check(Http2Fields head) {
        int method = head.method();
        if (!HeadSyntax.isToken(head.bytes(), head.valueOffset(method), head.valueLength(method))) {
            return HeadFault.METHOD;
        }
        if (head.valueEquals(method, CONNECT)) {
            return HeadFault.CONNECT;
        }
        if (!isTarget(head)) {
            return HeadFault.TARGET;
        }
        if (head.endsMessage() && head.contentLength() > 0) {
            return HeadFault.LENGTH;
        }
        return checkAuthority(head);
    }

    private static boolean isTarget(Http2Fields head) {
        int path = head.path();
        return HeadSyntax.isPathAndQuery(
                        head.bytes(), head.valueOffset(path), head.valueLength(path))
                || (head.valueEquals(path, ASTERISK) && head.valueEquals(head.method(), OPTIONS));
    }

    private static HeadFault checkAuthority(Http2Fields head) {
        int authority = head.authority();
        if (authority != NONE && !isHostAndPort(head, authority)) {
            return HeadFault.AUTHORITY;
        }
        int host = head.find(HOST, NONE);
        if (host == NONE) {
            return HeadFault.NONE;
        }
        if (head.find(HOST, host) != NONE || (authority != NONE && !same(head, authority, host))) {
            return HeadFault.AUTHORITIES_DIFFER;
        }
        boolean well = head.valueLength(host) == 0 || isHostAndPort(head, host);
        return well ? HeadFault.NONE : HeadFault.AUTHORITY;
    }

    private static boolean isHostAndPort(Http2Fields head, int field) {
        return HeadSyntax.isHostAndPort(
                head.bytes(), head.valueOffset(field), head.valueLength(field));
    }

    private static boolean same(Http2Fields head, int one, int other) {
        int length = head.valueLength(one);
        return length == head.valueLength(other)
                && HeadSyntax.equalsIgnoringCase(
                        head.bytes(),
                        head.valueOffset(one),
                        head.bytes(),
                        head.valueOffset(other),
                        length);
    }

    /** The field that names the authority of a request without fault, or {@link #NONE}. */
    static int authority(Http2Fields head) {
        if (head.authority() != NONE) {
            return head.authority();
        }
        int host = head.find(HOST, NONE);
        return host != NONE && head.valueLength(host) > 0 ? host : NONE;
    }

    /** Whether a request's path is the asterisk, which no path takes the place of. */
    static boolean isAsterisk(Http2Fields head) {
        return head.valueEquals(head.path(), ASTERISK);
    }

    /** How many bytes of a path and its query a change takes away. */
    static int replacedBytes(HeadChange change, MemorySegment bytes, long path, int length) {
        int most = Math.min(length, change.replacedPathBytes());
        int gone = 0;
        while (gone < most && bytes.get(ValueLayout.JAVA_BYTE, path + gone) != '?') {
            gone++;
        }
        return gone;
    }

    /**
     * What comes before the rest of a path, so that the whole begins with a slash.
     *
     * @param rest where it begins in {@code bytes}; of {@code length} bytes, 0 or more
     */
    static byte[] before(byte[] prefix, MemorySegment bytes, long rest, int length) {
        boolean rooted = length > 0 && bytes.get(ValueLayout.JAVA_BYTE, rest) == '/';
        return prefix.length == 0 && !rooted ? SLASH : prefix;
    }

    /** The first field that is no pseudo-header field. */
    static int firstRegular(Http2Fields head) {
        int i = 0;
        while (i < head.count()
                && head.bytes().get(ValueLayout.JAVA_BYTE, head.nameOffset(i)) == ':') {
            i++;
        }
        return i;
    }

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
