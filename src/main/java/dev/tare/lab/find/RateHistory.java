package dev.tare.lab.find;

import java.util.ArrayList;
import java.util.List;

/**
 * The verdicts of one rate, in the order in which they were found.
 *
 * <p>A rate meets the objective if it never failed, or if it did, as often without a break as there
 * are repeats, since it failed last: then the failure was a passing one.
 *
 * <p>Thread-safety: none.
 */
final class RateHistory {
    private final int repeats;
    private final List<PointVerdict> verdicts = new ArrayList<>();

    RateHistory(int repeats) {
        this.repeats = repeats;
    }

    void add(PointVerdict verdict) {
        verdicts.add(verdict);
    }

    int points() {
        return verdicts.size();
    }

    int count(PointVerdict verdict) {
        return (int) verdicts.stream().filter(verdict::equals).count();
    }

    boolean meets() {
        int met = 0;
        for (int i = verdicts.size() - 1; i >= 0; i--) {
            if (verdicts.get(i) != PointVerdict.MET) {
                return met >= repeats;
            }
            met++;
        }
        return met > 0;
    }

    /** Whether it was measured once to find it, and then as often as there are repeats. */
    boolean repeated() {
        return verdicts.size() > repeats;
    }

    /** The standing of the repeats: the last ones, without the point that found the rate. */
    RateEnd end(double ratePerSec) {
        List<PointVerdict> last =
                verdicts.subList(Math.max(0, verdicts.size() - repeats), verdicts.size());
        List<PointVerdict> used = repeated() ? last : verdicts;
        int met = (int) used.stream().filter(PointVerdict.MET::equals).count();
        return new RateEnd(ratePerSec, met, used.size(), mostly());
    }

    /** The verdict that most points have which did not meet the objective; MET if all did. */
    private PointVerdict mostly() {
        PointVerdict most = PointVerdict.MET;
        int count = 0;
        for (PointVerdict verdict : PointVerdict.values()) {
            int of = count(verdict);
            if (verdict != PointVerdict.MET && of > count) {
                most = verdict;
                count = of;
            }
        }
        return most;
    }
}
