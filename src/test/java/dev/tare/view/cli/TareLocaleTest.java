package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers are written alike wherever the program runs. */
final class TareLocaleTest {
    private static final String NOTES = "src/test/resources/dev/tare/lab/audit/mesh-bytes.md";

    @ParameterizedTest
    @CsvSource({"ar,EG", "de,DE", "fr,FR"})
    void theUsersLanguageDoesNotChangeTheNumbers(String language, String country) throws Exception {
        assertThat(audited("-Duser.language=" + language, "-Duser.country=" + country))
                .contains("128 connections at 10.30/s")
                .isEqualTo(audited("-Duser.language=en", "-Duser.country=US"));
    }

    private static String audited(String... locale) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        locale[0],
                                        locale[1],
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "dev.tare.view.cli.Tare",
                                        "audit",
                                        NOTES))
                        .redirectErrorStream(true)
                        .start();
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
