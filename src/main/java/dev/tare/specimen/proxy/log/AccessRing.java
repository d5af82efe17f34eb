package dev.tare.specimen.proxy.log;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way from one loop to the access log's writer: of a fixed number, used in turn.
 *
 * <p>Thread-safety: one thread fills ({@link #next}, {@link #publish}), another one empties ({@link
 * #first}, {@link #release}). Neither waits for the other. Allocation: none, but that a line's room
 * for text grows to the longest text that it has held.
 */
final class AccessRing {
    /** Lines that can wait for the writer. */
    static final int CAPACITY = 4096;

    private final AccessLine[] lines = new AccessLine[CAPACITY];
    private final AtomicLong filled = new AtomicLong();
    private final AtomicLong emptied = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    AccessRing() {
        for (int i = 0; i < CAPACITY; i++) {
            lines[i] = new AccessLine();
        }
    }

    /** The line to fill next; null, and counted as dropped, when there is no room. */
    @Nullable AccessLine next() {
        long position = filled.getPlain();
        if (position - emptied.getAcquire() == CAPACITY) {
            dropped.setRelease(dropped.getPlain() + 1);
            return null;
        }
        return lines[(int) (position % CAPACITY)];
    }

    /** Hands over the line that {@link #next} has given. */
    void publish() {
        filled.setRelease(filled.getPlain() + 1);
    }

    /** The line that has waited longest; null if none does. */
    @Nullable AccessLine first() {
        long position = emptied.getPlain();
        return position == filled.getAcquire() ? null : lines[(int) (position % CAPACITY)];
    }

    /** Gives back the line that {@link #first} has given. */
    void release() {
        emptied.setRelease(emptied.getPlain() + 1);
    }

    /** Lines that found no room. */
    long dropped() {
        return dropped.getAcquire();
    }
}
