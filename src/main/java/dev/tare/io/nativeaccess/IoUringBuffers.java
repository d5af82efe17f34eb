package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The buffers that a {@link LinuxIoUring} receives into: the kernel takes one when data is there.
 *
 * <p>Where the kernel can (Linux 6.12), each is filled piece by piece, from its start to its end,
 * before the next one is begun: then a few long buffers serve both short and long pieces. Elsewhere
 * every piece takes a buffer of its own, however short it is: then there are more and shorter ones.
 *
 * <p>Before each buffer lie {@link Sizes#headroomBytes} that are never received into. A piece in
 * the middle of a buffer has the pieces before it in that place, which have been handed out by
 * then: completions come in the order in which the buffer was filled.
 *
 * <p>Thread-safety, allocation: as of {@link LinuxIoUring}.
 *
 * <p>Source: {@code struct io_uring_buf_ring} of {@code linux/io_uring.h}.
 */
public final class IoUringBuffers {
    private static final int REGISTER_PBUF_RING = 22;
    private static final int INCREMENTAL = 2;
    private static final int ENTRY_BYTES = 16;
    private static final int REGISTRATION_BYTES = 40;
    private static final int TAIL_AT = 14;
    private static final int PAGE_BYTES = 4096;
    private static final int HAS_BUFFER = 1;
    private static final VarHandle SHARED_SHORT = JAVA_SHORT.varHandle();

    /**
     * How many buffers there are, and how long.
     *
     * @param headroomBytes before each
     * @param longCount how many, where they are filled piece by piece; a power of two, or 0: they
     *     never are
     * @param longBytes the length of those
     * @param shortCount how many, where every piece takes one; a power of two
     * @param shortBytes the length of those
     */
    public record Sizes(
            int headroomBytes, int longCount, int longBytes, int shortCount, int shortBytes) {
        public Sizes {
            if (Integer.bitCount(longCount) > 1 || Integer.bitCount(shortCount) != 1) {
                throw new IllegalArgumentException(
                        "%d and %d buffers: both must be powers of two"
                                .formatted(longCount, shortCount));
            }
        }
    }

    private final Sizes sizes;
    private final MemorySegment ring;
    private final MemorySegment registration;
    private final Arena arena;
    private MemorySegment memory = MemorySegment.NULL;
    private boolean incremental;
    private int count;
    private int bytes;
    private int[] used = {};
    private short tail;

    IoUringBuffers(Arena arena, Sizes sizes) {
        this.arena = arena;
        this.sizes = sizes;
        int most = Math.max(sizes.longCount(), sizes.shortCount());
        ring = arena.allocate((long) most * ENTRY_BYTES, PAGE_BYTES);
        registration = arena.allocate(REGISTRATION_BYTES, Long.BYTES);
    }

    /** Tells the kernel of the buffers, in the better of the two ways that it knows. */
    int register(MemorySegment callState, int uring) {
        int result =
                sizes.longCount() == 0
                        ? -LinuxErrno.EINVAL
                        : register(callState, uring, INCREMENTAL, sizes.longCount());
        incremental = result >= 0;
        if (result == -LinuxErrno.EINVAL) {
            result = register(callState, uring, 0, sizes.shortCount());
        }
        if (result < 0) {
            return result;
        }
        count = incremental ? sizes.longCount() : sizes.shortCount();
        bytes = incremental ? sizes.longBytes() : sizes.shortBytes();
        used = new int[count];
        memory = arena.allocate((long) count * stride(), PAGE_BYTES);
        for (int i = 0; i < count; i++) {
            offer(i);
        }
        return 0;
    }

    private int register(MemorySegment callState, int uring, int flags, int entries) {
        registration.fill((byte) 0);
        registration.set(JAVA_LONG, 0, ring.address());
        registration.set(JAVA_INT, 8, entries);
        registration.set(JAVA_SHORT, 14, (short) flags);
        return UringCalls.register(callState, uring, REGISTER_PBUF_RING, registration.address(), 1);
    }

    private long stride() {
        return (long) sizes.headroomBytes() + bytes;
    }

    private void offer(int number) {
        long at = (long) (tail & (count - 1)) * ENTRY_BYTES;
        long start = number * stride() + sizes.headroomBytes();
        used[number] = 0;
        ring.set(JAVA_LONG, at, memory.address() + start);
        ring.set(JAVA_INT, at + 8, bytes);
        ring.set(JAVA_SHORT, at + 12, (short) number);
        // The tail lies where the first entry has two bytes to spare.
        tail++;
        SHARED_SHORT.setRelease(ring, (long) TAIL_AT, tail);
    }

    /** All of the buffers, one after the other. */
    public MemorySegment memory() {
        return memory;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Whether they are filled piece by piece. */
    public boolean isIncremental() {
        return incremental;
    }

    /** The bytes that can be received before one has to be given back. */
    public int roomBytes() {
        return count * bytes;
    }

    /** Whether a completion with these flags has put something into a buffer. */
    public static boolean isFilled(int flags) {
        return (flags & HAS_BUFFER) != 0;
    }

    /**
     * Where the piece of a completion lies in {@link #memory}.
     *
     * @param flags of a completion that {@link #isFilled}
     * @param length its result
     */
    public long take(int flags, int length) {
        int number = flags >>> 16;
        long start = number * stride() + sizes.headroomBytes() + used[number];
        used[number] += Math.max(length, 0);
        return start;
    }

    /** The piece is done with; gives the buffer back to the kernel where it is used up. */
    public void giveBack(int flags) {
        int number = flags >>> 16;
        if (!incremental || used[number] == bytes) {
            offer(number);
        }
    }
}
