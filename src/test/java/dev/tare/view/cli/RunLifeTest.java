package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.bundle.LossRecord;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

    private static final int KILLS = 3;

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
    @ValueSource(longs = 1)
    @Timeout(150)
    void aRunKilledAnywhereAgainAndAgainLeavesNothingRunningAndResumes(long seed) throws Exception {
        Random random = new Random(seed);
        Process runner =
                CommandFixture.start(
                        folder, "run", plan().toString(), "--out", bundle().toString());
        List<BundleContent.Block> kept = List.of();
        for (int kill = 0; kill < KILLS; kill++) {
            awaitFile(bundle().resolve("bundle.json"));
            Sleep.forNs(random.nextLong(200_000_000L, 9_000_000_000L));
            Set<Long> children = new HashSet<>(CommandFixture.descendants(runner.pid()));
            runner.destroyForcibly().waitFor();

            awaitEndOf(children);
            List<BundleContent.Block> left = BundleReader.read(bundle()).blocks();
            assertBeginsWith(left, kept);
            kept = left;
            runner = CommandFixture.start(folder, "run", "--resume", bundle().toString());
        }

        CommandFixture.Result resumed = CommandFixture.result(runner, folder);
        assertThat(resumed.exitCode()).as(resumed.err()).isIn(0, 3);
        BundleContent whole = BundleReader.read(bundle());
        assertThat(whole.complete()).isTrue();
        assertBeginsWith(whole.blocks(), kept);
    }

    private static void assertBeginsWith(
            List<BundleContent.Block> blocks, List<BundleContent.Block> first) {
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(first.size());
        for (int i = 0; i < first.size(); i++) {
            assertThat(blocks.get(i).blockRecord()).isEqualTo(first.get(i).blockRecord());
        }
    }

    private static void awaitFile(Path file) throws InterruptedException {
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + 40_000_000_000L;
        while (!Files.exists(file) && clock.nowNs() < deadlineNs) {
            Sleep.forNs(5_000_000L);
        }
        assertThat(file).exists();
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
        awaitFile(bundle().resolve("blocks/0000"));
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

    /** The runs go on at the same time: each waits for itself most of its. */
    @Test
    @Timeout(120)
    void aPartyThatDiesInMidRunIsNamedAndTheBlocksBeforeAreKept() throws Exception {
        Map<String, String> parties =
                Map.of(
                        "MinivoyMain", "minivoy",
                        "OriginMain", "the origin",
                        "WorkerMain", "instrument");
        Map<String, Process> runners = new HashMap<>();
        for (String mainClass : parties.keySet()) {
            Path own = Files.createDirectories(folder.resolve(mainClass));
            runners.put(
                    mainClass,
                    CommandFixture.start(own, "run", plan().toString(), "--out", "bundle"));
        }
        for (Map.Entry<String, Process> run : runners.entrySet()) {
            kill(run.getKey(), run.getValue());
        }
        for (Map.Entry<String, Process> run : runners.entrySet()) {
            Path own = folder.resolve(run.getKey());
            CommandFixture.Result result = CommandFixture.result(run.getValue(), own);
            assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
            assertThat(result.err()).contains(parties.get(run.getKey())).contains("--resume");
            BundleContent content = BundleReader.read(own.resolve("bundle"));
            assertThat(content.end().orElseThrow().state()).isEqualTo(EndRecord.State.FAILED);
            assertThat(content.blocks()).isNotEmpty();
            List<String> lost =
                    switch (run.getKey()) {
                        case "MinivoyMain" -> List.of("minivoy");
                        case "OriginMain" -> List.of("");
                        default -> List.of(); // The instrument's own end is a failure of the run.
                    };
            assertThat(content.losses()).extracting(LossRecord::specimen).isEqualTo(lost);
        }
    }

    private void kill(String mainClass, Process runner) throws Exception {
        awaitFile(folder.resolve(mainClass).resolve("bundle/blocks/0000"));
        long victim =
                CommandFixture.descendants(runner.pid()).stream()
                        .filter(pid -> CommandFixture.commandLine(pid).contains(mainClass))
                        .findFirst()
                        .orElseThrow();
        new ProcessBuilder("kill", "-KILL", Long.toString(victim)).start().waitFor();
    }
}
