package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Checks the fields of a message, and reads what they mean for it.
 *
 * <p>Source: RFC 9113, sections 8.1.1, 8.2 and 8.3.
 */
final class HeadRules {
    /** What the fields are those of. */
    enum Role {
        REQUEST,
        RESPONSE,
        TRAILERS
    }

    /** What the checks return when nothing is wrong. */
    static final String WELL = "";

    private static final byte[] TRAILERS_VALUE = "trailers".getBytes(US_ASCII);
    private static final int STATUS_DIGITS = 3;
    private static final int MIN_STATUS = 100;
    private static final int MAX_LENGTH_DIGITS = 18;
    private static final int ABSENT = Http2Fields.NONE;

    private final int[] pseudo = new int[FieldKind.UNKNOWN_PSEUDO + 1];
    private long contentLength;

    /** What is wrong with the fields, in words, or {@link #WELL}. */
    String check(Http2Fields fields, Role role) {
        if (fields.tooLarge()) {
            return "more header fields than " + Http2Fields.MAX_FIELDS + ", or than 64 KiB of them";
        }
        Arrays.fill(pseudo, ABSENT);
        contentLength = ABSENT;
        boolean regular = false;
        for (int i = 0; i < fields.count(); i++) {
            int kind = fields.kind(i);
            boolean isPseudo = FieldKind.isPseudo(kind);
            if (isPseudo && (regular || pseudo[kind] != ABSENT)) {
                return "a pseudo-header field twice, or behind other fields";
            }
            if (isPseudo) {
                pseudo[kind] = i;
            } else {
                regular = true;
                String fault = checkRegular(fields, i, kind, role);
                if (!fault.isEmpty()) {
                    return fault;
                }
            }
        }
        return switch (role) {
            case REQUEST -> checkRequest(fields);
            case RESPONSE -> checkResponse(fields);
            case TRAILERS -> checkTrailers(fields);
        };
    }

    private String checkRegular(Http2Fields fields, int i, int kind, Role role) {
        return switch (kind) {
            case FieldKind.OTHER -> WELL;
            case FieldKind.CONTENT_LENGTH -> checkLength(fields, i);
            case FieldKind.CONNECTION_SPECIFIC -> "a connection-specific header field";
            case FieldKind.TE -> {
                boolean may = role == Role.REQUEST && fields.valueEquals(i, TRAILERS_VALUE);
                yield may ? WELL : "a header field te that is not \"trailers\"";
            }
            default -> "a header field's name or value holds what it must not";
        };
    }

    private String checkLength(Http2Fields fields, int i) {
        long length = number(fields, i);
        if (length < 0 || (contentLength != ABSENT && contentLength != length)) {
            return "content-length is no number, or two numbers";
        }
        contentLength = length;
        return WELL;
    }

    private static long number(Http2Fields fields, int i) {
        int digits = fields.valueEnd(i) - fields.valueStart(i);
        if (digits == 0 || digits > MAX_LENGTH_DIGITS) {
            return ABSENT;
        }
        MemorySegment bytes = fields.bytes();
        long value = 0;
        for (int p = fields.valueStart(i); p < fields.valueEnd(i); p++) {
            int digit = bytes.get(ValueLayout.JAVA_BYTE, p) - '0';
            if (digit < 0 || digit > 9) {
                return ABSENT;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private String checkResponse(Http2Fields fields) {
        int at = pseudo[FieldKind.STATUS];
        if (at == ABSENT) {
            return "an answer without :status";
        }
        if (hasRequestPseudo() || pseudo[FieldKind.UNKNOWN_PSEUDO] != ABSENT) {
            return "an answer with a pseudo-header field other than :status";
        }
        long status = number(fields, at);
        if (fields.valueEnd(at) - fields.valueStart(at) != STATUS_DIGITS || status < MIN_STATUS) {
            return ":status is no number from 100 to 999";
        }
        fields.meaning((int) status, contentLength);
        return WELL;
    }

    private String checkRequest(Http2Fields fields) {
        int method = pseudo[FieldKind.METHOD];
        int path = pseudo[FieldKind.PATH];
        if (method == ABSENT || path == ABSENT || pseudo[FieldKind.SCHEME] == ABSENT) {
            return "a request without :method, :scheme or :path";
        }
        if (pseudo[FieldKind.STATUS] != ABSENT || pseudo[FieldKind.UNKNOWN_PSEUDO] != ABSENT) {
            return "a request with a pseudo-header field that is not a request's";
        }
        if (fields.valueStart(path) == fields.valueEnd(path)
                || fields.valueStart(method) == fields.valueEnd(method)) {
            return "a request with an empty :method or :path";
        }
        fields.request(
                contentLength, method, pseudo[FieldKind.SCHEME], pseudo[FieldKind.AUTHORITY], path);
        return WELL;
    }

    private boolean hasRequestPseudo() {
        return pseudo[FieldKind.METHOD] != ABSENT
                || pseudo[FieldKind.SCHEME] != ABSENT
                || pseudo[FieldKind.AUTHORITY] != ABSENT
                || pseudo[FieldKind.PATH] != ABSENT;
    }

    private String checkTrailers(Http2Fields fields) {
        if (hasRequestPseudo()
                || pseudo[FieldKind.STATUS] != ABSENT
                || pseudo[FieldKind.UNKNOWN_PSEUDO] != ABSENT) {
            return "trailers with a pseudo-header field";
        }
        fields.meaning(0, ABSENT);
        return WELL;
    }
}
