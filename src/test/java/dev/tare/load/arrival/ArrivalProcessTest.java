package dev.tare.load.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.RateShape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArrivalProcessTest {
    private static final double NS_PER_SECOND = 1e9;

    @ParameterizedTest(name = "{0}/s")
    @ValueSource(doubles = {1, 2000, 3, 7, 333.3, 0.1, 1234.567, 9_999_999.999, 1e7, 0.000001})
    void constantStartsAreTheExactFloor(double ratePerSec) {
        ArrivalProcess arrivals = new ConstantArrivals(ratePerSec);
        BigDecimal rate = BigDecimal.valueOf(ratePerSec);
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            long sequence = i < 10_000 ? i : random.nextLong(1L << 36);
            BigInteger exact =
                    BigDecimal.valueOf(sequence)
                            .movePointRight(9)
                            .divide(rate, 0, RoundingMode.FLOOR)
                            .toBigIntegerExact();
            long expected = exact.min(BigInteger.valueOf(ArrivalProcess.NEVER_NS)).longValueExact();
            assertThat(arrivals.intendedStartNs(sequence)).isEqualTo(expected);
        }
    }

    @Test
    void aConstantRateDoesNotDriftOverHours() {
        ArrivalProcess arrivals = new ConstantArrivals(30_000);
        long requestsInTenHours = 30_000L * 36_000;
        assertThat(arrivals.intendedStartNs(requestsInTenHours)).isEqualTo(36_000_000_000_000L);
    }

    static Stream<OpenLoop> models() {
        long seconds = 1_000_000_000;
        Stream<RateShape> shapes =
                Stream.of(
                        new RateShape.Steady(1e7),
                        new RateShape.Steady(5000),
                        new RateShape.Ramp(1e7, 9.9e6, seconds / 100),
                        new RateShape.Ramp(1e-3, 1e7, seconds / 100),
                        new RateShape.Ramp(1e7, 1, seconds / 100),
                        new RateShape.Steps(
                                List.of(
                                        new RateShape.Step(3, seconds),
                                        new RateShape.Step(1e7, 333_333),
                                        new RateShape.Step(0.01, 77),
                                        new RateShape.Step(1e6, 1_000_001))),
                        new RateShape.Bursts(7, 1001));
        Stream<OpenLoop> both =
                shapes.flatMap(shape ->
                        Stream.of(ArrivalLaw.values()).map(law -> new OpenLoop(shape, law, 5)));
        List<Long> offsetsNs = LongStream.range(0, 2500).map(i -> i * i / 3).boxed().toList();
        RateShape trace = new RateShape.Trace(offsetsNs);
        return Stream.concat(both, Stream.of(new OpenLoop(trace, ArrivalLaw.CONSTANT, 0)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void startsNeverFall(OpenLoop model) {
        ArrivalProcess arrivals = ArrivalProcess.of(model);
        long last = 0;
        for (long sequence = 0; sequence < 100_000; sequence++) {
            long startNs = arrivals.intendedStartNs(sequence);
            if (startNs < last || startNs > ArrivalProcess.NEVER_NS) {
                throw new AssertionError("start %d is %d ns".formatted(sequence, startNs));
            }
            last = startNs;
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aStartDependsOnTheSequenceNumberAlone(OpenLoop model) {
        ArrivalProcess forward = ArrivalProcess.of(model);
        long[] startsNs = LongStream.range(0, 3000).map(forward::intendedStartNs).toArray();
        ArrivalProcess jumping = ArrivalProcess.of(model);
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            int sequence = random.nextInt(startsNs.length);
            assertThat(jumping.intendedStartNs(sequence)).isEqualTo(startsNs[sequence]);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void threadsTogetherPlayTheWholeSchedule(OpenLoop model) {
        int threads = 3;
        long[] together = new long[3000];
        for (int thread = 0; thread < threads; thread++) {
            ArrivalProcess own = ArrivalProcess.of(model);
            for (int sequence = thread; sequence < together.length; sequence += threads) {
                together[sequence] = own.intendedStartNs(sequence);
            }
        }
        ArrivalProcess alone = ArrivalProcess.of(model);
        assertThat(together)
                .isEqualTo(LongStream.range(0, 3000).map(alone::intendedStartNs).toArray());
    }

    @ParameterizedTest
    @EnumSource
    void aTinyRateSaturates(ArrivalLaw law) {
        ArrivalProcess arrivals = ArrivalProcess.of(new LoadModel.OpenLoop(1e-300, law, 1));
        assertThat(arrivals.intendedStartNs(3000)).isBetween(0L, ArrivalProcess.NEVER_NS);
        assertThat(arrivals.intendedStartNs(4999)).isEqualTo(ArrivalProcess.NEVER_NS);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {0, 1, 2, -1, Long.MIN_VALUE})
    void poissonGapsAreExponential(long seed) {
        int count = 200_000;
        double ratePerSec = 10_000;
        ArrivalProcess arrivals = new PoissonArrivals(ratePerSec, seed);
        double meanNs = NS_PER_SECOND / ratePerSec;
        long last = 0;
        int longerThanMean = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            long startNs = arrivals.intendedStartNs(i);
            double gap = (startNs - last) / meanNs;
            squares += gap * gap;
            longerThanMean += gap > 1 ? 1 : 0;
            last = startNs;
        }
        // Five standard errors of each; the seeds are fixed, so the outcome is too.
        assertThat(last / meanNs / count).isCloseTo(1, within(0.0112));
        assertThat((double) longerThanMean / count).isCloseTo(Math.exp(-1), within(0.0054));
        assertThat(squares / count).isCloseTo(2, within(0.05));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "0, -1", "7, 8"})
    void anotherSeedGivesOtherStarts(long seed, long other) {
        ArrivalProcess one = new PoissonArrivals(1000, seed);
        ArrivalProcess two = new PoissonArrivals(1000, other);
        assertThat(one.intendedStartNs(100)).isNotEqualTo(two.intendedStartNs(100));
    }
}
