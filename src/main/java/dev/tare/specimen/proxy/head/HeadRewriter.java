package dev.tare.specimen.proxy.head;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.HttpMethod;
import dev.tare.io.wire.KnownField;
import dev.tare.io.wire.TargetForm;
import dev.tare.specimen.proxy.config.HeadRewrite;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.filter.HeadEdits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Turns a received head into the one to send, in place: its end stays where it is, right before the
 * body, and its start moves.
 *
 * <p>Note 1. Danger: what grows overwrites what is not yet read. Facts used: fields are only ever
 * left out, so when they are moved from the last to the first, each moves towards the end, over
 * bytes that were moved before; all additions stand between the start line and the fields, and the
 * start line is moved out of their way first, into the room before the head. When no field is left
 * out, no field moves.
 *
 * <p>Thread-safety: one thread. Allocation: none. Source: RFC 9110, section 7.6 (forwarding); RFC
 * 9112, sections 3.2 (targets), 6.3 (framing) and 9 (connections).
 */
public final class HeadRewriter {
    /** What the proxy itself puts into a head at most, in bytes. */
    private static final int MAX_OWN_BYTES = 512;

    /** How much longer than the received head the new one can be, in bytes. */
    public static final int MAX_GROWTH_BYTES =
            MAX_OWN_BYTES + 2 * HeadRewrite.MAX_LENGTH + ProxyConfig.MAX_EDIT_BYTES;

