package dev.tare.io.wire.forward;

import static dev.tare.io.wire.forward.RequestControl.ascii;

import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.HeadSyntax;
import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.HttpMethod;
import dev.tare.io.wire.KnownField;
import dev.tare.io.wire.TargetForm;
import dev.tare.io.wire.http2.HeadFields;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Heads from an HTTP/1 connection to an HTTP/2 connection: names in lower case, {@code Host} as
 * {@code :authority}. Left out are the fields for one hop and those that {@code Connection} names;
 * {@code TE} stays where it says {@code trailers}, and says no more than that.
 *
 * <p>One object serves all heads that its {@link Http1Head} parses.
 *
 * <p>Thread-safety: one thread. Allocation: none. Source: RFC 9113, section 8; RFC 9110, section
 * 7.6.1.
 */
public final class Http1ToHttp2 {
    private static final byte[] METHOD = ascii(":method");
    private static final byte[] SCHEME = ascii(":scheme");
    private static final byte[] AUTHORITY = ascii(":authority");
    private static final byte[] PATH = ascii(":path");
    private static final byte[] CONTENT_LENGTH = ascii("content-length");
    private static final byte[] TE = ascii("te");
    private static final byte[] TRAILERS = ascii("trailers");
    private static final byte[] CHUNKED = ascii("chunked");
    private static final byte[] NOTHING = {};
    private static final byte[] ASTERISK = ascii("*");
    private static final int SCHEME_END_BYTES = 3;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FINAL_STATUS = 200;
    private static final int NO_CONTENT = 204;

    /** What never passes as it is; Connection cannot name any of them away or in. */
    private static final long FRAMING =
            KnownField.setOf(KnownField.HOST)
                    | KnownField.setOf(KnownField.CONTENT_LENGTH)
                    | KnownField.setOf(KnownField.TRANSFER_ENCODING);

    private final Http1Head head;
    private final FieldsView fields;

    /** Turns whatever {@code head} has parsed last into what HTTP/2 sends. */
    public Http1ToHttp2(Http1Head head) {
        this.head = head;
        fields = new Http1Fields(head);
    }

    /** The head's fields, for additions that go on with a list in them. */
    public FieldsView fields() {
        return fields;
    }

