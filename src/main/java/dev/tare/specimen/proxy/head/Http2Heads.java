package dev.tare.specimen.proxy.head;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.KnownField;
import dev.tare.io.wire.forward.HeadFault;
import dev.tare.io.wire.forward.Http2ToHttp2;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.filter.FilterAnswer;
import dev.tare.specimen.proxy.filter.HeadEdits;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/**
 * Heads that pass from one HTTP/2 connection to another, with what {@link HeadRewriter} adds to
 * those of HTTP/1.1; and minivoy's own answers.
 *
 * <p>Thread-safety: one thread. Allocation: none, but for answers of minivoy's own.
 */
public final class Http2Heads {
    private static final byte[] VIA = ascii("via");
    private static final byte[] OWN_VIA = ascii("2 minivoy");
    private static final byte[] DATE = ascii("date");
    private static final byte[] FORWARDED_FOR = ascii("x-forwarded-for");
    private static final byte[] FORWARDED_PROTO = ascii("x-forwarded-proto");
    private static final byte[] REQUEST_ID = ascii("x-request-id");
    private static final byte[] MAX_FORWARDS = ascii("max-forwards");
    private static final byte[] CONTENT_TYPE = ascii("content-type");
    private static final byte[] CONTENT_LENGTH = ascii("content-length");
    private static final byte[] SERVER = ascii("server");
    private static final byte[] OWN_NAME = ascii("minivoy");
    private static final byte[] PLAIN_TEXT = ascii("text/plain");
    private static final byte[] GRPC = ascii("application/grpc");
    private static final byte[] GRPC_STATUS = ascii("grpc-status");
    private static final byte[] GRPC_MESSAGE = ascii("grpc-message");
    private static final byte[] TRACE = ascii("TRACE");
    private static final byte[] OPTIONS = ascii("OPTIONS");
    private static final byte[] HEAD = ascii("HEAD");
    private static final byte[][] IDEMPOTENT = {
        ascii("GET"), HEAD, ascii("PUT"), ascii("DELETE"), OPTIONS, TRACE
    };
    private static final int MAX_DIGITS = 9;
    private static final int REQUEST_ID_BYTES = 36;
    private static final int OK = 200;

    // Source: gRPC, Status codes and their use; HTTP to gRPC status code mapping.
    private static final int GRPC_UNKNOWN = 2;
    private static final int GRPC_DEADLINE_EXCEEDED = 4;
    private static final int GRPC_PERMISSION_DENIED = 7;
    private static final int GRPC_RESOURCE_EXHAUSTED = 8;
    private static final int GRPC_UNIMPLEMENTED = 12;
    private static final int GRPC_INTERNAL = 13;
    private static final int GRPC_UNAVAILABLE = 14;
    private static final int GRPC_UNAUTHENTICATED = 16;

    private final RequestIds requestIds;
    private final Additions scratch;
    private final HeadEditing editing = new HeadEditing();

    /**
     * Heads of one loop.
     *
     * @param requestIds names for requests that have none
     */
    Http2Heads(Arena arena, RequestIds requestIds) {
        this.requestIds = requestIds;
        scratch = new Additions(arena, REQUEST_ID_BYTES);
    }

