package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.RateLimit;

/**
 * The arithmetic of a token bucket in one number, the time at which it would be full again: a
 * bucket that holds {@code burst} tokens and gets one every {@code intervalNs}.
 *
 * <p>In a time of t ns it lets at most {@code burst + t / intervalNs} requests pass, from whatever
 * moment one counts.
 *
 * <p>Source: the generic cell rate algorithm, ITU-T I.371, annex A (virtual scheduling).
 *
 * @param intervalNs between two tokens, 1 or more
 * @param toleranceNs by how much the bucket may be short of full when another request passes:
 *     {@code (burst − 1) × intervalNs}
 */
record TokenRate(long intervalNs, long toleranceNs) {
    private static final double SECOND_NS = 1e9;

    /** What the bucket says when it has no token. */
    static final long REFUSED = Long.MIN_VALUE;

    /** The interval is rounded up to a whole ns: never faster than asked for. */
    static TokenRate of(RateLimit limit) {
        long intervalNs = (long) Math.ceil(SECOND_NS / limit.ratePerSec());
        return new TokenRate(intervalNs, (limit.burst() - 1) * intervalNs);
    }

    /** When the bucket is full after one more token is taken, or {@link #REFUSED}. */
    long fullAfterTaking(long fullNs, long nowNs) {
        long fromNs = fullNs - nowNs > 0 ? fullNs : nowNs;
        return fromNs - nowNs > toleranceNs ? REFUSED : fromNs + intervalNs;
    }

    /** How long until there is a token, 0 if there is one. */
    long waitNs(long fullNs, long nowNs) {
        return Math.max(0, fullNs - nowNs - toleranceNs);
    }
}
