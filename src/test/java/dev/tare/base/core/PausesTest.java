package dev.tare.base.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PausesTest {
    private static final Pauses SHORT =
            new Pauses(1_500_000, List.of(new Pauses.LengthClass(1 << 20, 2, 2_600_000)));
    private static final Pauses LONG =
            new Pauses(
                    300_000_000,
                    List.of(
                            new Pauses.LengthClass(1 << 20, 1, 1_100_000),
                            new Pauses.LengthClass(1 << 28, 1, 300_000_000)));

    @Test
    void addingKeepsEveryPauseAndTheLongest() {
        Pauses sum = SHORT.plus(LONG);
        assertThat(sum.count()).isEqualTo(4);
        assertThat(sum.totalNs()).isEqualTo(303_700_000);
        assertThat(sum.longestNs()).isEqualTo(300_000_000);
        assertThat(sum.classes())
                .containsExactly(
                        new Pauses.LengthClass(1 << 20, 3, 3_700_000),
                        new Pauses.LengthClass(1 << 28, 1, 300_000_000));
        assertThat(Pauses.NONE.plus(SHORT)).isEqualTo(SHORT);
    }

    @Test
    void pausesKnownByTheirSumTakeTheMean() {
        Pauses alike = Pauses.alike(4, 360_000_000);
        assertThat(alike.longestNs()).isEqualTo(90_000_000);
        assertThat(alike.count()).isEqualTo(4);
        assertThat(alike.totalNs()).isEqualTo(360_000_000);
        assertThat(Pauses.alike(0, 5)).isEqualTo(Pauses.NONE);
        assertThat(Pauses.alike(3, 0)).isEqualTo(Pauses.NONE);
    }

    @Test
    void whatNobodyLookedAtAddsNothing() {
        GeneratorHealth seen = new GeneratorHealth(1_000, SHORT, 5, 6, 1, 2);
        assertThat(GeneratorHealth.UNKNOWN.known()).isFalse();
        assertThat(GeneratorHealth.UNKNOWN.plus(seen)).isEqualTo(seen);
        assertThat(seen.plus(GeneratorHealth.UNKNOWN)).isEqualTo(seen);
        assertThat(seen.plus(new GeneratorHealth(1_000, SHORT, -1, 6, 1, 2)))
                .isEqualTo(new GeneratorHealth(2_000, SHORT.plus(SHORT), -1, 12, 2, 4));
    }
}
