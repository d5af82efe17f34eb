package dev.tare.load.arrival;

import dev.tare.base.core.RateShape;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The inverse of a moving rate's integral: when a given number of requests has fallen due.
 *
 * <p>The rate is a straight line in each of the curve's pieces; the last piece never ends. With
 * {@code a} the rate at a piece's begin, {@code b} that at its end, {@code T} its length and {@code
 * n} the requests since its begin, the offset t solves {@code n = a·t + (b − a)·t² / 2T}. It is
 * taken as {@code t = 2n / (a + √(a² + 2n·(b − a) / T))}, whose terms do not cancel while the rate
 * rises; a falling rate is a rising one read from its end.
 *
 * <p>The pieces' ends are found by exact sums, and a time is counted from its own piece's begin, so
 * that errors do not add up: within a piece of ten hours they stay far below 1 ns.
 *
 * <p>Thread-safety: one thread at a time, for the piece last asked for is remembered. Allocation:
 * none after construction.
 */
final class RateCurve {
    private static final double NS_PER_SECOND = 1e9;

    /** What rounding could take, within a day, from a time that is a whole number of ns. */
    private static final double ROUNDING_NS = 1.0 / 16;

    /**
     * A stretch of time.
     *
     * @param fromPerSec the rate at its begin
     * @param toPerSec the rate at its end
     */
    private record Piece(double fromPerSec, double toPerSec, long durationNs) {
        /** How many requests fall due in it. */
        BigDecimal count() {
            return BigDecimal.valueOf(fromPerSec)
                    .add(BigDecimal.valueOf(toPerSec))
                    .multiply(BigDecimal.valueOf(durationNs))
                    .movePointLeft(9)
                    .divide(BigDecimal.TWO);
        }
    }

    private final double[] fromPerNs;
    private final double[] toPerNs;
    private final long[] beginNs;

    /** How many requests have fallen due at a piece's begin: the whole ones. */
    private final double[] beginWhole;

    /** And the part of one that comes to them, 0 to 1. */
    private final double[] beginPart;

    private int piece;

    private RateCurve(List<Piece> pieces) {
        int length = pieces.size();
        fromPerNs = new double[length];
        toPerNs = new double[length];
        beginNs = new long[length];
        beginWhole = new double[length];
        beginPart = new double[length];
        BigDecimal count = BigDecimal.ZERO;
        long timeNs = 0;
        for (int i = 0; i < length; i++) {
            Piece next = pieces.get(i);
            fromPerNs[i] = next.fromPerSec() / NS_PER_SECOND;
            toPerNs[i] = next.toPerSec() / NS_PER_SECOND;
            beginNs[i] = timeNs;
            BigDecimal whole = count.setScale(0, RoundingMode.FLOOR);
            beginWhole[i] = whole.doubleValue();
            beginPart[i] = count.subtract(whole).doubleValue();
            count = count.add(next.count());
            // Two addends below NEVER_NS do not overflow.
            timeNs = Math.min(timeNs, ArrivalProcess.NEVER_NS);
            timeNs += Math.min(next.durationNs(), ArrivalProcess.NEVER_NS);
        }
    }

    static RateCurve of(RateShape.Ramp ramp) {
        return new RateCurve(
                List.of(
                        new Piece(ramp.fromPerSec(), ramp.toPerSec(), ramp.durationNs()),
                        endless(ramp.toPerSec())));
    }

    static RateCurve of(RateShape.Steps steps) {
        List<Piece> pieces = new ArrayList<>();
        for (RateShape.Step step : steps.steps()) {
            pieces.add(new Piece(step.ratePerSec(), step.ratePerSec(), step.durationNs()));
        }
        pieces.add(endless(steps.steps().getLast().ratePerSec()));
        return new RateCurve(pieces);
    }

    private static Piece endless(double ratePerSec) {
        return new Piece(ratePerSec, ratePerSec, ArrivalProcess.NEVER_NS);
    }

    /**
     * When {@code count} requests have fallen due.
     *
     * @param count 0 or more
     * @return ns after the begin of the load, 0 to {@link ArrivalProcess#NEVER_NS}
     */
    long timeNs(double count) {
        while (piece + 1 < beginNs.length && sinceBegin(piece + 1, count) >= 0) {
            piece++;
        }
        while (piece > 0 && sinceBegin(piece, count) < 0) {
            piece--;
        }
        double offsetNs = offsetNs(piece, count);
        long endNs =
                piece + 1 < beginNs.length
                        ? Math.min(beginNs[piece + 1], ArrivalProcess.NEVER_NS)
                        : ArrivalProcess.NEVER_NS;
        if (offsetNs >= endNs - beginNs[piece]) {
            return endNs;
        }
        double roundingNs = Math.max(ROUNDING_NS, 2 * Math.ulp(offsetNs));
        return Math.min(endNs, beginNs[piece] + (long) (offsetNs + roundingNs));
    }

    /** Exact for whole counts: what is left is small, however long the load has run. */
    private double sinceBegin(int at, double count) {
        return count - beginWhole[at] - beginPart[at];
    }

    private double offsetNs(int at, double count) {
        double from = fromPerNs[at];
        double to = toPerNs[at];
        if (from == to) {
            return sinceBegin(at, count) / from;
        }
        // The last piece, which has no end, is level: there is a next one.
        double lengthNs = beginNs[at + 1] - beginNs[at];
        double slope = (to - from) / lengthNs;
        if (to > from) {
            return rising(from, slope, sinceBegin(at, count));
        }
        return lengthNs - rising(to, -slope, -sinceBegin(at + 1, count));
    }

    private static double rising(double from, double slope, double count) {
        return count <= 0 ? 0 : 2 * count / (from + Math.sqrt(from * from + 2 * slope * count));
    }
}
