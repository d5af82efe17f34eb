package dev.tare.specimen.proxy.loop;

import org.jspecify.annotations.Nullable;

/**
 * The waits of one kind: all last equally long, so the list is in the order of their ends, and a
 * wait begins, ends and begins anew in constant time.
 *
 * <p>Time comes in ticks: the loop counts them, and a wait that begins notes the number instead of
 * reading a clock. A wait of N ticks therefore lasts N to N + 1 of them.
 *
 * <p>Thread-safety: one thread. Allocation: none.
 */
public final class Deadlines {

    /** What can wait, in one list at a time. */
    public abstract static class Waiter {
        private @Nullable Deadlines list;
        private @Nullable Waiter previous;
        private @Nullable Waiter next;
        private long startTick;

        /** Ends the wait, if there is one. */
        public final void stopWaiting() {
            if (list != null) {
                list.unlink(this);
            }
        }

        /** The wait in the list has lasted too long; it is out of the list already. */
        public abstract void onDeadline(Deadlines expired);
    }

    private final long durationTicks;
    private @Nullable Waiter first;
    private @Nullable Waiter last;
    private int size;

    /**
     * Waits of {@code durationNs}, rounded up to ticks.
     *
     * @param durationNs 1 or more
     * @param tickNs length of a tick, 1 or more
     */
    public Deadlines(long durationNs, long tickNs) {
        durationTicks = Math.ceilDiv(durationNs, tickNs);
    }

    /** Whether nobody waits. */
    public boolean isEmpty() {
        return first == null;
    }

    /** How many wait. */
    public int size() {
        return size;
    }

    /** Whoever began to wait last. */
    public @Nullable Waiter last() {
        return last;
    }

    /** Begins a wait, or begins it anew; a wait in another list ends. */
    void start(Waiter waiter, long tick) {
        waiter.stopWaiting();
        waiter.startTick = tick;
        waiter.list = this;
        waiter.previous = last;
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
        size++;
    }

    /** Ends all waits that have lasted long enough at {@code tick}. */
    public void expire(long tick) {
        Waiter waiter = first;
        while (waiter != null && tick - waiter.startTick > durationTicks) {
            end(waiter);
            waiter = first;
        }
    }

    /** Ends all waits now; what is told so begins no new one here. */
    public void expireAll() {
        Waiter waiter = first;
        while (waiter != null) {
            end(waiter);
            waiter = first;
        }
    }

    private void end(Waiter waiter) {
        unlink(waiter);
        waiter.onDeadline(this);
    }

    private void unlink(Waiter waiter) {
        Waiter previous = waiter.previous;
        Waiter next = waiter.next;
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.previous = previous;
        }
        waiter.list = null;
        size--;
        waiter.previous = null;
        waiter.next = null;
    }
}
