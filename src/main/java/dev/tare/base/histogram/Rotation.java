package dev.tare.base.histogram;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands recorders from the one thread that writes them to the one thread that reads them, whole:
 * the writer fills the active one, at the end of an interval it takes an empty one from the pool
 * and passes the full one on; the reader gives it back emptied. Nothing is ever lost: as long as
 * the pool is empty the writer goes on filling the active one.
 *
 * <p>Thread-safety: {@link #active}, {@link #rotate} and {@link #finish} belong to the writer,
 * {@link #poll} and {@link #giveBack} to the reader; those two threads may differ.
 *
 * <p>Allocation: none after construction. Recording costs no atomic operation; a rotation costs
 * two.
 *
 * @param <R> a recorder, such as a histogram or a set of them
 */
public final class Rotation<R> {
    private static final int MIN_SIZE = 2;

    private final Ring<R> full;
    private final Ring<R> spare;
    private @Nullable R active;

    /**
     * Makes all recorders at once.
     *
     * @param size recorders in all, at least 2: one is written while one is read
     * @param source makes a recorder that is empty
     */
    public Rotation(int size, Supplier<R> source) {
        if (size < MIN_SIZE) {
            throw new IllegalArgumentException(
                    "rotation of %d recorders, must be at least %d".formatted(size, MIN_SIZE));
        }
        full = new Ring<>(size);
        spare = new Ring<>(size);
        active = source.get();
        for (int i = 1; i < size; i++) {
            spare.offer(source.get());
        }
    }

    /**
     * The recorder that the writer writes.
     *
     * @throws IllegalStateException after {@link #finish}
     */
    public R active() {
        R recorder = active;
        if (recorder == null) {
            throw new IllegalStateException("this rotation is finished");
        }
        return recorder;
    }

    /**
     * Passes the active recorder on, if an empty one is there to take its place.
     *
     * @return whether there was; if not, the active one stays
     */
    public boolean rotate() {
        R next = spare.poll();
        if (next == null) {
            return false;
        }
        full.offer(active());
        active = next;
        return true;
    }

    /** Passes the active recorder on, for good. */
    public void finish() {
        full.offer(active());
        active = null;
    }

    /**
     * Begins anew after {@link #finish}, once all recorders have been given back and the reader and
     * the former writer are done.
     *
     * @throws IllegalStateException when it is not finished, or a recorder is missing
     */
    public void restart() {
        if (active != null || !spare.isFull()) {
            throw new IllegalStateException("this rotation is in use");
        }
        active = spare.poll();
    }

    /** The oldest recorder passed on, or null when there is none. */
    public @Nullable R poll() {
        return full.poll();
    }

    /** Takes back a recorder that {@link #poll} returned and the reader has emptied. */
    public void giveBack(R recorder) {
        spare.offer(recorder);
    }

    /**
     * A queue between one producer and one consumer that holds as many elements as there are
     * recorders, and so is never full.
     */
    private static final class Ring<E> {
        private final AtomicReferenceArray<@Nullable E> slots;
        private int head;
        private int tail;

        Ring(int size) {
            slots = new AtomicReferenceArray<>(size);
        }

        void offer(E element) {
            if (slots.getAcquire(tail) != null) {
                throw new IllegalStateException("more recorders given back than there are");
            }
            slots.setRelease(tail, element);
            tail = (tail + 1) % slots.length();
        }

        boolean isFull() {
            return slots.getAcquire(tail) != null;
        }

        @Nullable E poll() {
            E element = slots.getAcquire(head);
            if (element != null) {
                slots.setRelease(head, null);
                head = (head + 1) % slots.length();
            }
            return element;
        }
    }
}
