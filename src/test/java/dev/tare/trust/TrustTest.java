package dev.tare.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testing.SocketTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten of the planted faults, chosen by a seed; {@code bench/trust} plants all of them. */
@SocketTest
final class TrustTest {
    @TempDir private Path folder = Path.of("");

    /** {@code -Dtare.trust.seed=N} chooses others. */
    static List<Long> seed() {
        return List.of(Long.getLong("tare.trust.seed", 1));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seed")
    @Timeout(240)
    void tenPlantedFaultsAreCaughtAndTheirControlsAreNot(long seed) throws Exception {
        List<PlantedFault> ten = PlantedFaults.ten(seed);
        List<Judgement> judgements =
                new FaultBench(folder, judgement -> System.out.print(TrustTable.line(judgement)))
                        .run(ten);

        assertThat(judgements).hasSize(10);
        assertThat(judgements)
                .allSatisfy(judgement ->
                        assertThat(judgement.good()).as(TrustTable.line(judgement)).isTrue());
    }

    @Test
    void thereAreAtLeastThirtyDistinctFaults() {
        List<String> names = PlantedFaults.all().stream().map(PlantedFault::name).toList();

        assertThat(names).hasSizeGreaterThanOrEqualTo(30).doesNotHaveDuplicates();
    }

    @Test
    void seventeenOfTwoHundredMayBeCalledDifferent() {
        assertThat(BareAgainstBare.bound(200)).isEqualTo(17);
        assertThat(BareAgainstBare.bound(0)).isZero();
        assertThat(new BareAgainstBare.Count(200, 17, 10).good()).isTrue();
        assertThat(new BareAgainstBare.Count(200, 18, 0).good()).isFalse();
        assertThat(new BareAgainstBare.Count(200, 0, 11).good()).isFalse();
    }
}