    /**
     * Puts a request together.
     *
     * @param scheme what {@code :scheme} says, such as {@code http}
     * @param defaultAuthority for a request that names no host
     * @param leftOut fields that are not copied: a set of {@link KnownField#setOf}
     * @param change what else is not passed on, or not as it came
     * @param target filled anew; of no use when there is a fault
     */
    public HeadFault request(
            byte[] scheme,
            byte[] defaultAuthority,
            long leftOut,
            HeadChange change,
            HeadFields target) {
        if (head.method() == HttpMethod.CONNECT) {
            return HeadFault.CONNECT;
        }
        if (isCoded()) {
            return HeadFault.BODY_CODING;
        }
        int host = head.find(KnownField.HOST);
        boolean absolute = head.targetForm() == TargetForm.ABSOLUTE;
        boolean hostNamed = !absolute && host >= 0 && fields.valueLength(host) > 0;
        if (hostNamed && at(head.valueStart(host)) == ':') {
            return HeadFault.AUTHORITY;
        }
        target.clear();
        target.add(
                METHOD,
                head.buffer(),
                head.offset() + head.methodStart(),
                head.methodEnd() - head.methodStart());
        target.add(SCHEME, scheme);
        int authority = absolute ? authorityStart() : head.targetStart();
        int path = absolute ? pathStart(authority) : authority;
        byte[] other = change.authority();
        if (other != null) {
            target.add(AUTHORITY, other);
        } else if (absolute) {
            // Whatever Host says.
            add(target, AUTHORITY, authority, path);
        } else if (hostNamed) {
            add(target, AUTHORITY, head.valueStart(host), head.valueEnd(host));
        } else {
            target.add(AUTHORITY, defaultAuthority);
        }
        addPath(target, path, change);
        long dropped = head.minorVersion() == 0 ? KnownField.setOf(KnownField.EXPECT) : 0;
        copyFields(leftOut | dropped, change, target);
        addLength(target);
        if (saysTrailers()) {
            target.add(TE, TRAILERS);
        }
        return target.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    /**
     * Puts a response's head together, an informational one too.
     *
     * @param leftOut fields that are not copied: a set of {@link KnownField#setOf}
     * @param change which other ones stay behind
     * @param target filled anew; of no use when there is a fault
     */
    public HeadFault response(long leftOut, HeadChange change, HeadFields target) {
        int status = head.status();
        if (status == SWITCHING_PROTOCOLS) {
            return HeadFault.SWITCHING;
        }
        if (isCoded()) {
            return HeadFault.BODY_CODING;
        }
        target.clear().status(status);
        copyFields(leftOut, change, target);
        if (status >= FINAL_STATUS && status != NO_CONTENT) {
            addLength(target);
        }
        return target.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    /**
     * Puts trailers together; fields that must not be trailers are left out.
     *
     * @param trailers of a chunked body
     * @param target filled anew; of no use when there is a fault
     */
    public static HeadFault trailers(FieldsView trailers, HeadFields target) {
        target.clear();
        for (int i = 0; i < trailers.count(); i++) {
            int known = trailers.known(i);
            if (!KnownField.isIn(Http2ToHttp1.NO_TRAILER, known) && !KnownField.hopByHop(known)) {
                target.copy(trailers, i);
            }
        }
        return target.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    /** Whether the body has a coding that is not taken off: HTTP/2 could not say so. */
    private boolean isCoded() {
        if (!head.transferCoded()) {
            return false;
        }
        int codings = 0;
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.known(i) == KnownField.TRANSFER_ENCODING) {
                codings += isChunked(i) ? 1 : 2;
            }
        }
        return codings != 1;
    }

    private boolean isChunked(int i) {
        return fields.valueLength(i) == CHUNKED.length
                && HeadSyntax.listHas(
                        fields.bytes(), fields.valueOffset(i), CHUNKED.length, CHUNKED);
    }

    /** Where the authority of an absolute target begins. */
    private int authorityStart() {
        int p = head.targetStart();
        while (at(p) != ':') {
            p++;
        }
        return p + SCHEME_END_BYTES;
    }

    /** Where an absolute target's path begins, or its query, or where it ends. */
    private int pathStart(int authority) {
        int p = authority;
        while (p < head.targetEnd() && at(p) != '/' && at(p) != '?') {
            p++;
        }
        return p;
    }

    /** Adds what is asked for, which the target says from {@code path} on. */
    private void addPath(HeadFields target, int path, HeadChange change) {
        int length = head.targetEnd() - path;
        boolean none = length == 0 && head.method() == HttpMethod.OPTIONS;
        if (none || head.targetForm() == TargetForm.ASTERISK) {
            target.add(PATH, ASTERISK);
            return;
        }
        MemorySegment bytes = head.buffer();
        long start = head.offset() + path;
        byte[] prefix = change.pathPrefix();
        int gone = prefix == null ? 0 : RequestControl.replacedBytes(change, bytes, start, length);
        byte[] wanted = prefix == null ? NOTHING : prefix;
        byte[] before = RequestControl.before(wanted, bytes, start + gone, length - gone);
        target.addAfter(PATH, before, bytes, start + gone, length - gone);
    }

    private void copyFields(long leftOut, HeadChange change, HeadFields target) {
        boolean dropsSome = change.dropsSome();
        boolean nominations = head.find(KnownField.CONNECTION) >= 0;
        for (int i = 0; i < head.fieldCount(); i++) {
            int known = head.known(i);
            boolean dropped =
                    KnownField.isIn(leftOut | FRAMING, known)
                            || KnownField.hopByHop(known)
                            || (nominations && head.connectionNames(i))
                            || (dropsSome
                                    && change.drops(
                                            fields.bytes(),
                                            fields.nameOffset(i),
                                            fields.nameLength(i)));
            if (!dropped) {
                target.copy(fields, i);
            }
        }
    }

    private void addLength(HeadFields target) {
        if (head.contentLength() >= 0 && !head.transferCoded()) {
            target.add(CONTENT_LENGTH, head.contentLength());
        }
    }

    private boolean saysTrailers() {
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.known(i) == KnownField.TE
                    && HeadSyntax.listHas(
                            fields.bytes(),
                            fields.valueOffset(i),
                            fields.valueLength(i),
                            TRAILERS)) {
                return true;
            }
        }
        return false;
    }

    private void add(HeadFields target, byte[] name, int start, int end) {
        target.add(name, head.buffer(), head.offset() + start, end - start);
    }

    private byte at(int position) {
        return head.buffer().get(ValueLayout.JAVA_BYTE, head.offset() + position);
    }
}
