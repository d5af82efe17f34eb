package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.compare.Weighed;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.text.TextStyle;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code tare run --compare-with}: the gate of a CI in one command. */
final class EarlierRunTest {
    /** The closed workload of {@link SyntheticBundle}, on a specimen of the same name. */
    private static final String PLAN =
            """
            name: gate
            duration: 5s
            blocks: 6
            specimens: [bare, {name: envoy, kind: minivoy}]
            workloads:
              - {name: 16k-closed, bytes: 16384, connections: 64, timeout: 2s}
            """;

    @TempDir private Path folder;
    private Path baseline;
    private Path plan;

    @BeforeEach
    void write() throws Exception {
        baseline = folder.resolve("baseline");
        SyntheticBundle.write(content(1, 31_000), baseline);
        plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);
    }

    private static BundleContent content(long seed, double cpuNs) {
        return new SyntheticBundle(seed)
                .specimen("envoy", cpuNs, 120_000)
                .blocks(8)
                .spread(0.02, 0.02)
                .content();
    }

    private static GateFlags flags(String... words) {
        GateFlags flags = new GateFlags();
        new CommandLine(
                        CommandSpec.create()
                                .addMixin("gate", CommandSpec.forAnnotatedObject(flags)))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(words);
        return flags;
    }

    private EarlierRun.Compared compared(double cpuNs, String... words) throws Exception {
        BundleContent after = content(2, cpuNs);
        return EarlierRun.read(baseline, flags(words))
                .with(Weighed.of("after", after, List.of()), TextStyle.plain(100));
    }

    @Test
    void aChangeBeyondItsLimitIs99AndOneWithinIs0() throws Exception {
        EarlierRun.Compared failed = compared(62_000, "--fail-if", "cpu_per_request > +20%");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.THRESHOLD_FAILED);
        assertThat(failed.text())
                .startsWith("Worse: ")
                .contains("before: baseline (8 blocks), after: after (8 blocks)")
                .contains("FAILED cpu_per_request > +20% envoy · 16k-closed");
        EarlierRun.Compared passed = compared(31_000, "--fail-if", "cpu_per_request > +20%");
        assertThat(passed.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(passed.text()).contains("passed cpu_per_request > +20%");
        assertThat(compared(62_000).exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aRunThatEndedEarlyIsToldHowToCompare() throws Exception {
        EndRecord end = new EndRecord(EndRecord.State.STOPPED, "stopped by the user", 0);
        assertThat(EarlierRun.read(baseline, flags()).notCompared(end, Path.of("after")))
                .isEqualTo(
                        "not compared with %s, for the run did not come to its end (stopped by the"
                                        .formatted(baseline)
                                + " user): ./tare compare %s after".formatted(baseline));
    }

    private String refused(int exitCode, String... words) {
        PrintStream realErr = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            assertThat(Tare.run(words)).isEqualTo(exitCode);
        } finally {
            System.setErr(realErr);
        }
        assertThat(folder.resolve("out")).doesNotExist();
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            textBlock =
                    """
                    --fail-if=p99{squid} > +5% | "p99{squid} > +5%": there will be no such scenario
                    --fail-if=p99 > 5%         | is no limit of a change
                    --map=envoy=squid          | no specimen and no workload has these names
                    """)
    void aFaultyGateIsRefusedBeforeAnythingStarts(String flag, String sentence) {
        String said =
                refused(
                        ExitCode.USAGE,
                        "run",
                        plan.toString(),
                        "--out=" + folder.resolve("out"),
                        "--compare-with=" + baseline,
                        flag);
        assertThat(said).hasLineCount(1).contains(sentence);
    }

    @Test
    void aBundleThatCannotBeReadOrIsMissingIsRefusedBeforeAnythingStarts() {
        String nowhere = "--compare-with=" + folder.resolve("nowhere");
        assertThat(refused(ExitCode.COULD_NOT_RUN, "run", plan.toString(), nowhere))
                .hasLineCount(1)
                .contains("there is no such folder");
        assertThat(refused(ExitCode.USAGE, "run", plan.toString(), "--fail-if=p99 > +5%"))
                .hasLineCount(1)
                .contains("--fail-if, --map, --unsure and --strict need --compare-with BUNDLE");
        assertThat(
                        refused(
                                ExitCode.USAGE,
                                "run",
                                "--resume=" + baseline,
                                "--compare-with=" + baseline))
                .hasLineCount(1)
                .contains("is compared with itself");
    }

    @Test
    @SocketTest
    @Timeout(60)
    void aRunShowsTheComparisonBelowItsReport() throws Exception {
        CommandFixture.Result result =
                CommandFixture.run(
                        folder,
                        "run",
                        plan.toString(),
                        "--out",
                        folder.resolve("out").toString(),
                        "--compare-with",
                        baseline.toString(),
                        "--fail-if",
                        "peak_memory > -90%");

        // The made-up bundle is another machine's, which taints all: nothing is to be believed.
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.NO_VALID_HEADLINE);
        assertThat(result.out())
                .contains("\nbefore: baseline (8 blocks), after: out (6 blocks);")
                .contains("another machine: CPU Synthetic CPU and ")
                .contains("FAILED peak_memory > -90% envoy · 16k-closed");
        assertThat(folder.resolve("out/report.html")).isNotEmptyFile();
        assertThat(CommandFixture.processesOf(folder.resolve("out"))).isEmpty();
    }
}
