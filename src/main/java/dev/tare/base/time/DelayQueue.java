package dev.tare.base.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What waits for its time: a binary heap ordered by due time, then by arrival.
 *
 * <p>Thread-safety: one thread. Allocation: only when more entries wait than ever before.
 */
public final class DelayQueue {

    /** What can wait; it remembers its place in the heap, so that it can be taken out again. */
    public abstract static class Entry {
        private static final int NOT_QUEUED = -1;

        private int index = NOT_QUEUED;
        private long dueNs;
        private long sequence;

        /** Its time has come; it is no longer queued. */
        public abstract void onDue();

        /** Whether it waits. */
        public final boolean isQueued() {
            return index != NOT_QUEUED;
        }

        private boolean isBefore(Entry other) {
            long differenceNs = dueNs - other.dueNs;
            return differenceNs < 0 || (differenceNs == 0 && sequence < other.sequence);
        }
    }

    private static final int INITIAL_CAPACITY = 64;

    private @Nullable Entry[] heap = new @Nullable Entry[INITIAL_CAPACITY];
    private int size;
    private long nextSequence;

    /** How many wait. */
    public int size() {
        return size;
    }

    /** When the earliest entry is due; the queue is not empty. */
    public long earliestDueNs() {
        return at(0).dueNs;
    }

    /** Puts in an entry that is not queued. */
    public void add(Entry entry, long dueNs) {
        assert !entry.isQueued();
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        entry.dueNs = dueNs;
        entry.sequence = nextSequence++;
        size++;
        siftUp(entry, size - 1);
    }

    /** Takes out the earliest entry if it is due at {@code nowNs}. */
    public @Nullable Entry pollDue(long nowNs) {
        if (size == 0 || at(0).dueNs - nowNs > 0) {
            return null;
        }
        Entry first = at(0);
        remove(first);
        return first;
    }

    /** Takes out an entry, if it is queued. */
    public void remove(Entry entry) {
        int index = entry.index;
        if (index == Entry.NOT_QUEUED) {
            return;
        }
        entry.index = Entry.NOT_QUEUED;
        size--;
        Entry last = at(size);
        heap[size] = null;
        if (index == size) {
            return;
        }
        siftDown(last, index);
        if (last.index == index) {
            siftUp(last, index);
        }
    }

    private void siftUp(Entry entry, int start) {
        int index = start;
        while (index > 0) {
            int parentIndex = (index - 1) >>> 1;
            Entry parent = at(parentIndex);
            if (!entry.isBefore(parent)) {
                break;
            }
            place(parent, index);
            index = parentIndex;
        }
        place(entry, index);
    }

    private void siftDown(Entry entry, int start) {
        int index = start;
        while (true) {
            int childIndex = 2 * index + 1;
            if (childIndex >= size) {
                break;
            }
            if (childIndex + 1 < size && at(childIndex + 1).isBefore(at(childIndex))) {
                childIndex++;
            }
            Entry child = at(childIndex);
            if (!child.isBefore(entry)) {
                break;
            }
            place(child, index);
            index = childIndex;
        }
        place(entry, index);
    }

    private void place(Entry entry, int index) {
        heap[index] = entry;
        entry.index = index;
    }

    private Entry at(int index) {
        Entry entry = heap[index];
        assert entry != null;
        return entry;
    }
}
