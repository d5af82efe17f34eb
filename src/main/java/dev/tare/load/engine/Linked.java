package dev.tare.load.engine;

import org.jspecify.annotations.Nullable;

/**
 * Something that stands in at most one {@link LinkedQueue} at a time, and knows its neighbours.
 *
 * @param <E> the type itself
 */
abstract class Linked<E extends Linked<E>> {
    @Nullable LinkedQueue<E> queue;
    @Nullable E previous;
    @Nullable E next;

    /** This object as what it is. */
    abstract E self();
}
