package dev.tare.base.stats;

/**
 * A small random generator whose sequence is fixed by this source for ever, so that a report made
 * by another Java version is still the same bit for bit.
 *
 * <p>Not for secrets. One thread at a time.
 *
 * <p>Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
 */
public final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

    private long state;

    /** A generator whose sequence is given by {@code seed}. */
    public SplitMix64(long seed) {
        this.state = seed;
    }

    /** The next 64 bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** The next number from 0 to {@code bound} − 1; {@code bound} is at least 1. */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + " must be at least 1");
        }
        // The high half of a 64 x 32 bit product: biased by at most bound / 2^64.
        return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /** The next number from 0, included, to 1, excluded. */
    public double nextDouble() {
        return (nextLong() >>> 11) * TWO_TO_MINUS_53;
    }

    /**
     * What call number {@code index} of {@link #nextLong}, counted from 0, returns from a generator
     * with this seed; without going through those before it.
     */
    public static long at(long seed, long index) {
        return mix(seed + (index + 1) * GOLDEN_GAMMA);
    }

    /** A seed that depends on {@code seed} and on every character of {@code label}. */
    public static long derive(long seed, String label) {
        long derived = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < label.length(); i++) {
            derived = mix(derived + GOLDEN_GAMMA + label.charAt(i));
        }
        return derived;
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
