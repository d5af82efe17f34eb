package dev.tare.specimen.proxy.head;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.KnownField;
import dev.tare.io.wire.forward.HeadFault;
import dev.tare.io.wire.forward.Http1ToHttp2;
import dev.tare.io.wire.forward.Http2ToHttp1;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.filter.HeadEdits;
import dev.tare.specimen.proxy.head.HeadRewriter.ConnectionOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Heads that pass from one version of HTTP to the other, with what {@link HeadRewriter} and {@link
 * Http2Heads} add to those that stay in theirs.
 *
 * <p>What becomes HTTP/1.1 is written to one buffer, which the next overwrites.
 *
 * <p>Thread-safety: one thread. Allocation: none.
 */
public final class TranslatedHeads {
    /** More than the largest head of HTTP/2 and all additions have. */
    private static final int CAPACITY_BYTES = 2 * Http2Fields.MAX_LIST_BYTES;

    private static final byte[] VIA = ascii("via");
    private static final byte[] VIA_1 = ascii("1.1 minivoy");
    private static final byte[] VIA_2 = ascii("2 minivoy");
    private static final byte[] FORWARDED_FOR = ascii("x-forwarded-for");
    private static final byte[] MAX_FORWARDS = ascii("max-forwards");
    private static final byte[] DATE = ascii("date");
    private static final byte[] TE = ascii("te");
    private static final byte[] TRAILERS_WANTED = ascii("te: trailers\r\nconnection: te\r\n");
    private static final byte[] CLOSE = ascii("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("connection: keep-alive\r\n");
    private static final byte[] TRAILER_END = ascii("0\r\n\r\n");
    private static final long VIA_SET = KnownField.setOf(KnownField.VIA);
    private static final int LINE_BYTES = 64;
    private static final int FIRST_FINAL_STATUS = 200;

    private final Http1Head requestHead;
    private final Http1Head responseHead;
    private final Http1ToHttp2 requests;
    private final Http1ToHttp2 responses;
    private final Http2ToHttp1 toHttp1 = new Http2ToHttp1();
    private final Http1Writer writer = new Http1Writer();
    private final MemorySegment bytes;
    private final RequestIds requestIds;
    private final Additions line;
    private final HeadEditing editing = new HeadEditing();

    /**
     * Heads of one loop.
     *
     * @param requestIds names for requests that have none
     * @param requestHead what requests of HTTP/1.1 are parsed with
     * @param responseHead what responses of HTTP/1.1 are parsed with
     */
    TranslatedHeads(
            Arena arena, RequestIds requestIds, Http1Head requestHead, Http1Head responseHead) {
        this.requestIds = requestIds;
        this.requestHead = requestHead;
        this.responseHead = responseHead;
        requests = new Http1ToHttp2(requestHead);
        responses = new Http1ToHttp2(responseHead);
        bytes = arena.allocate(CAPACITY_BYTES);
        line = new Additions(arena, LINE_BYTES);
    }

    /** What was written last begins here. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** How many bytes were written last. */
    public int length() {
        return writer.length();
    }

    /** How the body behind the head that was written last is to be framed. */
    public BodyFraming framing() {
        return toHttp1.framing();
    }

    /**
     * Writes a request of HTTP/2 as one of HTTP/1.1.
     *
     * @param forwarded what it is told of the way it came
     * @param to where it goes
     * @param edits of its fields
     * @param rewrite of its target
     */
    public HeadFault requestToHttp1(
            Http2Fields head,
            Forwarded forwarded,
            Destination to,
            HeadEdits edits,
            TargetRewrite rewrite) {
        HeadEditing change = editing.of(edits, rewrite);
        long hops = Http2Heads.hopsLeft(head);
        writer.begin(bytes, 0, CAPACITY_BYTES);
        long leftOut = leftOut(forwarded, hops);
        HeadFault fault = toHttp1.request(head, to.authority(), leftOut, change, writer);
        if (fault != HeadFault.NONE) {
            return fault;
        }
        writer.joined(VIA, head, VIA_2);
        if (head.find(TE) != Http2Fields.NONE) {
            // In HTTP/2 it says nothing but trailers, and here they are passed on.
            writer.bytes(TRAILERS_WANTED);
        }
        if (!forwarded.isNothing()) {
            if (change.drops(FORWARDED_FOR)) {
                writer.bytes(forwarded.forLine());
            } else {
                writer.joined(FORWARDED_FOR, head, forwarded.address());
            }
            if (!Http2Heads.keepsForwardedProto(head, change)) {
                writer.bytes(forwarded.protoLine());
            }
            if (!Http2Heads.isNamed(head)) {
                line.clear();
                requestIds.addLine(line);
                writer.bytes(line.bytes(), 0, line.length());
            }
        }
        if (hops > 0) {
            writer.field(MAX_FORWARDS, hops - 1);
        }
        change.addTo(writer);
        return ended();
    }

    private static long leftOut(Forwarded forwarded, long hops) {
        long leftOut = VIA_SET;
        if (!forwarded.isNothing()) {
            leftOut |= KnownField.setOf(KnownField.X_FORWARDED_FOR);
        }
        return hops > 0 ? leftOut | KnownField.setOf(KnownField.MAX_FORWARDS) : leftOut;
    }

    private HeadFault ended() {
        writer.crlf();
        return writer.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    /**
     * Writes a response of HTTP/2 as one of HTTP/1.1.
     *
     * @param headRequest whether it answers a HEAD request
     * @param minorVersion of the client
     * @param option what is said about the connection of a final response
     * @param date the Date line for a final response without one
     * @param edits of its fields
     */
    public HeadFault responseToHttp1(
            Http2Fields head,
            boolean headRequest,
            int minorVersion,
            ConnectionOption option,
            byte[] date,
            HeadEdits edits) {
        HeadEditing change = editing.of(edits);
        boolean chunksAllowed = minorVersion > 0;
        writer.begin(bytes, 0, CAPACITY_BYTES);
        HeadFault fault =
                toHttp1.response(head, headRequest, chunksAllowed, VIA_SET, change, writer);
        if (fault != HeadFault.NONE) {
            return fault;
        }
        writer.joined(VIA, head, VIA_2);
        if (head.status() >= FIRST_FINAL_STATUS) {
            if (head.find(DATE) == Http2Fields.NONE) {
                writer.bytes(date);
            }
            boolean closes = toHttp1.framing() == BodyFraming.UNTIL_CLOSE;
            addOption(closes ? ConnectionOption.CLOSE : option);
        }
        change.addTo(writer);
        return ended();
    }

    private void addOption(ConnectionOption option) {
        switch (option) {
            case NONE -> {}
            case CLOSE -> writer.bytes(CLOSE);
            case KEEP_ALIVE -> writer.bytes(KEEP_ALIVE);
        }
    }

    /** Writes the end of a chunked body; trailers that no line can hold are left out. */
    public void trailersToHttp1(Http2Fields trailers) {
        writer.begin(bytes, 0, CAPACITY_BYTES);
        if (toHttp1.trailers(trailers, writer) != HeadFault.NONE) {
            writer.begin(bytes, 0, CAPACITY_BYTES).bytes(TRAILER_END);
        }
    }

    /**
     * Puts together what the request that was parsed last is in HTTP/2.
     *
     * @param forwarded what it is told of the way it came
     * @param to where it goes
     * @param edits of its fields
     * @param rewrite of its target
     * @param target filled anew; of no use when there is a fault
     */
    public HeadFault requestToHttp2(
            Forwarded forwarded,
            Destination to,
            HeadEdits edits,
            TargetRewrite rewrite,
            HeadFields target) {
        HeadEditing change = editing.of(edits, rewrite);
        long hops = HeadRewriter.hopsLeft(requestHead);
        long leftOut = leftOut(forwarded, hops);
        HeadFault fault = requests.request(to.scheme(), to.authority(), leftOut, change, target);
        if (fault != HeadFault.NONE) {
            return fault;
        }
        FieldsView head = requests.fields();
        target.addJoined(VIA, head, VIA_1);
        if (!forwarded.isNothing()) {
            Http2Heads.addForwarded(head, forwarded, change, requestIds, line, target);
        }
        if (hops > 0) {
            target.add(MAX_FORWARDS, hops - 1);
        }
        change.addTo(target);
        return target.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    /**
     * Puts together what the response that was parsed last is in HTTP/2, an informational one too.
     *
     * @param date for a final response without one
     * @param edits of its fields
     * @param target filled anew; of no use when there is a fault
     */
    public HeadFault responseToHttp2(byte[] date, HeadEdits edits, HeadFields target) {
        HeadEditing change = editing.of(edits);
        HeadFault fault = responses.response(VIA_SET, change, target);
        if (fault != HeadFault.NONE) {
            return fault;
        }
        target.addJoined(VIA, responses.fields(), VIA_1);
        if (responseHead.status() >= FIRST_FINAL_STATUS && responseHead.find(KnownField.DATE) < 0) {
            target.add(DATE, date);
        }
        change.addTo(target);
        return target.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }
}
