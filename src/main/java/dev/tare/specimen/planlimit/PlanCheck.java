package dev.tare.specimen.planlimit;

import java.lang.foreign.MemorySegment;

/**
 * Decides about one request after the other.
 *
 * <p>Thread-safety: one thread; limits are kept by all together. Allocation: none, but for a user
 * who is new.
 */
public final class PlanCheck {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MINUTE_S = 60;

    private final PlanLimiter limiter;
    private final PlanToken token = new PlanToken();
    private int count;
    private byte[] user = {};

    PlanCheck(PlanLimiter limiter) {
        this.limiter = limiter;
    }

    /**
     * Decides about a request, and counts it if its token names a user and a known plan: those that
     * are refused for their number count, too.
     *
     * @param bytes that hold the token, {@code length} of them from {@code offset} on
     * @param epochNs the wall clock's time
     */
    public PlanOutcome check(MemorySegment bytes, long offset, int length, long epochNs) {
        if (!token.read(bytes, offset, length)) {
            return PlanOutcome.UNAUTHORIZED;
        }
        int limit = limiter.limit(token);
        if (limit < 0) {
            return PlanOutcome.UNKNOWN_PLAN;
        }
        long minute = Math.floorDiv(epochNs, MINUTE_S * SECOND_NS);
        limiter.windows().count(token.user(), token.userLength(), minute, this);
        return count > limit ? PlanOutcome.EXCEEDED : PlanOutcome.ADMITTED;
    }

    void counted(int requests, byte[] name) {
        count = requests;
        user = name;
    }

    /** How many requests the user has made in this minute, of the last one that was counted. */
    public int count() {
        return count;
    }

    /** The user of the last request that was counted, in ASCII; not to be changed. */
    public byte[] user() {
        return user;
    }

    /** How long until the next minute begins, 1 to 60 s. */
    public static int untilNextMinuteS(long epochNs) {
        return (int) (MINUTE_S - Math.floorMod(Math.floorDiv(epochNs, SECOND_NS), MINUTE_S));
    }
}