    private static final byte[] VIA = ascii("Via: ");
    private static final byte[] OWN_VIA = ascii("1.1 minivoy\r\n");
    private static final byte[] FORWARDED_FOR = ascii("X-Forwarded-For: ");
    private static final byte[] MAX_FORWARDS = ascii("Max-Forwards: ");
    private static final byte[] CONNECTION_UPGRADE = ascii("Connection: Upgrade\r\n");
    private static final byte[] COMMA = ascii(", ");
    private static final byte[] COLON = ascii(": ");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] SLASH = ascii("/");
    private static final byte[] ASTERISK = ascii("*");
    private static final byte[] HOST = ascii("Host: ");
    private static final byte[] HOST_NAME = ascii("Host");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CONNECTION_CLOSE = ascii("Connection: close\r\n");
    private static final byte[] CONNECTION_KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final int SCHEME_END_LENGTH = 3;
    private static final int SWITCHING_PROTOCOLS = 101;

    /** Nothing bounds how often a request is forwarded. */
    static final long ANY_HOPS = -1;

    /** More hops than any chain of proxies has. */
    private static final long MAX_HOPS = 1_000_000;

    /** How the receiver of a response is told what becomes of its connection. */
    public enum ConnectionOption {
        /** It stays open, as HTTP/1.1 has it without a word. */
        NONE,
        CLOSE,
        /** It stays open, which an HTTP/1.0 client has to be told. */
        KEEP_ALIVE
    }

    /** How the body of the response that is sent on is framed. */
    public enum Framing {
        /** As it arrived. */
        SAME,
        /** In chunks, though it arrived without. */
        CHUNKED,
        /** By the connection's end, though it arrived in chunks. */
        UNTIL_CLOSE
    }

    private final Additions additions;
    private final RequestIds requestIds;
    private final HeadEdits.Sink editor = (name, _, value) -> addField(name, value);
    private byte[] upstreamAuthority;

    /**
     * A rewriter of one loop.
     *
     * @param requestIds names for requests that have none
     * @param upstreamAuthority host and port, for requests of HTTP/1.0 that come without a Host
     */
    public HeadRewriter(Arena arena, RequestIds requestIds, String upstreamAuthority) {
        this.requestIds = requestIds;
        additions = new Additions(arena, Http1Head.MAX_HEAD_BYTES + MAX_GROWTH_BYTES);
        this.upstreamAuthority = ascii(upstreamAuthority);
    }

    /** Names the host for requests that come without one, from now on. */
    public void goesTo(byte[] authority) {
        upstreamAuthority = authority;
    }

    /**
     * Rewrites a request, for an HTTP/1.1 upstream whose connection stays open.
     *
     * @param head the parsed head; its index is no longer valid afterwards
     * @param headLength its length in bytes
     * @param forwarded what it is told of the way it came
     * @param upgrade whether its wish to speak another protocol is passed on
     * @param rewrite what is asked for instead
     * @param edits of its fields
     * @return the offset of the new head in {@code head.buffer()}; its end has not moved
     */
    public long rewriteRequest(
            Http1Head head,
            int headLength,
            Forwarded forwarded,
            boolean upgrade,
            TargetRewrite rewrite,
            HeadEdits edits) {
        additions.clear();
        boolean absolute = head.targetForm() == TargetForm.ABSOLUTE;
        boolean hostDropped = addHost(head, absolute, rewrite);
        addMerged(head, KnownField.VIA, VIA, OWN_VIA);
        boolean forwardedFor = addForwarded(head, forwarded, edits);
        boolean edited = !edits.isEmpty();
        if (edited) {
            edits.tell(editor);
        }
        if (upgrade) {
            additions.add(CONNECTION_UPGRADE);
        }
        boolean hopsCounted = addHopsLeft(head);
        boolean expectIgnored = head.minorVersion() == 0;
        boolean nominations = head.find(KnownField.CONNECTION) >= 0;
        int fieldsEnd = headLength;
        long target = head.offset() + headLength;
        for (int i = head.fieldCount() - 1; i >= 0; i--) {
            int known = head.known(i);
            boolean dropped =
                    known == KnownField.VIA
                            || (known == KnownField.HOST && hostDropped)
                            || (known == KnownField.EXPECT && expectIgnored)
                            || (known == KnownField.X_FORWARDED_FOR && forwardedFor)
                            || (known == KnownField.MAX_FORWARDS && hopsCounted)
                            || (edited && isDropped(edits, head, i))
                            || (isForThisHop(head, i, nominations)
                                    && !(upgrade && known == KnownField.UPGRADE));
            if (dropped) {
                target = moveFields(head, lineEnd(head, i, headLength), fieldsEnd, target);
                fieldsEnd = head.nameStart(i);
            }
        }
        int fieldsStart = fieldsStart(head, headLength);
        target = moveFields(head, fieldsStart, fieldsEnd, target);
        return absolute || rewrite.changesPath()
                ? putNewTarget(head, absolute, rewrite, fieldsStart, target)
                : putStartLine(head, head.methodStart(), fieldsStart, target, true);
    }

    /** Adds a Host where another one is wanted, or none is there; whether the old one goes. */
    private boolean addHost(Http1Head head, boolean absolute, TargetRewrite rewrite) {
        byte[] other = rewrite.host();
        if (other != null) {
            addField(HOST_NAME, other);
            return true;
        }
        if (absolute) {
            int authorityStart = authorityStart(head);
            int authorityEnd = pathStart(head);
            additions.add(HOST);
            additions.add(
                    head.buffer(), head.offset() + authorityStart, authorityEnd - authorityStart);
            additions.add(LINE_END);
        } else if (head.find(KnownField.HOST) < 0) {
            addField(HOST_NAME, upstreamAuthority);
        }
        return absolute;
    }

    private void addField(byte[] name, byte[] value) {
        additions.add(name);
        additions.add(COLON);
        additions.add(value);
        additions.add(LINE_END);
    }

    private static boolean isDropped(HeadEdits edits, Http1Head head, int field) {
        int start = head.nameStart(field);
        return edits.drop(head.buffer(), head.offset() + start, head.nameEnd(field) - start);
    }

    /**
     * Rewrites a response for a client.
     *
     * @param head the parsed head; its index is no longer valid afterwards
     * @param headLength its length in bytes
     * @param option what is said about the connection
     * @param framing how the body is sent on
     * @param date the Date line for a response without one
     * @param edits of its fields
     * @return the offset of the new head in {@code head.buffer()}; its end has not moved
     */
    public long rewriteResponse(
            Http1Head head,
            int headLength,
            ConnectionOption option,
            Framing framing,
            byte[] date,
            HeadEdits edits) {
        additions.clear();
        boolean edited = !edits.isEmpty();
        if (edited) {
            edits.tell(editor);
        }
        boolean switching = head.status() == SWITCHING_PROTOCOLS;
        addMerged(head, KnownField.VIA, VIA, OWN_VIA);
        if (switching) {
            additions.add(CONNECTION_UPGRADE);
        }
        if (head.find(KnownField.DATE) < 0 && head.status() >= 200) {
            additions.add(date);
        }
        addOption(option);
        boolean lengthDropped = head.transferCoded() || framing == Framing.CHUNKED;
        if (!lengthDropped && isRepeatedLength(head)) {
            lengthDropped = true;
            additions.add(CONTENT_LENGTH);
            additions.addDecimal(head.contentLength());
            additions.add(LINE_END);
        }
        if (framing == Framing.CHUNKED) {
            additions.add(CHUNKED);
        }
        boolean codingDropped = framing != Framing.SAME;
        boolean nominations = head.find(KnownField.CONNECTION) >= 0;
        int fieldsEnd = headLength;
        long target = head.offset() + headLength;
        for (int i = head.fieldCount() - 1; i >= 0; i--) {
            int known = head.known(i);
            boolean dropped =
                    known == KnownField.VIA
                            || (known == KnownField.CONTENT_LENGTH && lengthDropped)
                            || (known == KnownField.TRANSFER_ENCODING && codingDropped)
                            || (edited && isDropped(edits, head, i))
                            || (isForThisHop(head, i, nominations)
                                    && !(switching && known == KnownField.UPGRADE));
            if (dropped) {
                target = moveFields(head, lineEnd(head, i, headLength), fieldsEnd, target);
                fieldsEnd = head.nameStart(i);
            }
        }
        int fieldsStart = fieldsStart(head, headLength);
        target = moveFields(head, fieldsStart, fieldsEnd, target);
        return putStartLine(head, 0, fieldsStart, target, false);
    }

    private void addOption(ConnectionOption option) {
        switch (option) {
            case NONE -> {}
            case CLOSE -> additions.add(CONNECTION_CLOSE);
            case KEEP_ALIVE -> additions.add(CONNECTION_KEEP_ALIVE);
        }
    }

    /** Adds what the request is told of its way; returns whether it had such a list already. */
    private boolean addForwarded(Http1Head head, Forwarded forwarded, HeadEdits edits) {
        if (forwarded.isNothing()) {
            return false;
        }
        int list = head.find(KnownField.X_FORWARDED_FOR);
        boolean listed = list >= 0 && !isDropped(edits, head, list);
        if (listed) {
            addMerged(head, KnownField.X_FORWARDED_FOR, FORWARDED_FOR, forwarded.address());
            additions.add(LINE_END);
        } else {
            additions.add(forwarded.forLine());
        }
        int proto = head.find(KnownField.X_FORWARDED_PROTO);
        if (proto < 0 || isDropped(edits, head, proto)) {
            additions.add(forwarded.protoLine());
        }
        if (head.find(KnownField.X_REQUEST_ID) < 0) {
            requestIds.addLine(additions);
        }
        return listed;
    }

    /**
     * Adds a Max-Forwards that is less by one, for the methods that it counts (RFC 9110, section
     * 7.6.2); returns whether there is one.
     */
    private boolean addHopsLeft(Http1Head head) {
        long hops = hopsLeft(head);
        if (hops < 1) {
            return false;
        }
        additions.add(MAX_FORWARDS);
        additions.addDecimal(hops - 1);
        additions.add(LINE_END);
        return true;
    }

    /**
     * How often a request may still be forwarded; {@link #ANY_HOPS} where nothing is said that
     * counts.
     */
    public static long hopsLeft(Http1Head head) {
        int field = head.find(KnownField.MAX_FORWARDS);
        boolean counts = head.method() == HttpMethod.TRACE || head.method() == HttpMethod.OPTIONS;
        if (field < 0 || !counts) {
            return ANY_HOPS;
        }
        long hops = 0;
        for (int p = head.valueStart(field); p < head.valueEnd(field); p++) {
            int digit = byteAt(head, p) - '0';
            if (digit < 0 || digit > 9) {
                return ANY_HOPS;
            }
            hops = Math.min(hops * 10 + digit, MAX_HOPS);
        }
        return hops;
    }

    /** Our entry comes after those of the proxies before us (RFC 9110, section 7.6.3). */
    private void addMerged(Http1Head head, int field, byte[] name, byte[] own) {
        additions.add(name);
        for (int i = head.find(field); i >= 0 && i < head.fieldCount(); i++) {
            int length = head.known(i) == field ? head.valueEnd(i) - head.valueStart(i) : 0;
            if (length > 0) {
                additions.add(head.buffer(), head.offset() + head.valueStart(i), length);
                additions.add(COMMA);
            }
        }
        additions.add(own);
    }

    /**
     * Whether a field concerns this connection only. The framing fields are not left out even if
     * Connection names them: whoever could have them removed could smuggle a request.
     */
    private static boolean isForThisHop(Http1Head head, int index, boolean nominations) {
        int known = head.known(index);
        if (known == KnownField.TRANSFER_ENCODING
                || known == KnownField.CONTENT_LENGTH
                || known == KnownField.HOST) {
            return false;
        }
        return KnownField.hopByHop(known) || (nominations && head.connectionNames(index));
    }

    private static boolean isRepeatedLength(Http1Head head) {
        int first = head.find(KnownField.CONTENT_LENGTH);
        if (first < 0) {
            return false;
        }
        for (int i = first + 1; i < head.fieldCount(); i++) {
            if (head.known(i) == KnownField.CONTENT_LENGTH) {
                return true;
            }
        }
        for (int p = head.valueStart(first); p < head.valueEnd(first); p++) {
            if (byteAt(head, p) == ',') {
                return true;
            }
        }
        return false;
    }

    /** Moves the field lines from {@code start} to {@code end} to before {@code target}. */
    private static long moveFields(Http1Head head, int start, int end, long target) {
        int length = end - start;
        long from = head.offset() + start;
        long to = target - length;
        if (from != to) {
            MemorySegment.copy(head.buffer(), from, head.buffer(), to, length);
        }
        return to;
    }

    private long putStartLine(Http1Head head, int start, int end, long target, boolean request) {
        MemorySegment buffer = head.buffer();
        int length = end - start;
        long to = target - additions.length() - length;
        MemorySegment.copy(buffer, head.offset() + start, buffer, to, length);
        long minorVersion = request ? to + length - LINE_END.length - 1 : to + "HTTP/1.".length();
        buffer.set(ValueLayout.JAVA_BYTE, minorVersion, (byte) '1');
        MemorySegment.copy(additions.bytes(), 0, buffer, to + length, additions.length());
        return to;
    }

    /**
     * Puts a start line whose target is another one: it loses scheme and authority (RFC 9112,
     * section 3.2.2), and the beginning of its path is replaced.
     */
    private long putNewTarget(
            Http1Head head, boolean absolute, TargetRewrite rewrite, int fieldsStart, long target) {
        int path = absolute ? pathStart(head) : head.targetStart();
        boolean emptyPath = path == head.targetEnd() || byteAt(head, path) == '?';
        boolean asterisk =
                head.targetForm() == TargetForm.ASTERISK
                        || (path == head.targetEnd() && head.method() == HttpMethod.OPTIONS);
        int kept = path;
        byte[] before = NOTHING;
        if (asterisk) {
            before = emptyPath ? ASTERISK : NOTHING;
        } else if (rewrite.changesPath()) {
            kept = path + Math.min(rewrite.replacedLength(), pathLength(head, path));
            before = rewrite.prefix();
            boolean rooted = kept < head.targetEnd() && byteAt(head, kept) == '/';
            if (before.length == 0 && !rooted) {
                before = SLASH;
            }
        } else if (emptyPath) {
            before = SLASH;
        }
        return putStartLine(head, before, kept, fieldsStart, target);
    }

    /** Puts method, some bytes, and the start line from {@code kept} on. */
    private long putStartLine(
            Http1Head head, byte[] before, int kept, int fieldsStart, long target) {
        MemorySegment buffer = head.buffer();
        int methodLength = head.methodEnd() + 1 - head.methodStart();
        int restLength = fieldsStart - kept;
        long restTo = target - additions.length() - restLength;
        long to = restTo - before.length - methodLength;
        // The rest of the line may land where the method is, so that is set aside first.
        setMethodAside(head, methodLength);
        MemorySegment.copy(buffer, head.offset() + kept, buffer, restTo, restLength);
        MemorySegment.copy(additions.bytes(), additions.length(), buffer, to, methodLength);
        MemorySegment.copy(
                before, 0, buffer, ValueLayout.JAVA_BYTE, restTo - before.length, before.length);
        long lineEnd = restTo + restLength;
        buffer.set(ValueLayout.JAVA_BYTE, lineEnd - LINE_END.length - 1, (byte) '1');
        MemorySegment.copy(additions.bytes(), 0, buffer, lineEnd, additions.length());
        return to;
    }

    /** Copies the method and its blank to behind the additions. */
    private void setMethodAside(Http1Head head, int methodLength) {
        MemorySegment.copy(
                head.buffer(),
                head.offset() + head.methodStart(),
                additions.bytes(),
                additions.length(),
                methodLength);
    }

    private static int authorityStart(Http1Head head) {
        int p = head.targetStart();
        while (byteAt(head, p) != ':') {
            p++;
        }
        return p + SCHEME_END_LENGTH;
    }

    /** Where the path of an absolute-form begins, or its query, or where the target ends. */
    private static int pathStart(Http1Head head) {
        int p = authorityStart(head);
        while (p < head.targetEnd() && byteAt(head, p) != '/' && byteAt(head, p) != '?') {
            p++;
        }
        return p;
    }

    private static int pathLength(Http1Head head, int path) {
        int p = path;
        while (p < head.targetEnd() && byteAt(head, p) != '?') {
            p++;
        }
        return p - path;
    }

    private static int fieldsStart(Http1Head head, int headLength) {
        return head.fieldCount() > 0 ? head.nameStart(0) : headLength - LINE_END.length;
    }

    /** Where the line of field {@code index} ends: lines follow each other without a gap. */
    private static int lineEnd(Http1Head head, int index, int headLength) {
        return index + 1 < head.fieldCount()
                ? head.nameStart(index + 1)
                : headLength - LINE_END.length;
    }

    private static byte byteAt(Http1Head head, int position) {
        return head.buffer().get(ValueLayout.JAVA_BYTE, head.offset() + position);
    }
}
