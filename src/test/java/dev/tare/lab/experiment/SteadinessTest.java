package dev.tare.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class SteadinessTest {
    private static final int CAP = 40;

    private static Steadiness rates(double... ratesPerSec) {
        Steadiness steadiness = new Steadiness();
        for (double rate : ratesPerSec) {
            steadiness.add(rate, Double.NaN);
        }
        return steadiness;
    }

    @Test
    void aRateThatStillRisesHasNotSettled() {
        Steadiness steadiness = new Steadiness();
        for (double rate : new double[] {1_000, 1_500, 2_200, 3_300, 4_600}) {
            steadiness.add(rate, Double.NaN);
            assertThat(steadiness.settled()).isFalse();
        }
        assertThat(steadiness.reason()).contains("the rate rose by");
    }

    @Test
    void aRateThatStaysHasSettledFromTheFourthPassOn() {
        Steadiness steadiness = rates(1_000, 1_050, 1_010);
        assertThat(steadiness.settled()).isFalse();
        assertThat(steadiness.reason()).isEqualTo("3 passes are too few to tell");
        steadiness.add(1_030, Double.NaN);
        assertThat(steadiness.settled()).isTrue();
        assertThat(steadiness.reason())
                .isEqualTo(
                        "over the last 4 passes the rate fell by 0.5 % between their halves"
                                + " (Mann-Kendall p = 0.75)");
        assertThat(steadiness.ratePerSec()).isEqualTo(1_020);
    }

    /** Each pass is within 5 % of the one before, which a bound on single changes lets pass. */
    @Test
    void aRateThatCreepsHasNotSettled() {
        assertThat(rates(1_000, 1_040, 1_080, 1_125).settled()).isFalse();
        assertThat(rates(1_000, 1_002, 1_004, 1_006).settled()).isTrue();
    }

    @Test
    void aJumpThatIsNoTrendByRanksHasNotSettledEither() {
        assertThat(rates(1_000, 1_500, 2_200, 2_150).settled()).isFalse();
    }

    @Test
    void cpuARequestMustBeSteadyAsWell() {
        Steadiness steadiness = new Steadiness();
        for (double cpu : new double[] {40_000, 36_000, 33_000, 31_000}) {
            steadiness.add(1_000, cpu);
        }
        assertThat(steadiness.settled()).isFalse();
        assertThat(steadiness.reason()).contains("CPU a request fell by");
    }

    @Test
    void aScenarioThatAnswersNothingNeverSettles() {
        Steadiness steadiness = rates(0, 0, 0, 0, 0);
        assertThat(steadiness.settled()).isFalse();
        assertThat(steadiness.reason()).isEqualTo("no correct answer in one of the last 4 passes");
    }

    /**
     * A specimen that gets three times as fast, with a time constant of three passes, on a machine
     * whose passes scatter by 3 %: what is left of the warm-up where it ends.
     */
    @Test
    void whereItEndsLittleOfTheWarmUpIsLeft() {
        Random random = new Random(23);
        double worst = 0;
        double sum = 0;
        int experiments = 500;
        for (int e = 0; e < experiments; e++) {
            IntToDoubleFunction missing = pass -> Math.log(3) * Math.exp(-pass / 3.0);
            int ended = passes(pass -> -missing.applyAsDouble(pass), 0.03, random);
            assertThat(ended).isLessThan(CAP);
            double left = missing.applyAsDouble(ended);
            worst = Math.max(worst, left);
            sum += left;
        }
        assertThat(sum / experiments).isLessThan(0.03);
        assertThat(worst).isLessThan(0.15);
    }

    /** Passes that scatter by 15 % as on a shared machine, and no warm-up at all. */
    @Test
    void aNoisyMachineComesToAnEndToo() {
        Random random = new Random(29);
        int sum = 0;
        int experiments = 500;
        for (int e = 0; e < experiments; e++) {
            sum += passes(pass -> 0, 0.15, random);
        }
        assertThat((double) sum / experiments).isLessThan(8);
    }

    /** After how many passes the warm-up ends; {@link #CAP} where it does not. */
    private static int passes(IntToDoubleFunction logRate, double spread, Random random) {
        Steadiness steadiness = new Steadiness();
        for (int pass = 0; pass < CAP; pass++) {
            double log = logRate.applyAsDouble(pass) + spread * random.nextGaussian();
            steadiness.add(1_000 * Math.exp(log), Double.NaN);
            if (steadiness.settled()) {
                return pass + 1;
            }
        }
        return CAP;
    }
}
