package dev.tare.io.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * What a reader made of a connection's bytes that came in certain pieces, after which the
 * connection was closed.
 *
 * @param message what was read; empty when it was refused or cut short
 * @param fault the reader's words
 */
record Reading(Optional<MessageOracle.Message> message, String fault) {

    private static final MemorySegment SCRATCH = Arena.global().allocate(256 * 1024);
    private static final int OFFSET = 3;

    /** Bytes that lie at the very end of their segment; the piece before it is overwritten. */
    private static MemorySegment piece(byte[] bytes, int from, int to) {
        MemorySegment piece = SCRATCH.asSlice(0, OFFSET + to - from);
        SCRATCH.asSlice(0, Math.min(SCRATCH.byteSize(), OFFSET + bytes.length)).fill((byte) '5');
        MemorySegment.copy(bytes, from, piece, ValueLayout.JAVA_BYTE, OFFSET, to - from);
        return piece;
    }

    /** Reads one request from pieces that end at these positions, the last one at the end. */
    static Reading request(byte[] bytes, int... ends) {
        Http1RequestReader reader = new Http1RequestReader();
        StringBuilder body = new StringBuilder();
        int consumed = 0;
        for (int end : ends) {
            int left = end - consumed;
            MemorySegment piece = piece(bytes, consumed, end);
            int n = reader.read(piece, OFFSET, left, (b, o, l) -> body.append(Bytes.text(b, o, l)));
            consumed += checked(n, left, reader.state() == Http1RequestReader.State.COMPLETE);
            if (n < left) {
                break;
            }
        }
        reader.end();
        if (reader.state() != Http1RequestReader.State.COMPLETE) {
            return new Reading(Optional.empty(), reader.fault());
        }
        int head = (int) reader.headBytes();
        checkLength(reader.bodyBytes(), body);
        return of(0, reader.framing(), reader.keepAlive(), head, body, consumed);
    }

    /** Reads one answer from pieces that end at these positions, the last one at the end. */
    static Reading response(byte[] bytes, HttpMethod method, int... ends) {
        Http1ResponseReader reader = new Http1ResponseReader();
        reader.begin(method);
        StringBuilder body = new StringBuilder();
        int consumed = 0;
        for (int end : ends) {
            int left = end - consumed;
            MemorySegment piece = piece(bytes, consumed, end);
            int n = reader.read(piece, OFFSET, left, (b, o, l) -> body.append(Bytes.text(b, o, l)));
            consumed += checked(n, left, reader.state() == Http1ResponseReader.State.COMPLETE);
            if (n < left) {
                break;
            }
        }
        reader.end();
        if (reader.state() != Http1ResponseReader.State.COMPLETE) {
            return new Reading(Optional.empty(), reader.fault());
        }
        int head = (int) reader.headBytes();
        checkLength(reader.bodyBytes(), body);
        return of(reader.status(), reader.framing(), reader.keepAlive(), head, body, consumed);
    }

    /** Positions that cut a number of bytes into pieces, at random. */
    static int[] cuts(Random random, int length) {
        int inner = random.nextInt(4);
        int[] ends =
                random.ints(inner, 0, length + 1).sorted().distinct().filter(e -> e > 0).toArray();
        int[] all = Arrays.copyOf(ends, ends.length + 1);
        all[ends.length] = length;
        return all;
    }

    private static int checked(int consumed, int left, boolean complete) {
        if (consumed < 0 || consumed > left || (consumed < left && !complete)) {
            throw new AssertionError("consumed %d of %d".formatted(consumed, left));
        }
        return consumed;
    }

    private static void checkLength(long bodyBytes, StringBuilder body) {
        if (bodyBytes != body.length()) {
            throw new AssertionError(
                    "%d bytes of body, not %d".formatted(bodyBytes, body.length()));
        }
    }

    private static Reading of(
            int status,
            BodyFraming framing,
            boolean keepAlive,
            int headBytes,
            StringBuilder body,
            int end) {
        return new Reading(
                Optional.of(
                        new MessageOracle.Message(
                                status, framing, keepAlive, headBytes, body.toString(), end)),
                "");
    }
}
