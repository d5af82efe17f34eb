package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.verdict.Judge;
import dev.tare.lab.verdict.Weighing;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs as a user starts them: to the end, killed and resumed, interrupted, bereft. */
@SocketTest
final class RunLifeTest {
    private static final String PLAN =
            """
            name: small
            duration: 5s
            blocks: 3
            specimens: [bare, minivoy]
            workloads:
              - {name: closed, path: /byte/100, connections: 4, check: {status: 200, length: 100}}
              - {name: open, path: /byte/100, connections: 4, rate: 200/s}
            """;

    @TempDir private Path folder = Path.of("");

    private Path plan() throws IOException {
        return Files.writeString(folder.resolve("plan.yaml"), PLAN);
    }

    private Path bundle() {
        return folder.resolve("bundle");
    }

    @Test
    @Timeout(90)
    void aRunLeavesAWholeBundleAndAReportAndNoProcess() throws Exception {
        CommandFixture.Result result =
                CommandFixture.run(folder, "run", plan().toString(), "--out", bundle().toString());

        assertThat(result.exitCode()).as(result.err()).isIn(0, 3);
        BundleContent content = BundleReader.read(bundle());
        assertThat(content.complete()).isTrue();
        assertThat(content.end().orElseThrow().state()).isEqualTo(EndRecord.State.COMPLETE);
        for (BundleContent.Block block : content.blocks()) {
            assertThat(block.blockRecord().slices()).hasSize(8);
            assertThat(block.blockRecord().slices())
                    .allSatisfy(slice -> {
                        assertThat(slice.measured().conserved()).isTrue();
                        // So short a slice can pass on a busy machine before anything is sent.
                        assertThat(slice.measured().planned()).isPositive();
                    });
            BlockProof.assertCountersAgree(block.blockRecord(), "minivoy");
        }
        Weighing weighing = Judge.weigh(content);
        assertThat(weighing.scenarios()).hasSize(4);
        assertThat(result.out()).contains(weighing.sentence().substring(0, 20));
        assertThat(bundle().resolve("report.html")).isNotEmptyFile();
        assertThat(CommandFixture.processesOf(bundle())).isEmpty();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    @Timeout(150)
    void aRunKilledAnywhereLeavesNothingRunningAndResumes(long seed) throws Exception {
        Process runner =
                CommandFixture.start(
                        folder, "run", plan().toString(), "--out", bundle().toString());
        Path manifest = bundle().resolve("bundle.json");
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + 30_000_000_000L;
        while (!Files.exists(manifest) && clock.nowNs() < deadlineNs) {
            Sleep.forNs(10_000_000L);
        }
        Sleep.forNs(new Random(seed).nextLong(200_000_000L, 9_000_000_000L));
        Set<Long> children = new HashSet<>(CommandFixture.descendants(runner.pid()));
        runner.destroyForcibly().waitFor();

        awaitEndOf(children);
        BundleContent killed = BundleReader.read(bundle());
        CommandFixture.Result resumed =
                CommandFixture.run(folder, "run", "--resume", bundle().toString());

        assertThat(resumed.exitCode()).as(resumed.err()).isIn(0, 3);
        BundleContent whole = BundleReader.read(bundle());
        assertThat(whole.complete()).isTrue();
        assertThat(whole.blocks()).hasSizeGreaterThanOrEqualTo(killed.blocks().size());
        for (int i = 0; i < killed.blocks().size(); i++) {
            assertThat(whole.blocks().get(i).blockRecord())
                    .isEqualTo(killed.blocks().get(i).blockRecord());
        }
    }

    private static void awaitEndOf(Set<Long> children) throws InterruptedException {
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + 10_000_000_000L;
        while (children.stream().anyMatch(CommandFixture::isAlive) && clock.nowNs() < deadlineNs) {
            Sleep.forNs(20_000_000L);
        }
        List<Long> left = children.stream().filter(CommandFixture::isAlive).toList();
        assertThat(left).as("processes that outlived the runner").isEmpty();
    }

    @Test
    @Timeout(90)
    void anInterruptKeepsWhatWasMeasuredAndEndsWith130() throws Exception {
        Process runner =
                CommandFixture.start(
                        folder, "run", plan().toString(), "--out", bundle().toString());
        Path firstBlock = bundle().resolve("blocks/0000");
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + 40_000_000_000L;
        while (!Files.exists(firstBlock) && clock.nowNs() < deadlineNs) {
            Sleep.forNs(5_000_000L);
        }
        Set<Long> children = new HashSet<>(CommandFixture.descendants(runner.pid()));
        new ProcessBuilder("kill", "-INT", Long.toString(runner.pid())).start().waitFor();

        CommandFixture.Result result = CommandFixture.result(runner, folder);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(130);
        assertThat(result.err()).contains("--resume");
        BundleContent content = BundleReader.read(bundle());
        assertThat(content.end().orElseThrow().state()).isEqualTo(EndRecord.State.STOPPED);
        assertThat(content.blocks()).isNotEmpty();
        awaitEndOf(children);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"MinivoyMain, minivoy", "OriginMain, the origin", "WorkerMain, instrument"})
    @Timeout(90)
    void aPartyThatDiesInMidRunIsNamedAndTheBlocksBeforeAreKept(String mainClass, String party)
            throws Exception {
        Process runner =
                CommandFixture.start(
                        folder, "run", plan().toString(), "--out", bundle().toString());
        Path firstBlock = bundle().resolve("blocks/0000");
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + 40_000_000_000L;
        while (!Files.exists(firstBlock) && clock.nowNs() < deadlineNs) {
            Sleep.forNs(5_000_000L);
        }
        long victim =
                CommandFixture.descendants(runner.pid()).stream()
                        .filter(pid -> CommandFixture.commandLine(pid).contains(mainClass))
                        .findFirst()
                        .orElseThrow();
        new ProcessBuilder("kill", "-KILL", Long.toString(victim)).start().waitFor();

        CommandFixture.Result result = CommandFixture.result(runner, folder);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains(party).contains("--resume");
        BundleContent content = BundleReader.read(bundle());
        assertThat(content.end().orElseThrow().state()).isEqualTo(EndRecord.State.FAILED);
        assertThat(content.blocks()).isNotEmpty();
        assertThat(runner.waitFor(1, TimeUnit.SECONDS)).isTrue();
    }
}
