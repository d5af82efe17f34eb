package dev.tare.specimen.proxy.route;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.Http1Head;
import java.lang.foreign.MemorySegment;

/**
 * What routes look at of a request: its listener, and its method, host, path and fields, where they
 * lie. To be used again for the next request.
 *
 * <p>Valid as long as the head that was read. Thread-safety: one thread. Allocation: none.
 */
public final class RequestView {
    private static final byte[] METHOD = ":method".getBytes(US_ASCII);
    private static final byte[] PATH = ":path".getBytes(US_ASCII);
    private static final byte[] AUTHORITY = ":authority".getBytes(US_ASCII);
    private static final byte[] HOST = "host".getBytes(US_ASCII);
    private static final MemorySegment ROOT = MemorySegment.ofArray("/".getBytes(US_ASCII));
    private static final int NONE = FieldsView.NONE;

    private FieldsView fields;
    private int listener;
    private final Range method = new Range();
    private final Range host = new Range();
    private final Range path = new Range();

    /** Some bytes of a segment. */
    private static final class Range {
        private MemorySegment bytes = MemorySegment.NULL;
        private long offset;
        private int length;

        void set(MemorySegment segment, long from, long to) {
            bytes = segment;
            offset = from;
            length = (int) (to - from);
        }

        void setValue(FieldsView fields, int i) {
            if (i == NONE) {
                length = 0;
            } else {
                long from = fields.valueOffset(i);
                set(fields.bytes(), from, from + fields.valueLength(i));
            }
        }

        boolean equalTo(byte[] wanted) {
            return Bytes.equal(bytes, offset, length, wanted);
        }

        /** Where a byte stands first, counted in the segment; the end if it is not there. */
        long find(char wanted) {
            long end = offset + length;
            for (long p = offset; p < end; p++) {
                if (Bytes.at(bytes, p) == wanted) {
                    return p;
                }
            }
            return end;
        }
    }

    /**
     * A view for requests whose fields are seen through {@code fields}.
     *
     * @param fields used until another one is read
     */
    public RequestView(FieldsView fields) {
        this.fields = fields;
    }

    /**
     * Reads a request's head of HTTP/1.x. An absolute target's authority stands for Host (RFC 9112,
     * section 3.2.2).
     *
     * @param head parsed without a fault
     * @param headFields the same head's
     */
    public RequestView read(Http1Head head, FieldsView headFields) {
        fields = headFields;
        MemorySegment bytes = head.buffer();
        long base = head.offset();
        method.set(bytes, base + head.methodStart(), base + head.methodEnd());
        path.set(bytes, base + head.targetStart(), base + head.targetEnd());
        switch (head.targetForm()) {
            case ORIGIN, ASTERISK -> host.setValue(fields, fields.find(HOST, NONE));
            case ABSOLUTE -> splitAbsolute(bytes);
            case AUTHORITY -> {
                host.set(bytes, path.offset, path.offset + path.length);
                path.length = 0;
            }
        }
        trimQuery();
        trimPort();
        return this;
    }

    /**
     * Reads a request's head of HTTP/2.
     *
     * @param head well-formed, with the fields that begin with a colon
     */
    public RequestView read(FieldsView head) {
        fields = head;
        method.setValue(head, head.find(METHOD, NONE));
        path.setValue(head, head.find(PATH, NONE));
        int authority = head.find(AUTHORITY, NONE);
        host.setValue(head, authority == NONE ? head.find(HOST, NONE) : authority);
        trimQuery();
        trimPort();
        return this;
    }

    /**
     * Says by which listener the request has come whose head was read last.
     *
     * @param index the listener's position, 0 to 63
     */
    public RequestView through(int index) {
        listener = index;
        return this;
    }

    int listener() {
        return listener;
    }

    /** The fields of the head that was read last. */
    public FieldsView fields() {
        return fields;
    }

    /** {@code scheme://authority/path?query}; without a path it is that of the root. */
    private void splitAbsolute(MemorySegment bytes) {
        long end = path.offset + path.length;
        long authority = path.find(':') + "://".length();
        path.set(bytes, authority, end);
        long authorityEnd = Math.min(path.find('/'), path.find('?'));
        host.set(bytes, authority, authorityEnd);
        if (authorityEnd < end && Bytes.at(bytes, authorityEnd) == '/') {
            path.set(bytes, authorityEnd, end);
        } else {
            path.set(ROOT, 0, 1);
        }
    }

    private void trimQuery() {
        path.set(path.bytes, path.offset, path.find('?'));
    }

    /** Leaves {@code :8080} out, and the dot of a name that is written out in full. */
    private void trimPort() {
        long end = host.offset + host.length;
        for (long p = end - 1; p >= host.offset; p--) {
            byte b = Bytes.at(host.bytes, p);
            if (b == ':') {
                end = p;
                break;
            }
            if (b < '0' || b > '9') {
                break;
            }
        }
        if (end > host.offset && Bytes.at(host.bytes, end - 1) == '.') {
            end--;
        }
        host.set(host.bytes, host.offset, end);
    }

    boolean methodIs(byte[] name) {
        return method.equalTo(name);
    }

    boolean pathIs(byte[] wanted) {
        return path.equalTo(wanted);
    }

    /** Whether the path is this one or lies below it, segment by segment. */
    boolean pathIsBelow(byte[] prefix) {
        if (!Bytes.startsWith(path.bytes, path.offset, path.length, prefix)) {
            return false;
        }
        return path.length == prefix.length
                || prefix[prefix.length - 1] == '/'
                || Bytes.at(path.bytes, path.offset + prefix.length) == '/';
    }

    MemorySegment hostBytes() {
        return host.bytes;
    }

    long hostOffset() {
        return host.offset;
    }

    int hostLength() {
        return host.length;
    }

    MemorySegment pathBytes() {
        return path.bytes;
    }

    long pathOffset() {
        return path.offset;
    }

    int pathLength() {
        return path.length;
    }
}
