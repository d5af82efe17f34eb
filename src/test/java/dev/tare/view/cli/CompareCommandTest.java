package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.view.cli.shell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How {@code tare compare} ends. */
final class CompareCommandTest {
    private static final String BUNDLE = "src/test/resources/bundles/v1-two-specimens";

    @TempDir private Path folder = Path.of("");

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveBack() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private static int pair(String... words) {
        Stream<String> first = Stream.of("compare", BUNDLE, "--specimens", "envoy,minivoy");
        return Tare.run(Stream.concat(first, Stream.of(words)).toArray(String[]::new));
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void comparedIs0AndALimitThatIsKeptToo() {
        assertThat(pair("--fail-if", "p99 > +5%", "--strict")).isEqualTo(ExitCode.DONE);
        assertThat(shown())
                .startsWith("minivoy against envoy: better: ")
                .contains("✓ passed p99 > +5% envoy → minivoy · 16k-closed: ");
        assertThat(said()).isEmpty();
    }

    @Test
    void aLimitThatFailsIs99() {
        assertThat(pair("--workload", "16k-closed", "--fail-if", "goodput > +50%"))
                .isEqualTo(ExitCode.THRESHOLD_FAILED);
        assertThat(shown())
                .contains("✗ FAILED goodput > +50% envoy → minivoy · 16k-closed: ")
                .doesNotContain("100b-open");
    }

    @Test
    void whatIsNotSureFailsOnlyWhereThatIsAsked() {
        String limit = "p99.9{100b-open} > -5%";
        assertThat(pair("--fail-if", limit)).isEqualTo(ExitCode.DONE);
        assertThat(pair("--fail-if", limit, "--unsure", "value")).isEqualTo(ExitCode.DONE);
        assertThat(pair("--fail-if", limit, "--strict")).isEqualTo(ExitCode.THRESHOLD_FAILED);
    }

    @Test
    void withoutAnyFigureToBeBelievedItIs3WhateverTheLimitsSay() throws IOException {
        Path five = folder.resolve("five");
        try (Stream<Path> files = Files.walk(Path.of(BUNDLE))) {
            for (Path file : files.filter(f -> !f.toString().contains("blocks/0005")).toList()) {
                Files.copy(file, five.resolve(Path.of(BUNDLE).relativize(file).toString()));
            }
        }
        assertThat(Tare.run("compare", BUNDLE, five.toString(), "--fail-if", "p50 > +1%"))
                .isEqualTo(ExitCode.NO_VALID_HEADLINE);
        assertThat(shown()).startsWith("Nothing can be compared: 5 blocks that have both halves");
    }

    @Test
    void aFileIsWrittenWhole() throws IOException {
        Path file = folder.resolve("compare.xml");
        assertThat(pair("--format", "junit", "--out", file.toString())).isEqualTo(ExitCode.DONE);
        assertThat(shown()).isEmpty();
        assertThat(Files.readString(file)).startsWith("<?xml").endsWith("</testsuites>\n");
        assertThat(pair("--out", folder.resolve("no/where").toString()))
                .isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(said()).contains("cannot be written");
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                words("Missing required parameter", "compare"),
                words("name two bundles, or two specimens of this one", "compare", BUNDLE),
                words("is compared with itself", "compare", BUNDLE, BUNDLE),
                words("format \"pdf\" is not known", "compare", BUNDLE, ".", "--format", "pdf"),
                words(
                        "--map is for two bundles",
                        "compare",
                        BUNDLE,
                        "--specimens=a,b",
                        "--map=a=b"),
                words("are for one bundle", "compare", BUNDLE, ".", "--specimens", "a,b"),
                words(
                        "there is no specimen \"squid\"; there are bare, envoy, minivoy",
                        "compare",
                        BUNDLE,
                        "--specimens",
                        "envoy,squid"),
                words(
                        "--fail-if: \"p99 > 5%\" is no limit of a change",
                        "compare", BUNDLE, "--specimens", "envoy,minivoy", "--fail-if", "p99 > 5%"),
                words(
                        "--fail-if: \"p99{x} > +5%\": there is no such scenario",
                        "compare",
                        BUNDLE,
                        "--specimens",
                        "envoy,minivoy",
                        "--fail-if",
                        "p99{x} > +5%"));
    }

    private static Arguments words(String sentence, String... words) {
        return Arguments.of(sentence, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void nonsenseIsOneLineAndTheExitCode2(String sentence, String[] words) {
        assertThat(Tare.run(words)).isEqualTo(ExitCode.USAGE);
        assertThat(said()).hasLineCount(1).contains(sentence);
    }

    @Test
    void aBundleThatIsNotThereIs1() {
        assertThat(Tare.run("compare", BUNDLE, folder.resolve("x").toString()))
                .isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(said()).hasLineCount(1).contains("there is no such folder");
    }
}
