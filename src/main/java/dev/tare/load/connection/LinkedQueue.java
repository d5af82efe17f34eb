package dev.tare.load.connection;

import org.jspecify.annotations.Nullable;

/**
 * A queue that is linked through its elements, each of which stands in one queue at most.
 *
 * <p>Allocation: none after construction.
 */
public final class LinkedQueue<E extends Linked<E>> {
    private @Nullable E first;
    private @Nullable E last;
    private int size;

    /** Who came first; null if nobody is there. */
    public @Nullable E first() {
        return first;
    }

    /** Who came last; null if nobody is there. */
    public @Nullable E last() {
        return last;
    }

    /** How many stand in it. */
    public int size() {
        return size;
    }

    /** Whether nobody stands in it. */
    public boolean isEmpty() {
        return first == null;
    }

    /** Puts an element at the end; it stands in no queue. */
    public void addLast(E added) {
        insertAfter(last, added);
    }

    /** The first element, out of the queue. */
    public @Nullable E removeFirst() {
        E removed = first;
        if (removed != null) {
            remove(removed);
        }
        return removed;
    }

    /** Puts an element behind another one of the queue; behind none: at the begin. */
    public void insertAfter(@Nullable E before, E added) {
        assert added.queue == null : "an element stands in one queue at most";
        E after = before == null ? first : before.next;
        added.previous = before;
        added.next = after;
        if (before == null) {
            first = added;
        } else {
            before.next = added;
        }
        if (after == null) {
            last = added;
        } else {
            after.previous = added;
        }
        added.queue = this;
        size++;
    }

    /** Takes an element of this queue out of it. */
    public void remove(E removed) {
        assert removed.queue == this : "the element stands in another queue";
        E before = removed.previous;
        E after = removed.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        removed.previous = null;
        removed.next = null;
        removed.queue = null;
        size--;
    }
}