    /**
     * Puts together the request that is sent on.
     *
     * @param forwarded what it is told of the way it came
     * @param to where it goes
     * @param edits of its fields
     * @param rewrite of its target
     * @param target filled anew; of no use when there is a fault
     */
    public HeadFault request(
            Http2Fields head,
            Forwarded forwarded,
            Destination to,
            HeadEdits edits,
            TargetRewrite rewrite,
            HeadFields target) {
        HeadEditing change = editing.of(edits, rewrite);
        long hops = hopsLeft(head);
        boolean told = !forwarded.isNothing();
        long leftOut = KnownField.setOf(KnownField.VIA);
        if (told) {
            leftOut |= KnownField.setOf(KnownField.X_FORWARDED_FOR);
        }
        if (hops > 0) {
            leftOut |= KnownField.setOf(KnownField.MAX_FORWARDS);
        }
        HeadFault fault =
                Http2ToHttp2.request(head, to.scheme(), to.authority(), leftOut, change, target);
        if (fault != HeadFault.NONE) {
            return fault;
        }
        target.addJoined(VIA, head, OWN_VIA);
        if (told) {
            addForwarded(head, forwarded, change, requestIds, scratch, target);
        }
        if (hops > 0) {
            target.add(MAX_FORWARDS, hops - 1);
        }
        change.addTo(target);
        return target.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    /** Adds what a request is told of its way; {@code scratch} has room for a name. */
    static void addForwarded(
            FieldsView head,
            Forwarded forwarded,
            HeadEditing change,
            RequestIds names,
            Additions scratch,
            HeadFields target) {
        if (change.drops(FORWARDED_FOR)) {
            target.add(FORWARDED_FOR, forwarded.address());
        } else {
            target.addJoined(FORWARDED_FOR, head, forwarded.address());
        }
        if (!keepsForwardedProto(head, change)) {
            target.add(FORWARDED_PROTO, forwarded.protocol());
        }
        if (!isNamed(head)) {
            scratch.clear();
            names.add(scratch);
            target.add(REQUEST_ID, scratch.bytes(), 0, scratch.length());
        }
    }

    /** Whether a request says by which protocol its client came, and that passes. */
    static boolean keepsForwardedProto(FieldsView head, HeadEditing change) {
        return head.find(FORWARDED_PROTO, FieldsView.NONE) != FieldsView.NONE
                && !change.drops(FORWARDED_PROTO);
    }

    /** Whether a request brings a name of its own. */
    static boolean isNamed(FieldsView head) {
        return requestId(head) != FieldsView.NONE;
    }

    /** The field that names a request, or {@link FieldsView#NONE}. */
    public static int requestId(FieldsView head) {
        return head.find(REQUEST_ID, FieldsView.NONE);
    }

    /**
     * Puts together the response that is sent on, an informational one too.
     *
     * @param date for a final response without one
     * @param edits of its fields
     * @param target filled anew; of no use when there is a fault
     */
    public HeadFault response(Http2Fields head, byte[] date, HeadEdits edits, HeadFields target) {
        HeadEditing change = editing.of(edits);
        long leftOut = KnownField.setOf(KnownField.VIA);
        HeadFault fault = Http2ToHttp2.response(head, leftOut, change, target);
        if (fault != HeadFault.NONE) {
            return fault;
        }
        target.addJoined(VIA, head, OWN_VIA);
        if (head.status() >= OK && head.find(DATE) == Http2Fields.NONE) {
            target.add(DATE, date);
        }
        change.addTo(target);
        return target.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    /**
     * Puts together the head of minivoy's own answer, whose body is {@link #localBody}.
     *
     * @param target filled anew
     */
    public static void local(int status, byte[] date, int bodyBytes, HeadFields target) {
        target.clear().status(status).add(SERVER, OWN_NAME).add(DATE, date);
        target.add(CONTENT_TYPE, PLAIN_TEXT).add(CONTENT_LENGTH, bodyBytes);
    }

    /**
     * Puts together the head of a filter's answer, whose body is {@link FilterAnswer#body}.
     *
     * @param target filled anew
     */
    public static void denied(FilterAnswer answer, byte[] date, HeadFields target) {
        local(answer.status(), date, answer.body().length, target);
        for (int i = 0; i < answer.fieldCount(); i++) {
            byte[] value = answer.fieldValue(i);
            if (value == null) {
                target.add(answer.fieldName(i), answer.fieldNumber(i));
            } else {
                target.add(answer.fieldName(i), value);
            }
        }
    }

    /** Says what went wrong. */
    public static byte[] localBody(int status, ProxyError error) {
        return ascii(status + " " + error.jsonName() + "\n");
    }

    /**
     * The same for a gRPC client: all of the answer is in its head, whose status is 200.
     *
     * @param status that another client would get
     * @param target filled anew
     */
    public static void localGrpc(int status, ProxyError error, byte[] date, HeadFields target) {
        target.clear().status(OK).add(SERVER, OWN_NAME).add(DATE, date);
        target.add(CONTENT_TYPE, GRPC).add(GRPC_STATUS, grpcStatus(status, error));
        target.add(GRPC_MESSAGE, ascii(error.jsonName()));
    }

    private static int grpcStatus(int status, ProxyError error) {
        return switch (error) {
            case UPSTREAM_TIMEOUT, STREAM_TIMEOUT, REQUEST_TIMEOUT, ROUTE_TIMEOUT ->
                    GRPC_DEADLINE_EXCEEDED;
            case BAD_REQUEST, REQUEST_HEAD_TOO_LARGE -> GRPC_INTERNAL;
            case METHOD_NOT_SUPPORTED, NO_HOPS_LEFT -> GRPC_UNIMPLEMENTED;
            case REQUEST_TOO_LARGE, RESPONSE_TOO_LARGE -> GRPC_RESOURCE_EXHAUSTED;
            default -> grpcStatus(status);
        };
    }

    private static int grpcStatus(int status) {
        return switch (status) {
            case 400 -> GRPC_INTERNAL;
            case 401 -> GRPC_UNAUTHENTICATED;
            case 403 -> GRPC_PERMISSION_DENIED;
            case 404, 501 -> GRPC_UNIMPLEMENTED;
            case 429, 502, 503, 504 -> GRPC_UNAVAILABLE;
            default -> GRPC_UNKNOWN;
        };
    }

    /**
     * Puts together the head of a route's own answer, whose body is {@link RouteAnswer#body}.
     *
     * @param target filled anew
     */
    public static void routed(RouteAnswer answer, byte[] date, HeadFields target) {
        target.clear().status(answer.status()).add(SERVER, OWN_NAME).add(DATE, date);
        answer.addFields(target);
    }

    /** The same for a gRPC client, who cannot read another answer than a status. */
    public static void routedGrpc(RouteAnswer answer, byte[] date, HeadFields target) {
        target.clear().status(OK).add(SERVER, OWN_NAME).add(DATE, date);
        target.add(CONTENT_TYPE, GRPC).add(GRPC_STATUS, grpcStatus(answer.status()));
    }

    /** Whether a request is one of gRPC, whose client reads its status from trailers. */
    public static boolean isGrpc(FieldsView head) {
        int field = head.find(CONTENT_TYPE, FieldsView.NONE);
        if (field == FieldsView.NONE || head.valueLength(field) < GRPC.length) {
            return false;
        }
        long start = head.valueOffset(field);
        for (int i = 0; i < GRPC.length; i++) {
            if (head.bytes().get(ValueLayout.JAVA_BYTE, start + i) != GRPC[i]) {
                return false;
            }
        }
        if (head.valueLength(field) == GRPC.length) {
            return true;
        }
        byte next = head.bytes().get(ValueLayout.JAVA_BYTE, start + GRPC.length);
        return next == '+' || next == ';';
    }

    /** Whether only the head of the response is asked for. */
    public static boolean isHead(Http2Fields head) {
        return head.valueEquals(head.method(), HEAD);
    }

    /** Source: RFC 9110, section 9.2.2. */
    public static boolean isIdempotent(Http2Fields head) {
        for (byte[] method : IDEMPOTENT) {
            if (head.valueEquals(head.method(), method)) {
                return true;
            }
        }
        return false;
    }

    /** How often a request may still be forwarded; see {@link HeadRewriter#hopsLeft}. */
    public static long hopsLeft(Http2Fields head) {
        int field = head.find(MAX_FORWARDS);
        boolean counts =
                field != Http2Fields.NONE
                        && (head.valueEquals(head.method(), TRACE)
                                || head.valueEquals(head.method(), OPTIONS));
        if (!counts) {
            return HeadRewriter.ANY_HOPS;
        }
        int length = Math.min(head.valueLength(field), MAX_DIGITS);
        long hops = 0;
        for (int i = 0; i < head.valueLength(field); i++) {
            int digit = head.bytes().get(ValueLayout.JAVA_BYTE, head.valueOffset(field) + i) - '0';
            if (digit < 0 || digit > 9) {
                return HeadRewriter.ANY_HOPS;
            }
            hops = i < length ? hops * 10 + digit : hops;
        }
        return length == 0 ? HeadRewriter.ANY_HOPS : hops;
    }
}
