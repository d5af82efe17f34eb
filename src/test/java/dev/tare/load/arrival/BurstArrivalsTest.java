package dev.tare.load.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.RateShape.Bursts;
import org.junit.jupiter.api.Test;

final class BurstArrivalsTest {
    private static final long MS = 1_000_000;

    private static ArrivalProcess arrivals(Bursts bursts, ArrivalLaw law) {
        return ArrivalProcess.of(new OpenLoop(bursts, law, 3));
    }

    @Test
    void aBurstStartsAtEveryMultipleOfThePeriod() {
        ArrivalProcess arrivals = arrivals(new Bursts(3, 250 * MS), ArrivalLaw.CONSTANT);
        for (long sequence = 0; sequence < 3000; sequence++) {
            assertThat(arrivals.intendedStartNs(sequence)).isEqualTo(sequence / 3 * 250 * MS);
        }
        assertThat(arrivals.intendedStartNs(Long.MAX_VALUE)).isEqualTo(ArrivalProcess.NEVER_NS);
    }

    @Test
    void poissonBurstsKeepTogetherAndComeAtExponentialGaps() {
        int bursts = 50_000;
        ArrivalProcess arrivals = arrivals(new Bursts(4, 10 * MS), ArrivalLaw.POISSON);
        long lastNs = 0;
        double squares = 0;
        for (long burst = 0; burst < bursts; burst++) {
            long startNs = arrivals.intendedStartNs(4 * burst);
            assertThat(arrivals.intendedStartNs(4 * burst + 3)).isEqualTo(startNs);
            double gap = (double) (startNs - lastNs) / (10 * MS);
            squares += gap * gap;
            lastNs = startNs;
        }
        assertThat((double) lastNs / (10 * MS) / bursts).isCloseTo(1, within(0.0224));
        assertThat(squares / bursts).isCloseTo(2, within(0.1));
    }
}
