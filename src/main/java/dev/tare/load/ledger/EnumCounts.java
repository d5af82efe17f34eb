package dev.tare.load.ledger;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A count for each constant of an enum.
 *
 * <p>Allocation: counting allocates nothing, unlike a map of boxed numbers.
 */
@SuppressWarnings("EnumOrdinal") // The places never leave this object: the order means nothing.
final class EnumCounts<E extends Enum<E>> {
    private final Class<E> type;
    private final long[] counts;

    EnumCounts(Class<E> type) {
        this.type = type;
        counts = new long[type.getEnumConstants().length];
    }

    void increment(E constant) {
        counts[constant.ordinal()]++;
    }

    void add(EnumCounts<E> other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    void reset() {
        Arrays.fill(counts, 0);
    }

    /** Those that are not 0. */
    Map<E, Long> toMap() {
        Map<E, Long> map = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            if (counts[constant.ordinal()] > 0) {
                map.put(constant, counts[constant.ordinal()]);
            }
        }
        return map;
    }
}
