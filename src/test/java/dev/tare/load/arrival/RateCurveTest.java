package dev.tare.load.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.RateShape;
import dev.tare.base.core.RateShape.Ramp;
import dev.tare.base.core.RateShape.Step;
import dev.tare.base.core.RateShape.Steps;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Evenly spaced starts of rates that move, against decimal arithmetic of 60 digits. */
final class RateCurveTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long HOUR_NS = 3600 * SECOND_NS;
    private static final long MONTH_NS = 30 * 24 * HOUR_NS;
    private static final MathContext EXACT = new MathContext(60);
    private static final BigDecimal NS = BigDecimal.valueOf(SECOND_NS);

    private static ArrivalProcess constant(RateShape shape) {
        return ArrivalProcess.of(new OpenLoop(shape, ArrivalLaw.CONSTANT, 0));
    }

    /** Solves n = a·t + k·t² / 2 for t in ns, rounded down. */
    private static long rampStartNs(Ramp ramp, long sequence) {
        BigDecimal from = BigDecimal.valueOf(ramp.fromPerSec()).divide(NS, EXACT);
        BigDecimal to = BigDecimal.valueOf(ramp.toPerSec()).divide(NS, EXACT);
        BigDecimal lengthNs = BigDecimal.valueOf(ramp.durationNs());
        BigDecimal count = BigDecimal.valueOf(sequence);
        BigDecimal inRamp = from.add(to).multiply(lengthNs).divide(BigDecimal.TWO, EXACT);
        BigDecimal timeNs;
        if (count.compareTo(inRamp) >= 0) {
            timeNs = lengthNs.add(count.subtract(inRamp).divide(to, EXACT));
        } else {
            BigDecimal slope = to.subtract(from).divide(lengthNs, EXACT);
            BigDecimal root =
                    from.multiply(from)
                            .add(BigDecimal.TWO.multiply(slope).multiply(count))
                            .sqrt(EXACT);
            timeNs =
                    slope.signum() == 0
                            ? count.divide(from, EXACT)
                            : root.subtract(from).divide(slope, EXACT);
        }
        // The digits that the divisions cut off.
        return timeNs.setScale(20, RoundingMode.HALF_EVEN)
                .setScale(0, RoundingMode.FLOOR)
                .min(BigDecimal.valueOf(ArrivalProcess.NEVER_NS))
                .longValueExact();
    }

    static Stream<Ramp> ramps() {
        return Stream.of(
                new Ramp(100, 1000, 10 * SECOND_NS),
                new Ramp(1000, 100, 10 * SECOND_NS),
                new Ramp(1, 1e7, SECOND_NS),
                new Ramp(1e7, 1, SECOND_NS),
                new Ramp(333.3, 333.3, SECOND_NS),
                new Ramp(333.3, 777.7, 7_777_777_777L),
                new Ramp(0.001, 5000, 2 * HOUR_NS),
                new Ramp(5000, 0.001, 2 * HOUR_NS),
                new Ramp(1e7, 9e6, 5 * HOUR_NS),
                new Ramp(10, 1e7, 1));
    }

    @ParameterizedTest
    @MethodSource("ramps")
    void aRampsStartsAreTheIntegralsInverse(Ramp ramp) {
        ArrivalProcess arrivals = constant(ramp);
        Random random = new Random(1);
        double inRamp = (ramp.fromPerSec() + ramp.toPerSec()) / 2 * ramp.durationNs() / SECOND_NS;
        long last = (long) Math.min(inRamp * 1.5 + 100, 2e11);
        for (int i = 0; i < 800; i++) {
            long sequence = i < 200 ? i : random.nextLong(last);
            long exactNs = rampStartNs(ramp, sequence);
            if (exactNs < MONTH_NS) {
                // One ns late where the exact time lies within 1/16 ns before a whole one.
                assertThat(arrivals.intendedStartNs(sequence)).isBetween(exactNs, exactNs + 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100, 1000, 10, 5500", "1000, 100, 10, 5500", "1, 10000000, 2, 10000001",
        "10000000, 1, 2, 10000001", "5000, 15000, 3600, 36000000", "15000, 5000, 7200, 72000000"
    })
    void aRampHoldsExactlyAsManyStartsAsItsArea(double from, double to, long seconds, long inRamp) {
        long endNs = seconds * SECOND_NS;
        ArrivalProcess arrivals = constant(new Ramp(from, to, endNs));
        assertThat(arrivals.intendedStartNs(0)).isZero();
        assertThat(arrivals.intendedStartNs(inRamp - 1)).isLessThan(endNs);
        assertThat(arrivals.intendedStartNs(inRamp)).isEqualTo(endNs);
        // From there on at the last rate, for hours.
        long perHour = ((long) to) * 3600;
        assertThat(arrivals.intendedStartNs(inRamp + perHour)).isEqualTo(endNs + HOUR_NS);
        assertThat(arrivals.intendedStartNs(inRamp + 9 * perHour)).isEqualTo(endNs + 9 * HOUR_NS);
    }

    @Test
    void eachStepHoldsExactlyAsManyStartsAsItsRateSays() {
        ArrivalProcess arrivals =
                constant(
                        new Steps(
                                List.of(
                                        new Step(1000, 10 * SECOND_NS),
                                        new Step(1e7, HOUR_NS),
                                        new Step(0.5, 100 * SECOND_NS),
                                        new Step(200, SECOND_NS))));
        long[] counts = {10_000, 36_000_000_000L, 50, 200};
        long[] lengthsNs = {10 * SECOND_NS, HOUR_NS, 100 * SECOND_NS, SECOND_NS};
        long sequence = 0;
        long timeNs = 0;
        for (int i = 0; i < counts.length; i++) {
            assertThat(arrivals.intendedStartNs(sequence)).isEqualTo(timeNs);
            sequence += counts[i];
            timeNs += lengthsNs[i];
            assertThat(arrivals.intendedStartNs(sequence - 1)).isLessThan(timeNs);
        }
        assertThat(arrivals.intendedStartNs(sequence + 200 * 3600)).isEqualTo(timeNs + HOUR_NS);
    }

    @Test
    void aStepThatEndsWithinAGapPassesItsPartOn() {
        // 1.5 requests in the first step: number 2 needs half a request of the second step.
        ArrivalProcess arrivals =
                constant(new Steps(List.of(new Step(1, 1_500_000_000), new Step(2, SECOND_NS))));
        assertThat(arrivals.intendedStartNs(1)).isEqualTo(SECOND_NS);
        assertThat(arrivals.intendedStartNs(2)).isEqualTo(1_750_000_000);
        assertThat(arrivals.intendedStartNs(3)).isEqualTo(2_250_000_000L);
    }

    @Test
    void asManyStepsAsThereMayBeAreGoneThroughBothWays() {
        List<Step> steps =
                Stream.generate(() -> new Step(10, SECOND_NS)).limit(Steps.MAX_STEPS).toList();
        ArrivalProcess arrivals = constant(new Steps(steps));
        assertThat(arrivals.intendedStartNs(100_000)).isEqualTo(10_000 * SECOND_NS);
        assertThat(arrivals.intendedStartNs(5)).isEqualTo(SECOND_NS / 2);
        assertThat(arrivals.intendedStartNs(100_005)).isEqualTo(10_000 * SECOND_NS + SECOND_NS / 2);
    }

    @Test
    void whatIsNeverReachedIsNever() {
        ArrivalProcess arrivals =
                constant(new Steps(List.of(new Step(1, Long.MAX_VALUE), new Step(2, SECOND_NS))));
        assertThat(arrivals.intendedStartNs(1L << 40)).isEqualTo(ArrivalProcess.NEVER_NS);
        assertThat(constant(new Ramp(1e-300, 1e-300, 5)).intendedStartNs(1))
                .isEqualTo(ArrivalProcess.NEVER_NS);
        assertThat(constant(new Ramp(1e-300, 1, SECOND_NS)).intendedStartNs(0)).isZero();
    }
}
