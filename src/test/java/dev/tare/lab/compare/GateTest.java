package dev.tare.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.compare.Gate.Certainty;
import dev.tare.lab.compare.Gate.Check;
import dev.tare.lab.compare.Gate.Unsure;
import dev.tare.lab.objective.ChangeLimit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** CPU a request rises by 10 %, with an interval of about ± 1.5 %. */
final class GateTest {
    private static final Comparison TENTH = comparison(31_000, 34_100);

    private static Comparison comparison(double before, double after) {
        return Comparer.bundles(weighed(1, before), weighed(2, after), Map.of());
    }

    private static Weighed weighed(long seed, double cpuNs) {
        return Weighed.of(
                "b" + seed,
                new SyntheticBundle(seed)
                        .specimen("envoy", cpuNs, 120_000)
                        .spread(0.02, 0.02)
                        .content(),
                List.of());
    }

    private static Gate gate(Comparison comparison, Unsure unsure, String... limits) {
        return Gate.of(Stream.of(limits).map(ChangeLimit::parse).toList(), comparison, unsure);
    }

    private static Check only(Unsure unsure, String limit) {
        List<Check> checks = gate(TENTH, unsure, limit).checks();
        assertThat(checks).hasSize(1);
        return checks.getFirst();
    }

    @Test
    void whatIsSurelyBeyondFailsUnderEveryPolicy() {
        for (Unsure unsure : Unsure.values()) {
            Check check = only(unsure, "cpu_per_request{envoy/16k-closed} > +5%");
            assertThat(check.certainty()).isEqualTo(Certainty.BEYOND);
            assertThat(check.failed()).isTrue();
            assertThat(check.where()).isEqualTo("envoy · 16k-closed");
        }
    }

    @Test
    void whatIsSurelyWithinPassesUnderEveryPolicy() {
        for (Unsure unsure : Unsure.values()) {
            Check check = only(unsure, "cpu_per_request{16k-closed} > +15%");
            assertThat(check.certainty()).isEqualTo(Certainty.WITHIN);
            assertThat(check.failed()).isFalse();
        }
    }

    @Test
    void whereTheBoundLiesWithinTheIntervalThePolicyDecides() {
        double value =
                only(Unsure.PASS, "cpu_per_request{16k-closed} > +5%")
                        .change()
                        .orElseThrow()
                        .change();
        String below = "cpu_per_request{16k-closed} > +%.4f%%".formatted((value - 1e-4) * 100);
        String above = "cpu_per_request{16k-closed} > +%.4f%%".formatted((value + 1e-4) * 100);
        assertThat(only(Unsure.PASS, below).certainty()).isEqualTo(Certainty.UNSURE);
        assertThat(only(Unsure.PASS, below).failed()).isFalse();
        assertThat(only(Unsure.VALUE, below).failed()).isTrue();
        assertThat(only(Unsure.VALUE, above).failed()).isFalse();
        assertThat(only(Unsure.FAIL, above).failed()).isTrue();
    }

    @Test
    void aRateMustNotFall() {
        Check falls = only(Unsure.PASS, "goodput < -5%");
        assertThat(falls.certainty()).isEqualTo(Certainty.BEYOND);
        assertThat(falls.failed()).isTrue();
        assertThat(only(Unsure.PASS, "goodput < -15%").failed()).isFalse();
    }

    @Test
    void errorsAreInPoints() {
        List<Check> checks = gate(TENTH, Unsure.FAIL, "error_ratio > +0.1%").checks();
        assertThat(checks).hasSize(2);
        assertThat(checks).allMatch(check -> check.certainty() == Certainty.WITHIN);
    }

    @Test
    void whatHasNoIntervalIsTakenByItsValue() {
        List<Check> checks = gate(TENTH, Unsure.FAIL, "peak_memory > +5%").checks();
        assertThat(checks).hasSize(2);
        assertThat(checks).allMatch(check -> check.certainty() == Certainty.BY_VALUE);
        assertThat(checks).noneMatch(Check::failed);
        assertThat(gate(TENTH, Unsure.PASS, "peak_memory > -1%").failed()).isTrue();
    }

    @Test
    void noDataNeverPasses() {
        Check none = only(Unsure.PASS, "p99.9999 > +5%");
        assertThat(none.certainty()).isEqualTo(Certainty.NO_DATA);
        assertThat(none.failed()).isTrue();
        assertThat(none.reason()).isEqualTo("no scenario that is compared has this figure");
    }

    @Test
    void aScenarioThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> gate(TENTH, Unsure.PASS, "p99{squid} > +5%"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"p99{squid} > +5%\": there is no such scenario; there are"
                                + " envoy/100b-open, envoy/16k-closed");
    }

    @Test
    void withoutLimitsNothingFails() {
        assertThat(gate(TENTH, Unsure.FAIL).failed()).isFalse();
    }

    /**
     * At most one gate in 40 may fail for a change that is none: of 20 with six checks each, more
     * than 3 happen once in 500.
     */
    @Test
    void ofManyChecksOfNothingFewFail() {
        int failed = 0;
        for (int seed = 0; seed < 20; seed++) {
            Comparison nothing = Comparer.bundles(small(2L * seed), small(2L * seed + 1), Map.of());
            failed +=
                    gate(nothing, Unsure.PASS, "p50 > +0%", "mean > +0%", "p90 > +0%").failed()
                            ? 1
                            : 0;
        }
        assertThat(failed).isLessThanOrEqualTo(3);
    }

    private static Weighed small(long seed) {
        return Weighed.of(
                "b" + seed,
                new SyntheticBundle(seed)
                        .bareAgain("bare2")
                        .blocks(6)
                        .distinctValues(20)
                        .spread(0.05, 0.02)
                        .content(),
                List.of());
    }
}
