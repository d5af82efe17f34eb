package dev.tare.specimen.proxy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyQueueTest {
    private static final int MAX_PIECE_BYTES = 20_000;
    private static final int MAX_HELD_BYTES = 64 * 1024;

    private final Arena arena = Arena.ofAuto();
    private final BufferPool buffers = new BufferPool(arena);
    private final BodyQueue queue = new BodyQueue(buffers);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void bytesLeaveInTheOrderInWhichTheyCame(long seed) {
        Random random = new Random(seed);
        MemorySegment piece = arena.allocate(MAX_PIECE_BYTES);
        MemorySegment target = arena.allocate(MAX_HELD_BYTES);
        long came = 0;
        long left = 0;
        for (int i = 0; i < 3000; i++) {
            int length = Math.min(random.nextInt(MAX_PIECE_BYTES), MAX_HELD_BYTES - queue.length());
            for (int at = 0; at < length; at++) {
                piece.set(ValueLayout.JAVA_BYTE, at, byteAt(came + at));
            }
            queue.lend(piece, 0, length);
            came += length;
            for (int takes = random.nextInt(3); takes > 0; takes--) {
                left = take(random.nextInt(queue.length() + 1), target, left);
            }
            queue.keepRest();
            piece.fill((byte) 0);
            if (random.nextInt(4) == 0) {
                left = take(random.nextInt(queue.length() + 1), target, left);
            }
            assertThat(queue.length()).isEqualTo((int) (came - left));
        }
        assertThat(take(queue.length(), target, left)).isEqualTo(came);
        assertThat(queue.isEmpty()).isTrue();
    }

    private long take(int length, MemorySegment target, long left) {
        queue.take(target, 0, length);
        for (int at = 0; at < length; at++) {
            if (target.get(ValueLayout.JAVA_BYTE, at) != byteAt(left + at)) {
                throw new AssertionError("the byte at position " + (left + at) + " is wrong");
            }
        }
        return left + length;
    }

    private static byte byteAt(long position) {
        return (byte) (position * 31 + (position >>> 9));
    }

    @Test
    void itsBufferIsThePoolsWhenItIsEmpty() {
        MemorySegment piece = arena.allocate(10);
        queue.keep(piece, 0, 10);
        queue.take(piece, 0, 10);
        MemorySegment given = buffers.take(10);
        buffers.giveBack(given);
        queue.keep(piece, 0, 10);
        assertThat(buffers.take(10)).isNotEqualTo(given);
        queue.clear();
        assertThat(buffers.take(10)).isEqualTo(given);
    }
}
