package dev.tare.io.wire.forward;

import static dev.tare.io.wire.forward.RequestControl.ascii;

import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.HeadSyntax;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.KnownField;
import dev.tare.io.wire.http2.Http2Fields;
import java.lang.foreign.MemorySegment;

/**
 * Heads from an HTTP/2 connection to an HTTP/1.1 connection: start line and fields, up to the empty
 * line, which is the caller's behind its own additions.
 *
 * <p>The crumbs of a cookie are joined, {@code :authority} becomes {@code Host}, and {@code te} is
 * left out: trailers are not asked for where they are dropped. No value that was read holds CR, LF
 * or NUL; other control characters are refused here, as they are in HTTP/1 heads.
 *
 * <p>Thread-safety: one thread. Allocation: none. Source: RFC 9113, sections 8.2.1, 8.2.3 and
 * 8.3.1; RFC 9112, sections 3.2 and 6.
 */
public final class Http2ToHttp1 {
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\nhost: ");
    private static final byte[] COOKIE = ascii("cookie");
    private static final byte[] CRUMB_END = ascii("; ");
    private static final byte[] COLON = ascii(": ");
    private static final byte[] CONTENT_LENGTH = ascii("content-length");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n");
    private static final byte[] POST = ascii("POST");
    private static final byte[] PUT = ascii("PUT");
    private static final byte[] PATCH = ascii("PATCH");
    private static final int FINAL_STATUS = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** Written anew, or not at all. */
    private static final long REPLACED =
            KnownField.setOf(KnownField.HOST)
                    | KnownField.setOf(KnownField.CONTENT_LENGTH)
                    | KnownField.setOf(KnownField.TE);

    /** About framing, routing and content: none of a trailer's business. */
    static final long NO_TRAILER =
            REPLACED
                    | KnownField.setOf(KnownField.TRAILER)
                    | KnownField.setOf(KnownField.EXPECT)
                    | KnownField.setOf(KnownField.MAX_FORWARDS)
                    | KnownField.setOf(KnownField.PROXY_AUTHENTICATE)
                    | KnownField.setOf(KnownField.PROXY_AUTHORIZATION)
                    | KnownField.setOf(KnownField.CONTENT_TYPE)
                    | KnownField.setOf(KnownField.CONTENT_ENCODING);

    private BodyFraming framing = BodyFraming.NONE;

    /** How the body behind the last head is to be framed. */
    public BodyFraming framing() {
        return framing;
    }

    /**
     * Writes a request's head but for its last line.
     *
     * @param head as the session tells it
     * @param defaultAuthority for a request that names no host
     * @param leftOut fields that are not copied: a set of {@link KnownField#setOf}
     * @param change what else is not passed on, or not as it came
     * @param writer was begun; what it has written is of no use when there is a fault
     */
    public HeadFault request(
            Http2Fields head,
            byte[] defaultAuthority,
            long leftOut,
            HeadChange change,
            Http1Writer writer) {
        HeadFault fault = RequestControl.check(head);
        if (fault != HeadFault.NONE) {
            return fault;
        }
        value(head, head.method(), writer).octet(' ');
        path(head, change, writer).bytes(VERSION);
        byte[] other = change.authority();
        int authority = RequestControl.authority(head);
        if (other != null) {
            writer.bytes(other);
        } else if (authority == RequestControl.NONE) {
            writer.bytes(defaultAuthority);
        } else {
            value(head, authority, writer);
        }
        writer.crlf();
        if (!fields(head, leftOut | REPLACED, change, writer)) {
            return HeadFault.VALUE;
        }
        long length = head.contentLength();
        if (length < 0 && !head.endsMessage()) {
            framing = BodyFraming.CHUNKED;
            writer.bytes(CHUNKED);
        } else {
            framing = length > 0 ? BodyFraming.LENGTH : BodyFraming.NONE;
            if (length >= 0 || expectsBody(head)) {
                writer.field(CONTENT_LENGTH, Math.max(0, length));
            }
        }
        return whole(writer);
    }

