package dev.tare.base.core;

/**
 * What held up the process that generates a load, in a window of time, as it saw it from inside.
 *
 * @param windowNs length of the window; 0: nobody looked, and the rest says nothing
 * @param pauses stretches in which none of its load threads got anywhere, and none could have: a
 *     collection, a safepoint, a stopped process, a core that was taken away. Each is told short by
 *     up to the time between two looks
 * @param runDelayNs time that its load threads stood ready without a core, added over them; -1: not
 *     known
 * @param preemptions how often one of them was taken off its core; -1: not known
 * @param collections of the heap
 * @param collectionNs time that they took, to the millisecond
 */
public record GeneratorHealth(
        long windowNs,
        Pauses pauses,
        long runDelayNs,
        long preemptions,
        long collections,
        long collectionNs) {
    public static final GeneratorHealth UNKNOWN = new GeneratorHealth(0, Pauses.NONE, -1, -1, 0, 0);

    /** Whether somebody looked. */
    public boolean known() {
        return windowNs > 0;
    }

    /** What was seen in both windows; of an unknown one nothing. */
    public GeneratorHealth plus(GeneratorHealth other) {
        if (!known() || !other.known()) {
            return known() ? this : other;
        }
        return new GeneratorHealth(
                windowNs + other.windowNs,
                pauses.plus(other.pauses),
                sum(runDelayNs, other.runDelayNs),
                sum(preemptions, other.preemptions),
                collections + other.collections,
                collectionNs + other.collectionNs);
    }

    private static long sum(long a, long b) {
        return a < 0 || b < 0 ? -1 : a + b;
    }
}
