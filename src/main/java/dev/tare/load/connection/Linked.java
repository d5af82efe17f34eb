package dev.tare.load.connection;

import org.jspecify.annotations.Nullable;

/**
 * Something that stands in at most one {@link LinkedQueue} at a time, and knows its neighbours.
 *
 * @param <E> the type itself
 */
public abstract class Linked<E extends Linked<E>> {
    @Nullable LinkedQueue<E> queue;
    @Nullable E previous;
    @Nullable E next;

    /** The queue that it stands in; null: none. */
    public final @Nullable LinkedQueue<E> queue() {
        return queue;
    }

    /** Who stands before it in its queue; null: nobody. */
    public final @Nullable E previous() {
        return previous;
    }

    /** Who stands behind it in its queue; null: nobody. */
    public final @Nullable E next() {
        return next;
    }
}
