package dev.tare.base.core;

/**
 * How often and how long a process's control groups kept it from running, because their quota of
 * CPU time was used up. Totals since the groups were made, or what lies between two of them.
 *
 * @param periods in which a group with a quota had something to run
 * @param throttledPeriods of these, in which the quota did not suffice
 * @param throttledNs how long threads that were ready were kept waiting for that, added over cores
 */
public record Throttling(long periods, long throttledPeriods, long throttledNs) {

    /** What was added since an earlier look; never less than nothing. */
    public Throttling since(Throttling earlier) {
        return new Throttling(
                Math.max(0, periods - earlier.periods),
                Math.max(0, throttledPeriods - earlier.throttledPeriods),
                Math.max(0, throttledNs - earlier.throttledNs));
    }

    /** Both added. */
    public Throttling plus(Throttling other) {
        return new Throttling(
                periods + other.periods,
                throttledPeriods + other.throttledPeriods,
                throttledNs + other.throttledNs);
    }
}
