package dev.tare.specimen.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StolenTimeTest {
    private static final String STAT =
            """
            cpu  6905028 104822 1043828 2979785 585474 0 328354 85850 0 0
            cpu0 3405028 52411 543828 1479785 285474 0 164177 42900 0 0
            cpu1 3500000 52411 500000 1500000 300000 0 164177 42950 0 0
            intr 1 2 3 4 5 6 7 8 9
            """;

    @Test
    void stealIsReadByCore() {
        assertThat(StolenTime.parse(STAT))
                .isEqualTo(Map.of(0, 429_000_000_000L, 1, 429_500_000_000L));
    }

    @Test
    void oldKernelsAndNonsenseTellNothing() {
        assertThat(StolenTime.parse("cpu0 1 2 3 4\ncpu1 1 2 3 4 5 6 7 x 9 10\ncpux")).isEmpty();
        assertThat(StolenTime.byCoreNs(Path.of("/no/such/folder"))).isEmpty();
    }

    @Test
    void onlyWhatGrewIsKept() {
        assertThat(StolenTime.between(Map.of(0, 10L, 1, 5L), Map.of(0, 30L, 1, 5L, 2, 9L)))
                .isEqualTo(Map.of(0, 20L));
    }
}
