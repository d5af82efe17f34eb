package dev.tare.lab.grpc;

import dev.tare.io.wire.grpc.GrpcFraming;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Requests, encoded before the load begins, so that the hot path only sends bytes. They are used in
 * turn: number n of the load is message n modulo {@link #count}.
 *
 * <p>Thread-safety: immutable; the arrays are shared and must not be written to.
 */
public final class GrpcMessages {
    /** The most messages that are prepared. */
    public static final int MAX_MESSAGES = 1_000_000;

    /** The most bytes that all of them take. */
    public static final long MAX_TOTAL_BYTES = 256L * 1024 * 1024;

    private final List<byte[]> framed;
    private final long totalBytes;

    private GrpcMessages(List<byte[]> framed, long totalBytes) {
        this.framed = List.copyOf(framed);
        this.totalBytes = totalBytes;
    }

    /**
     * Encodes a data set: one JSON value, several (one a line, say), or one array of them.
     *
     * @param json blank counts as one empty message
     * @throws GrpcException that names the message, counted from 1, and the place in it; also when
     *     there are none, or more than {@link #MAX_MESSAGES} or {@link #MAX_TOTAL_BYTES}
     */
    public static GrpcMessages parse(GrpcMethod method, String json) throws GrpcException {
        List<JsonNode> values = MessageJson.values(json);
        if (values.size() == 1 && values.getFirst().isArray()) {
            values = List.copyOf(values.getFirst().values());
        }
        if (values.isEmpty()) {
            throw new GrpcException("the array of messages is empty");
        }
        requireCount(values.size());
        Builder messages = new Builder(MAX_TOTAL_BYTES);
        for (int i = 0; i < values.size(); i++) {
            byte[] message;
            try {
                message = method.request().encode(values.get(i));
            } catch (GrpcException e) {
                throw values.size() == 1 ? e : numbered(i, values.size(), e);
            }
            messages.add(message);
        }
        return messages.build();
    }

    /**
     * Encodes a template: JSON of one message in which <code>{{seq}}</code> counts from 0, <code>
     * {{random}}</code> is a number from 0 to 2³¹−1, and <code>{{csv.name}}</code> is a column of
     * the rows, which are used in turn.
     *
     * @param rows name of column to value, with the same columns each; may be empty
     * @param count how many messages to prepare where the template counts or throws, 1 to {@link
     *     #MAX_MESSAGES}; else there are as many as there are different ones
     * @param seed of <code>{{random}}</code>
     * @throws GrpcException as {@link #parse} throws it, and when a place has another name
     */
    public static GrpcMessages fill(
            GrpcMethod method,
            String template,
            List<Map<String, String>> rows,
            int count,
            long seed)
            throws GrpcException {
        requireCount(count);
        MessageTemplate filled = MessageTemplate.parse(template, rows);
        int distinct = filled.distinct(count);
        requireCount(distinct);
        Builder messages = new Builder(MAX_TOTAL_BYTES);
        for (int i = 0; i < distinct; i++) {
            byte[] message;
            try {
                message = method.request().encode(filled.fill(i, seed));
            } catch (GrpcException e) {
                throw numbered(i, distinct, e);
            }
            messages.add(message);
        }
        return messages.build();
    }

    /** How many there are, 1 or more. */
    public int count() {
        return framed.size();
    }

    /**
     * One message with its gRPC prefix: the DATA of one request.
     *
     * @param index 0 to {@link #count} − 1
     */
    public byte[] framed(int index) {
        return framed.get(index);
    }

    /**
     * One message without its prefix.
     *
     * @param index 0 to {@link #count} − 1
     */
    public byte[] message(int index) {
        byte[] bytes = framed.get(index);
        return Arrays.copyOfRange(bytes, GrpcFraming.PREFIX_BYTES, bytes.length);
    }

    /** Bytes of all, prefixes included. */
    public long totalBytes() {
        return totalBytes;
    }

    private static void requireCount(int count) throws GrpcException {
        if (count < 1 || count > MAX_MESSAGES) {
            throw new GrpcException("%d messages must be 1 to %d".formatted(count, MAX_MESSAGES));
        }
    }

    private static GrpcException numbered(int index, int count, GrpcException e) {
        return new GrpcException(
                "message %d of %d: %s".formatted(index + 1, count, e.getMessage()), e);
    }

    /** Gathers messages up to a limit. */
    static final class Builder {
        private final List<byte[]> framed = new ArrayList<>();
        private final long maxTotalBytes;
        private long totalBytes;

        Builder(long maxTotalBytes) {
            this.maxTotalBytes = maxTotalBytes;
        }

        void add(byte[] message) throws GrpcException {
            totalBytes += GrpcFraming.PREFIX_BYTES + message.length;
            if (totalBytes > maxTotalBytes) {
                throw new GrpcException(
                        "the messages take more than %d bytes; use fewer or smaller ones"
                                .formatted(maxTotalBytes));
            }
            framed.add(GrpcFraming.frame(message));
        }

        GrpcMessages build() {
            return new GrpcMessages(framed, totalBytes);
        }
    }
}