    /**
     * Writes a response's head but for its last line.
     *
     * @param headRequest whether it answers a HEAD request
     * @param chunksAllowed whether the client speaks HTTP/1.1; if not, a body without a length ends
     *     with the connection, which the caller says in the head
     * @param leftOut fields that are not copied: a set of {@link KnownField#setOf}
     * @param change which other ones stay behind
     * @param writer was begun; what it has written is of no use when there is a fault
     */
    public HeadFault response(
            Http2Fields head,
            boolean headRequest,
            boolean chunksAllowed,
            long leftOut,
            HeadChange change,
            Http1Writer writer) {
        int status = head.status();
        writer.statusLine(status);
        if (!fields(head, leftOut | REPLACED, change, writer)) {
            return HeadFault.VALUE;
        }
        long length = head.contentLength();
        framing = BodyFraming.NONE;
        if (status < FINAL_STATUS || status == NO_CONTENT) {
            return whole(writer);
        }
        if (headRequest || status == NOT_MODIFIED) {
            if (length >= 0) {
                writer.field(CONTENT_LENGTH, length);
            }
            return whole(writer);
        }
        if (length >= 0 || head.endsMessage()) {
            writer.field(CONTENT_LENGTH, Math.max(0, length));
            framing = length > 0 ? BodyFraming.LENGTH : BodyFraming.NONE;
        } else if (chunksAllowed) {
            writer.bytes(CHUNKED);
            framing = BodyFraming.CHUNKED;
        } else {
            framing = BodyFraming.UNTIL_CLOSE;
        }
        return whole(writer);
    }

    /**
     * Writes the last chunk of a chunked body with the trailers behind it, the empty line included;
     * fields that must not be trailers are left out.
     *
     * @return {@link HeadFault#VALUE} or {@link HeadFault#TOO_LARGE} where they cannot be sent; the
     *     body may then end with {@link Http1Writer#lastChunk}
     */
    public HeadFault trailers(Http2Fields trailers, Http1Writer writer) {
        writer.bytes(LAST_CHUNK);
        if (!fields(trailers, NO_TRAILER, HeadChange.NONE, writer)) {
            return HeadFault.VALUE;
        }
        writer.crlf();
        return whole(writer);
    }

    private static HeadFault whole(Http1Writer writer) {
        return writer.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    private static Http1Writer path(Http2Fields head, HeadChange change, Http1Writer writer) {
        int path = head.path();
        byte[] prefix = RequestControl.isAsterisk(head) ? null : change.pathPrefix();
        if (prefix == null) {
            return value(head, path, writer);
        }
        MemorySegment bytes = head.bytes();
        long start = head.valueOffset(path);
        int length = head.valueLength(path);
        int gone = RequestControl.replacedBytes(change, bytes, start, length);
        writer.bytes(RequestControl.before(prefix, bytes, start + gone, length - gone));
        return writer.bytes(bytes, start + gone, length - gone);
    }

    private static boolean expectsBody(Http2Fields head) {
        int method = head.method();
        return head.valueEquals(method, POST)
                || head.valueEquals(method, PUT)
                || head.valueEquals(method, PATCH);
    }

    /** Writes the fields; returns whether each may stand in a line. */
    private static boolean fields(
            Http2Fields head, long leftOut, HeadChange change, Http1Writer writer) {
        boolean dropsSome = change.dropsSome();
        int cookie = head.find(COOKIE, FieldsView.NONE);
        boolean joined = false;
        for (int i = RequestControl.firstRegular(head); i < head.count(); i++) {
            boolean dropped =
                    KnownField.isIn(leftOut, head.known(i))
                            || (dropsSome
                                    && change.drops(
                                            head.bytes(), head.nameOffset(i), head.nameLength(i)));
            if (dropped) {
                continue;
            }
            if (!HeadSyntax.isText(head.bytes(), head.valueOffset(i), head.valueLength(i))) {
                return false;
            }
            if (i != cookie) {
                writer.bytes(head.bytes(), head.nameOffset(i), head.nameLength(i));
                value(head, i, writer.bytes(COLON)).crlf();
                continue;
            }
            if (!joined) {
                cookies(head, cookie, writer);
                joined = true;
            }
            cookie = head.find(COOKIE, cookie);
        }
        return true;
    }

    /** Joins the crumbs from the first one on. */
    private static void cookies(Http2Fields head, int first, Http1Writer writer) {
        writer.bytes(COOKIE).bytes(COLON);
        value(head, first, writer);
        int next = head.find(COOKIE, first);
        while (next != FieldsView.NONE) {
            value(head, next, writer.bytes(CRUMB_END));
            next = head.find(COOKIE, next);
        }
        writer.crlf();
    }

    private static Http1Writer value(Http2Fields head, int i, Http1Writer writer) {
        return writer.bytes(head.bytes(), head.valueOffset(i), head.valueLength(i));
    }
}
