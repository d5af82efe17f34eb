package dev.tare.lab.compare;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.objective.ChangeLimit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProspectTest {
    private static final Weighed BEFORE =
            Weighed.of(
                    "before",
                    new SyntheticBundle(1).specimen("envoy", 31_000, 120_000).blocks(1).content(),
                    List.of());

    private static Prospect of(String specimen, String workload, Map<String, String> renamed) {
        return Prospect.of(BEFORE, List.of("bare", specimen), List.of(workload), renamed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p99 > +5%",
                "p99{envoy} > +5%",
                "p99{envoy-1.36} > +5%",
                "p99{16k-closed} > +5%",
                "p99{envoy/16k-closed} > +5%",
                "p99{envoy-1.36/16k-closed} > +5%"
            })
    void aLimitOfWhatWillBeThereIsTaken(String limit) {
        Prospect prospect = of("envoy-1.36", "16k-closed", Map.of("envoy", "envoy-1.36"));
        assertThatCode(() -> prospect.require(List.of(ChangeLimit.parse(limit))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bare", "100b-open", "envoy/100b-open", "squid"})
    void aLimitOfWhatWillNotBeThereIsRefused(String scenario) {
        ChangeLimit limit = ChangeLimit.parse("p99{%s} > +5%%".formatted(scenario));
        Prospect prospect = of("envoy", "16k-closed", Map.of());
        assertThatThrownBy(() -> prospect.require(List.of(limit)))
                .hasMessage(
                        "--fail-if: \"p99{%s} > +5%%\": there will be no such scenario; there will"
                                + " be envoy/16k-closed",
                        scenario);
    }

    @Test
    void aPlanWithNothingInCommonIsRefused() {
        assertThatThrownBy(() -> of("squid", "16k-closed", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it has nothing in common with this plan: specimen squid")
                .hasMessageContaining("specimen envoy is only in the first bundle")
                .hasMessageEndingWith("(--map OLD=NEW names what was renamed)");
    }

    @Test
    void aRenamedOneThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> of("envoy", "16k-closed", Map.of("envoy", "squid")))
                .hasMessageStartingWith("envoy=squid: no specimen and no workload has these names");
    }
}
