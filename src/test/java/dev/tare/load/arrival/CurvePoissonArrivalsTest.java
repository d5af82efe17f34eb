package dev.tare.load.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.RateShape;
import dev.tare.base.core.RateShape.Ramp;
import dev.tare.base.core.RateShape.Step;
import dev.tare.base.core.RateShape.Steps;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Independent arrivals of rates that move; the seeds are fixed, so the outcomes are too. */
final class CurvePoissonArrivalsTest {
    private static final double NS_PER_SECOND = 1e9;
    private static final long SECOND_NS = 1_000_000_000;

    private static ArrivalProcess poisson(RateShape shape, long seed) {
        return ArrivalProcess.of(new OpenLoop(shape, ArrivalLaw.POISSON, seed));
    }

    /** Collects gaps, each over the mean that it should have. */
    private static final class Gaps {
        private int count;
        private double sum;
        private double squares;

        void add(double gap) {
            count++;
            sum += gap;
            squares += gap * gap;
        }

        /** Mean 1 and mean square 2, within five standard errors of each. */
        void areExponential() {
            assertThat(sum / count).isCloseTo(1, within(5 / Math.sqrt(count)));
            assertThat(squares / count).isCloseTo(2, within(5 * Math.sqrt(20.0 / count)));
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {0, 1, -7})
    void eachStepHasItsOwnMeanGap(long seed) {
        double[] rates = {1000, 20_000, 500};
        ArrivalProcess arrivals =
                poisson(
                        new Steps(
                                List.of(
                                        new Step(rates[0], 20 * SECOND_NS),
                                        new Step(rates[1], 2 * SECOND_NS),
                                        new Step(rates[2], 40 * SECOND_NS))),
                        seed);
        long[] endsNs = {20 * SECOND_NS, 22 * SECOND_NS, 62 * SECOND_NS};
        long sequence = 0;
        long lastNs = 0;
        for (int step = 0; step < rates.length; step++) {
            Gaps gaps = new Gaps();
            long startNs = arrivals.intendedStartNs(sequence);
            while (startNs < endsNs[step]) {
                gaps.add((startNs - lastNs) * rates[step] / NS_PER_SECOND);
                lastNs = startNs;
                startNs = arrivals.intendedStartNs(++sequence);
            }
            assertThat(gaps.count).isBetween(19_000, 41_000);
            gaps.areExponential();
            // The gap that the step's end cuts in two belongs to none.
            lastNs = startNs;
            sequence++;
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {0, 1, -7})
    void aRampsGapsShrinkAsTheRateGrows(long seed) {
        double fromPerSec = 1000;
        double toPerSec = 9000;
        long lengthNs = 20 * SECOND_NS;
        ArrivalProcess arrivals = poisson(new Ramp(fromPerSec, toPerSec, lengthNs), seed);
        Gaps gaps = new Gaps();
        long[] perSecond = new long[20];
        double lastIntegral = 0;
        for (long sequence = 0; sequence < 100_000; sequence++) {
            double timeSec = arrivals.intendedStartNs(sequence) / NS_PER_SECOND;
            if (timeSec >= 20) {
                break;
            }
            perSecond[(int) timeSec]++;
            double integral =
                    fromPerSec * timeSec + (toPerSec - fromPerSec) / 40 * timeSec * timeSec;
            gaps.add(integral - lastIntegral);
            lastIntegral = integral;
        }
        gaps.areExponential();
        double dispersion = 0;
        for (int second = 0; second < 20; second++) {
            double expected = fromPerSec + 400 * (second + 0.5);
            double deviation = perSecond[second] - expected;
            dispersion += deviation * deviation / expected / 20;
        }
        // Variance over mean is 1; of 20 seconds it has a standard error of 0.32.
        assertThat(dispersion).isBetween(0.2, 2.3);
    }
}
