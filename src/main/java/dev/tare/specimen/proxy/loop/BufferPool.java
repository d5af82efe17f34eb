package dev.tare.specimen.proxy.loop;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Native buffers of a few sizes, used again and again, for what cannot be passed on at once.
 *
 * <p>Thread-safety: one thread. Allocation: when more are in use than ever before.
 */
public final class BufferPool {
    /** No buffer is smaller. */
    public static final int MIN_BYTES = 4 * 1024;

    static final int MAX_BYTES = 512 * 1024;

    private static final int MIN_SHIFT = Integer.numberOfTrailingZeros(MIN_BYTES);
    private static final int SIZES = Integer.numberOfTrailingZeros(MAX_BYTES) - MIN_SHIFT + 1;

    private final Arena arena;
    private final ArrayDeque<MemorySegment>[] free;

    @SuppressWarnings({"unchecked", "rawtypes"}) // There is no other way to an array of these.
    BufferPool(Arena arena) {
        this.arena = arena;
        free = new ArrayDeque[SIZES];
        for (int i = 0; i < SIZES; i++) {
            free[i] = new ArrayDeque<>();
        }
    }

    /**
     * A buffer of at least {@code bytes}, with any content.
     *
     * @param bytes 1 to {@link #MAX_BYTES}
     */
    public MemorySegment take(int bytes) {
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a buffer of %d bytes: %d is the most".formatted(bytes, MAX_BYTES));
        }
        int size = sizeOf(bytes);
        MemorySegment buffer = free[size].poll();
        return buffer == null ? arena.allocate(1L << (size + MIN_SHIFT)) : buffer;
    }

    /** Takes a buffer back; {@link MemorySegment#NULL} is none. */
    public void giveBack(MemorySegment buffer) {
        if (buffer.byteSize() > 0) {
            free[sizeOf((int) buffer.byteSize())].push(buffer);
        }
    }

    private static int sizeOf(int bytes) {
        return Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1) - MIN_SHIFT);
    }
}
