package dev.tare.lab.find;

import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Which rate to measure next, and the answer: a function of what has been measured.
 *
 * <p>It doubles the rate until the objective is not met, halves the gap (in proportion) between the
 * highest rate that met it and the lowest that did not, until they are as near as the resolution
 * asks; then it repeats both in turn. A repeat that fails moves the upper end down; an upper end
 * whose repeats are all met becomes the lower one, and the search goes on.
 *
 * <p>Where the objective is broken at one rate and met at a higher one, the lower break counts: the
 * answer is a rate below which nothing was seen to break.
 *
 * <p>Deterministic; no clock, no load. Thread-safety: none.
 */
public final class RateSearch {
    private static final double STEP = 2;

    private final SearchRange range;
    private final NavigableMap<Double, RateHistory> rates = new TreeMap<>();
    private int points;

    /** A search that has measured nothing. */
    public RateSearch(SearchRange range) {
        this.range = range;
    }

    /** The next rate to offer, a second; empty when the search is over. */
    public OptionalDouble next() {
        if (points >= range.maxPoints()) {
            return OptionalDouble.empty();
        }
        if (rates.isEmpty()) {
            return OptionalDouble.of(range.fromPerSec());
        }
        double high = lowestNotMet();
        double low = highestMetBelow(high);
        if (Double.isNaN(high)) {
            return low < range.maxPerSec()
                    ? OptionalDouble.of(Math.min(low * STEP, range.maxPerSec()))
                    : repeat(low);
        }
        if (Double.isNaN(low)) {
            return repeat(high);
        }
        return near(low, high) ? repeat(low, high) : OptionalDouble.of(between(low, high));
    }

    /**
     * What a point came to.
     *
     * @param ratePerSec the rate that {@link #next} gave
     */
    public void add(double ratePerSec, PointVerdict verdict) {
        rates.computeIfAbsent(ratePerSec, rate -> new RateHistory(range.repeats())).add(verdict);
        points++;
    }

    /** Whether the next point repeats a rate that was measured before. */
    public boolean repeats() {
        OptionalDouble next = next();
        return next.isPresent() && rates.containsKey(next.getAsDouble());
    }

    /** The answer; before the end of the search, as far as it is known. */
    public Answer answer() {
        if (rates.isEmpty()) {
            return new Answer.Nothing();
        }
        boolean settled = next().isEmpty() && settled();
        double high = lowestNotMet();
        double low = highestMetBelow(high);
        if (Double.isNaN(high)) {
            return new Answer.NeverBroke(end(low), settled);
        }
        if (Double.isNaN(low)) {
            return new Answer.NotMet(end(high));
        }
        RateEnd lowEnd = end(low);
        RateEnd highEnd = end(high);
        return highEnd.mostly() == PointVerdict.GENERATOR_LIMITED
                ? new Answer.GeneratorLimit(lowEnd, highEnd, settled)
                : new Answer.Found(lowEnd, highEnd, metAbove(high), settled);
    }

    private boolean settled() {
        double high = lowestNotMet();
        double low = highestMetBelow(high);
        boolean lowDone = Double.isNaN(low) || history(low).repeated();
        boolean highDone = Double.isNaN(high) || history(high).repeated();
        boolean narrow = Double.isNaN(low) || Double.isNaN(high) || near(low, high);
        boolean far = !Double.isNaN(high) || low >= range.maxPerSec();
        return lowDone && highDone && narrow && far;
    }

    private RateEnd end(double rate) {
        return history(rate).end(rate);
    }

    private RateHistory history(double rate) {
        RateHistory history = rates.get(rate);
        if (history == null) {
            throw new IllegalStateException("nothing was measured at " + rate + "/s");
        }
        return history;
    }

    /** The rate whose repeats are furthest behind, the lower one of two alike; empty: all done. */
    private OptionalDouble repeat(double... ends) {
        OptionalDouble behind = OptionalDouble.empty();
        int fewest = Integer.MAX_VALUE;
        for (double rate : ends) {
            RateHistory history = history(rate);
            if (!history.repeated() && history.points() < fewest) {
                fewest = history.points();
                behind = OptionalDouble.of(rate);
            }
        }
        return behind;
    }

    private boolean near(double low, double high) {
        double middle = between(low, high);
        return high <= low * (1 + range.resolution()) || middle <= low || middle >= high;
    }

    /** The geometric middle, to four digits where that still lies between. */
    private static double between(double low, double high) {
        double middle = Math.sqrt(low * high);
        double unit = Math.pow(10, Math.floor(Math.log10(middle)) - 3);
        double rounded = Math.rint(middle / unit) * unit;
        // A unit below 1 is no binary fraction: divide by its inverse instead.
        double exact = unit < 1 ? Math.rint(middle / unit) / Math.rint(1 / unit) : rounded;
        return exact > low && exact < high ? exact : middle;
    }

    /** NaN if there is none. */
    private double lowestNotMet() {
        return rates.entrySet().stream()
                .filter(rate -> !rate.getValue().meets())
                .mapToDouble(Map.Entry::getKey)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** NaN if there is none; without a bound the highest of all. */
    private double highestMetBelow(double bound) {
        return (Double.isNaN(bound) ? rates : rates.headMap(bound, false))
                .entrySet().stream()
                        .filter(rate -> rate.getValue().meets())
                        .mapToDouble(Map.Entry::getKey)
                        .max()
                        .orElse(Double.NaN);
    }

    private int metAbove(double bound) {
        return (int)
                rates.tailMap(bound, false).values().stream().filter(RateHistory::meets).count();
    }
}
