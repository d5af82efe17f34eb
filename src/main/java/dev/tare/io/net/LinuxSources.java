package dev.tare.io.net;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The sources of one event loop by their descriptors, and those that have changed since its last
 * wait.
 *
 * <p>Danger: what the kernel tells of a descriptor may be meant for a source that is closed, when
 * another one has its number already. Fact: each event carries bits of the loop's choice. Use: they
 * are the descriptor and a generation, which no two sources share.
 *
 * <p>Thread-safety: the loop's thread. Allocation: none, once it has grown to the loop's size.
 */
final class LinuxSources<S extends LinuxSource> {
    private static final int FIRST_SOURCES = 1024;
    private static final int FIRST_CHANGES = 64;

    private @Nullable S[] known;
    private S[] changed;
    private int changes;
    private int lastGeneration;

    /** None yet; {@code arrays} makes arrays of the loop's kind of source. */
    LinuxSources(IntFunction<S[]> arrays) {
        known = arrays.apply(FIRST_SOURCES);
        changed = arrays.apply(FIRST_CHANGES);
    }

    /** For a source that is about to be made. */
    int nextGeneration() {
        lastGeneration++;
        if (lastGeneration == 0) {
            // After four thousand million sources the first are long gone.
            lastGeneration = 1;
        }
        return lastGeneration;
    }

    void add(S source) {
        if (source.descriptor >= known.length) {
            known = Arrays.copyOf(known, Math.max(source.descriptor + 1, known.length * 2));
        }
        known[source.descriptor] = source;
    }

    void remove(S source) {
        known[source.descriptor] = null;
    }

    /** Whether it was added, and not removed since. */
    @SuppressWarnings("ReferenceEquality")
    boolean has(S source) {
        return known[source.descriptor] == source;
    }

    /** Whom an event with these is meant for; null if that is gone. */
    @Nullable S find(int descriptor, int generation) {
        S source = known[descriptor];
        return source != null && source.generation == generation ? source : null;
    }

    /** Hands over every source; they may be removed meanwhile. */
    void forEach(Consumer<S> action) {
        for (S source : known.clone()) {
            if (source != null) {
                action.accept(source);
            }
        }
    }

    /** Lists a source as changed, unless it is. */
    void change(S source) {
        if (source.listed) {
            return;
        }
        if (changes == changed.length) {
            changed = Arrays.copyOf(changed, changes * 2);
        }
        source.listed = true;
        changed[changes++] = source;
    }

    /** How many have changed; more may be added while they are looked at. */
    int changes() {
        return changes;
    }

    /** One that has changed, and from here on may be listed anew. */
    S changed(int index) {
        S source = changed[index];
        source.listed = false;
        return source;
    }

    /**
     * All were looked at. What was in the list is kept from being collected until it is written
     * over: a few closed connections at most.
     */
    void clearChanges() {
        changes = 0;
    }
}
