package dev.tare.lab.foreign;

import dev.tare.load.result.IntervalResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rate of every interval in which requests of the measured phase ended: what wrk's row
 * "Req/Sec" is made of.
 *
 * <p>wrk samples each of its threads; intervals here are over all threads, and each stands for the
 * mean thread. The row's mean is the same; its deviation and maximum are smaller where threads
 * differ.
 *
 * <p>Thread-safety: none; {@link #accept} is called by the thread that runs the load.
 */
public final class RateSamples implements Consumer<IntervalResult> {
    private static final double NS_PER_SECOND = 1e9;

    private final int threads;
    private final List<Double> ratesPerSec = new ArrayList<>();

    /**
     * No samples yet.
     *
     * @param threads among which a rate is divided, 1 or more
     */
    public RateSamples(int threads) {
        this.threads = threads;
    }

    @Override
    public void accept(IntervalResult interval) {
        long done = interval.measured().tally().doneInside();
        double seconds = (interval.endNs() - interval.startNs()) / NS_PER_SECOND;
        if (done > 0 && seconds > 0) {
            ratesPerSec.add(done / seconds / threads);
        }
    }

    /** The rates, rounded: what a script's {@code done} is given. */
    public long[] wholeRatesPerSec() {
        return ratesPerSec.stream().mapToLong(Math::round).toArray();
    }

    Spread spread() {
        return Spread.of(ratesPerSec.stream().mapToDouble(Math::rint).toArray());
    }
}
