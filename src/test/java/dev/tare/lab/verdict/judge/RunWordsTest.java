package dev.tare.lab.verdict.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.verdict.Weighing;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunWordsTest {
    private static String longer(String... words) {
        return RunWords.of(List.of(words)).withBlocks(24, 130);
    }

    @Test
    void whatWasWeighedStaysAndItsLengthIsReplaced() {
        assertThat(longer("run", "plans/two-sizes.yaml", "--blocks", "8", "--duration=60s"))
                .isEqualTo("./tare run plans/two-sizes.yaml --blocks 24 --duration 130s");
        assertThat(longer("run", "--quick", "--out", "there", "--seed", "7"))
                .isEqualTo("./tare run --seed 7 --blocks 24 --duration 130s");
    }

    @Test
    void wordsWithSpacesAreQuotedForAShell() {
        assertThat(longer("run", "--specimen", "mine=my-proxy --listen {listen} it's"))
                .startsWith("./tare run --specimen 'mine=my-proxy --listen {listen} it'\\''s' ");
    }

    @Test
    void aLongDurationIsRoundedUpToMinutesAndAnUnknownOneIsLeftOut() {
        RunWords words = RunWords.of(List.of("run"));
        assertThat(words.withBlocks(40, 1_201)).endsWith("--blocks 40 --duration 21m");
        assertThat(words.withBlocks(40, 0)).isEqualTo("./tare run --blocks 40");
    }

    @Test
    void whatHeldSecretsOrIsTooLongIsNotRepeated() {
        assertThat(longer("run", "--specimen", "a=http://(redacted)@host/"))
                .isEqualTo("./tare run --blocks 24 --duration 130s");
        assertThat(RunWords.of(Collections.nCopies(41, "x")).kept()).isEmpty();
    }

    @Test
    void aSpecimenIsAskedForWithoutNamingOneThatThePlanMayNotHave() {
        assertThat(RunWords.of(List.of("run", "p.yaml", "--specimens", "bare")).withMoreSpecimens())
                .extracting(Weighing.NextCommand::command)
                .isEqualTo("./tare run p.yaml");
        assertThat(RunWords.of(List.of("run", "p.yaml")).withMoreSpecimens().why())
                .contains("add one to the plan");
    }
}
