package dev.tare.load.health;

import dev.tare.base.core.Pauses;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts pauses by their lengths.
 *
 * <p>Thread-safety: one thread at a time. Allocation: none in {@link #add}.
 */
final class PauseRecorder {
    private final long[] counts = new long[Pauses.MAX_CLASSES];
    private final long[] totalsNs = new long[Pauses.MAX_CLASSES];
    private long longestNs;

    /** One more pause; none, where {@code lengthNs} is not above 0. */
    void add(long lengthNs) {
        if (lengthNs <= 0) {
            return;
        }
        int lengthClass = Long.SIZE - 1 - Long.numberOfLeadingZeros(lengthNs);
        counts[lengthClass]++;
        totalsNs[lengthClass] += lengthNs;
        longestNs = Math.max(longestNs, lengthNs);
    }

    /** What was counted since the last call. */
    Pauses take() {
        List<Pauses.LengthClass> classes = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                classes.add(new Pauses.LengthClass(1L << i, counts[i], totalsNs[i]));
            }
            counts[i] = 0;
            totalsNs[i] = 0;
        }
        Pauses taken = new Pauses(longestNs, classes);
        longestNs = 0;
        return taken;
    }
}
