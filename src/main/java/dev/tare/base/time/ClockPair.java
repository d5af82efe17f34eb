package dev.tare.base.time;

/**
 * The wall clock and the monotonic clock at one instant. Both run at the same rate, also where NTP
 * adjusts that rate; so their difference changes only when somebody sets the wall clock.
 *
 * @param monotonicNs of the monotonic clock
 * @param epochNs of the wall clock
 */
public record ClockPair(long monotonicNs, long epochNs) {
    /** Of so many readings the tightest is taken, for the thread may be held up between the two. */
    private static final int READINGS = 5;

    /** Reads both. */
    public static ClockPair read(NanoClock clock, EpochClock epochClock) {
        ClockPair best = new ClockPair(0, 0);
        long bestGapNs = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            long beforeNs = clock.nowNs();
            long epochNs = epochClock.epochNs();
            long gapNs = clock.nowNs() - beforeNs;
            if (gapNs < bestGapNs) {
                bestGapNs = gapNs;
                best = new ClockPair(beforeNs + gapNs / 2, epochNs);
            }
        }
        return best;
    }

    /**
     * By how much the wall clock was set forward since an earlier reading, ns; back: less than 0.
     */
    public long stepNs(ClockPair earlier) {
        return (epochNs - earlier.epochNs) - (monotonicNs - earlier.monotonicNs);
    }
}
