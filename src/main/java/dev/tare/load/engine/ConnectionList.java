package dev.tare.load.engine;

import org.jspecify.annotations.Nullable;

/**
 * A queue of connections, linked through the connections themselves, each of which stands in one
 * queue at most.
 *
 * <p>Allocation: none after construction.
 */
final class ConnectionList {
    private @Nullable ClientConnection first;
    private @Nullable ClientConnection last;
    private int size;

    @Nullable ClientConnection first() {
        return first;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return first == null;
    }

    void addLast(ClientConnection added) {
        insertAfter(last, added);
    }

    /**
     * Keeps the queue in the order of the intended starts. Requests are nearly always sent in that
     * order; only one that waited for its connection has to pass those sent since.
     */
    void addByIntendedStart(ClientConnection added) {
        ClientConnection before = last;
        while (before != null && before.intendedNs() > added.intendedNs()) {
            before = before.previous;
        }
        insertAfter(before, added);
    }

    private void insertAfter(@Nullable ClientConnection before, ClientConnection added) {
        assert added.list == null : "a connection stands in one list at most";
        ClientConnection after = before == null ? first : before.next;
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
        added.list = this;
        size++;
    }

    void remove(ClientConnection removed) {
        assert removed.list == this : "the connection stands in another list";
        ClientConnection before = removed.previous;
        ClientConnection after = removed.next;
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
        removed.list = null;
        size--;
    }
}
