package dev.tare.lab.foreign.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.foreign.reader.result.Labels.Claim;
import dev.tare.lab.foreign.reader.result.Labels.Subject;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
    private static String words(Claim claim) {
        return "%s %.0f".formatted(claim.subject(), claim.low());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "$ wrk -t4 -c200 -d30s http://h/ > WRK: THREADS 4, CONNECTIONS 200, DURATION_NS"
                        + " 30000000000",
                "./wrk -c1 -t1 http://h/byte/100 > WRK: CONNECTIONS 1, THREADS 1",
                "wrk -R 2k http://h/ > WRK2: RATE_PER_SEC 2000",
                "/usr/bin/wrk2 --rate=50 http://h/ > WRK2: RATE_PER_SEC 50",
                "sudo taskset -c 20-100 fortio load -c 100 -qps 0 -t 60s http://h/ > FORTIO:"
                        + " CONNECTIONS 100, DURATION_NS 60000000000",
                "!oha -z 10s -c 50 -q 200 http://h/ > OHA: DURATION_NS 10000000000, CONNECTIONS 50,"
                        + " RATE_PER_SEC 200",
                "vegeta attack -rate=50/1s -duration=5s > VEGETA: RATE_PER_SEC 50, DURATION_NS"
                        + " 5000000000",
                "vegeta attack -rate=300/m > VEGETA: RATE_PER_SEC 5",
                "k6 run --vus 10 --duration 30s a.js > K6: CONNECTIONS 10, DURATION_NS 30000000000",
                "nighthawk_client --rps 5 --connections 3 --concurrency 2 http://h/ > NIGHTHAWK:"
                        + " RATE_PER_SEC 5, CONNECTIONS 3, THREADS 2",
                "`tare wrk -t2 -c4 http://h/` > WRK: THREADS 2, CONNECTIONS 4",
                "tare load -c 4 http://h/ > TARE: CONNECTIONS 4"
            })
    void flagsOfEveryTool(String line, String expected) {
        CommandLine command = CommandLine.find(3, line).orElseThrow();
        assertThat(
                        command.tool()
                                + ": "
                                + command.claims().stream()
                                        .map(CommandLineTest::words)
                                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
        assertThat(command.claims()).allMatch(claim -> claim.line() == 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wrk is a tool",
                "we ran wrk and fortio on it",
                "network -c4",
                "make test_local",
                "-c 4 -t 2"
            })
    void proseIsNoCommand(String line) {
        assertThat(CommandLine.find(1, line)).isEmpty();
    }

    @Test
    void theAddressEndsWhereTheTextsMarksBegin() {
        assertThat(CommandLine.url("see <http://h:80/a?b=c> there")).contains("http://h:80/a?b=c");
        assertThat(CommandLine.url("'https://h/'")).contains("https://h/");
    }

    @Test
    void ofALongCommandTheFirstWordsAreLookedAt() {
        String line = "wrk -t1" + " x".repeat(CommandLine.MAX_WORDS) + " -c4";
        assertThat(CommandLine.find(1, line).orElseThrow().claims())
                .singleElement()
                .matches(claim -> claim.subject() == Subject.THREADS);
    }
}
