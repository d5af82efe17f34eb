package dev.tare.load.arrival;

/** A rate that moves, evenly spaced: request n starts when the rate's integral reaches n. */
final class CurveArrivals implements ArrivalProcess {
    private final RateCurve curve;

    CurveArrivals(RateCurve curve) {
        this.curve = curve;
    }

    @Override
    public long intendedStartNs(long sequence) {
        return curve.timeNs((double) sequence);
    }
}
