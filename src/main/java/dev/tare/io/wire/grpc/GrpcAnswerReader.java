package dev.tare.io.wire.grpc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Reads what head and trailers of an answer say of its end.
 *
 * <p>The fields of the head and those of the trailers are given in the order of their arrival; an
 * answer of one header block only ("Trailers-Only") is no special case. HTTP/2 field names are
 * lower-case.
 *
 * <p>Thread-safety: none; it belongs to the thread of its connection. Allocation: none but in
 * {@link #message}. Source: "gRPC over HTTP2", doc/PROTOCOL-HTTP2.md of grpc/grpc, Responses.
 */
public final class GrpcAnswerReader {
    /** How much of {@code grpc-message} is kept, before percent-decoding. */
    public static final int MAX_MESSAGE_BYTES = 1024;

    private static final byte[] HTTP_STATUS = latin(":status");
    private static final byte[] CONTENT_TYPE = latin("content-type");
    private static final byte[] GRPC_STATUS = latin("grpc-status");
    private static final byte[] GRPC_MESSAGE = latin("grpc-message");
    private static final byte[] GRPC_ENCODING = latin("grpc-encoding");
    private static final byte[] GRPC_TYPE = latin("application/grpc");
    private static final byte[] GZIP = latin("gzip");
    private static final byte[] IDENTITY = latin("identity");
    private static final int MAX_STATUS_DIGITS = 9;
    private static final int MALFORMED = -1;
    private static final int OK_STATUS = 200;

    private final byte[] message = new byte[MAX_MESSAGE_BYTES];
    private int messageBytes;
    private int httpStatus;
    private boolean grpcType;
    private boolean statusSeen;
    private int statusCode;
    private GrpcEncoding encoding = GrpcEncoding.IDENTITY;

    /** Begins an answer. */
    public void begin() {
        messageBytes = 0;
        httpStatus = 0;
        grpcType = false;
        statusSeen = false;
        statusCode = 0;
        encoding = GrpcEncoding.IDENTITY;
    }

    /**
     * Takes a field line of head or trailers, decompressed. A field that is none of gRPC's is
     * passed over. Of two {@code grpc-status} that differ the answer is malformed.
     *
     * @param nameOffset of its first byte in {@code names}
     * @param nameLength bytes, 0 or more
     * @param valueOffset of its first byte in {@code values}
     * @param valueLength bytes, 0 or more
     */
    public void field(
            MemorySegment names,
            long nameOffset,
            int nameLength,
            MemorySegment values,
            long valueOffset,
            int valueLength) {
        // The lengths tell the five names apart.
        switch (nameLength) {
            case 7 -> {
                if (equal(HTTP_STATUS, names, nameOffset, nameLength)) {
                    httpStatus = decimal(values, valueOffset, valueLength);
                }
            }
            case 11 -> {
                if (equal(GRPC_STATUS, names, nameOffset, nameLength)) {
                    status(decimal(values, valueOffset, valueLength));
                }
            }
            case 12 -> {
                if (equal(GRPC_MESSAGE, names, nameOffset, nameLength)) {
                    keep(values, valueOffset, valueLength);
                } else if (equal(CONTENT_TYPE, names, nameOffset, nameLength)) {
                    grpcType = isGrpcType(values, valueOffset, valueLength);
                }
            }
            case 13 -> {
                if (equal(GRPC_ENCODING, names, nameOffset, nameLength)) {
                    encoding = encoding(values, valueOffset, valueLength);
                }
            }
            default -> {}
        }
    }

    /** How messages are compressed, as the head says. */
    public GrpcEncoding encoding() {
        return encoding;
    }

    /** The HTTP status; 0 before it was seen, -1 where it was no number. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the answer's type is {@code application/grpc}, with or without a subtype. */
    public boolean isGrpc() {
        return grpcType;
    }

    /** Whether the answer says itself, by {@code grpc-status}, how it ended. */
    public boolean saysStatus() {
        return statusSeen;
    }

    /**
     * How the call ended, once head and trailers are here: as {@code grpc-status} says, else as the
     * HTTP status implies. One that is malformed, or none of the 17, is {@link GrpcStatus#UNKNOWN}.
     */
    public GrpcStatus status() {
        if (statusSeen) {
            return GrpcStatus.of(statusCode);
        }
        return GrpcStatus.ofHttpStatus(httpStatus);
    }

    /** What is wrong with the answer as gRPC, in words; else empty. A failed call has no fault. */
    public String fault() {
        if (httpStatus != OK_STATUS) {
            return "the HTTP status is not 200";
        }
        if (!grpcType) {
            return "the content type is not application/grpc";
        }
        if (!statusSeen) {
            return "there is no grpc-status";
        }
        return statusCode == MALFORMED ? "the grpc-status is no number, or two that differ" : "";
    }

    /**
     * {@code grpc-message}, decoded, its first {@link #MAX_MESSAGE_BYTES}; empty where none came.
     */
    public String message() {
        return decode(message, messageBytes);
    }

    /**
     * Undoes the percent-encoding of {@code grpc-message}; what is not well encoded stands as it
     * is, and what is not UTF-8 is replaced, for a message must never be lost to an error in it.
     */
    public static String decode(byte[] encoded, int length) {
        byte[] decoded = new byte[length];
        int n = 0;
        for (int i = 0; i < length; i++) {
            if (encoded[i] == '%' && i + 2 < length) {
                int high = Character.digit(encoded[i + 1], 16);
                int low = Character.digit(encoded[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    decoded[n++] = (byte) (high << 4 | low);
                    i += 2;
                    continue;
                }
            }
            decoded[n++] = encoded[i];
        }
        return new String(decoded, 0, n, StandardCharsets.UTF_8);
    }

    private void status(int code) {
        statusCode = statusSeen && statusCode != code ? MALFORMED : code;
        statusSeen = true;
    }

    private void keep(MemorySegment values, long offset, int length) {
        messageBytes = Math.min(length, MAX_MESSAGE_BYTES);
        MemorySegment.copy(values, ValueLayout.JAVA_BYTE, offset, message, 0, messageBytes);
    }

    private static GrpcEncoding encoding(MemorySegment values, long offset, int length) {
        if (equal(IDENTITY, values, offset, length)) {
            return GrpcEncoding.IDENTITY;
        }
        return equal(GZIP, values, offset, length) ? GrpcEncoding.GZIP : GrpcEncoding.OTHER;
    }

    /** {@code application/grpc}, alone or with {@code +proto}, {@code ;…} behind it. */
    private static boolean isGrpcType(MemorySegment values, long offset, int length) {
        if (length < GRPC_TYPE.length || !equal(GRPC_TYPE, values, offset, GRPC_TYPE.length)) {
            return false;
        }
        if (length == GRPC_TYPE.length) {
            return true;
        }
        byte next = values.get(ValueLayout.JAVA_BYTE, offset + GRPC_TYPE.length);
        return next == '+' || next == ';' || next == ' ';
    }

    private static int decimal(MemorySegment values, long offset, int length) {
        if (length < 1 || length > MAX_STATUS_DIGITS) {
            return MALFORMED;
        }
        int number = 0;
        for (int i = 0; i < length; i++) {
            int digit = values.get(ValueLayout.JAVA_BYTE, offset + i) - '0';
            if (digit < 0 || digit > 9) {
                return MALFORMED;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static boolean equal(byte[] expected, MemorySegment buffer, long offset, int length) {
        if (length != expected.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer.get(ValueLayout.JAVA_BYTE, offset + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
