package dev.tare.lab.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleWriterTest {
    @TempDir Path temporary;
    private Path folder = Path.of(".");
    private final BundleContent content =
            new SyntheticBundle(1).specimen("envoy", 31_000, 120_000).blocks(2).content();

    @BeforeEach
    void setUp() {
        folder = temporary.resolve("results/bundle");
    }

    private static List<String> tree(Path root) throws Exception {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsReadEqualsWhatWasWritten() throws Exception {
        SyntheticBundle.write(content, folder);
        assertThat(BundleReader.read(folder)).isEqualTo(content);
    }

    @Test
    void theFolderHoldsTheDocumentedFilesAndNoOthers() throws Exception {
        SyntheticBundle.write(content, folder);
        assertThat(tree(folder))
                .containsExactly(
                        ".lock",
                        "blocks/0000/block.json",
                        "blocks/0000/slices.hlog",
                        "blocks/0001/block.json",
                        "blocks/0001/slices.hlog",
                        "bundle.json",
                        "end.json",
                        "rounds/0000/envoy.conf",
                        "rounds/0000/round.json");
    }

    @Test
    void theSameContentGivesTheSameBytes() throws Exception {
        SyntheticBundle.write(content, folder);
        Path again = temporary.resolve("again");
        SyntheticBundle.write(content, again);
        for (String file : tree(folder)) {
            assertThat(again.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
        }
    }

    @Test
    void aFolderWithOtherThingsInItIsRefusedAndLeftAlone() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> BundleWriter.create(folder, content.manifest()))
                .isInstanceOf(BundleException.class)
                .hasMessage(
                        folder
                                + ": is not empty and no bundle; name a new or an empty folder with"
                                + " --out");
        assertThat(tree(folder)).containsExactly("thesis.txt");
    }

    @Test
    void aFolderWithABundleIsRefused() throws Exception {
        SyntheticBundle.write(content, folder);
        assertThatThrownBy(() -> BundleWriter.create(folder, content.manifest()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("holds a bundle already; go on with it by --resume");
    }

    @Test
    void aFileInTheFoldersPlaceIsRefused() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        assertThatThrownBy(() -> BundleWriter.create(file, content.manifest()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("is not a folder");
    }

    @Test
    void whatAKilledBeginningLeftBehindIsTakenOver() throws Exception {
        Files.createDirectories(folder.resolve("rounds"));
        Files.createDirectories(folder.resolve("blocks"));
        Files.writeString(folder.resolve(".lock"), "");
        Files.writeString(folder.resolve(".bundle.json.tmp"), "{\"format_ver");
        try (BundleWriter writer = BundleWriter.create(folder, content.manifest())) {
            assertThat(writer.nextBlock()).isZero();
        }
        assertThat(BundleReader.read(folder).blocks()).isEmpty();
    }

    @Test
    void twoRunnersCannotWriteTheSameBundle() throws Exception {
        try (BundleWriter first = BundleWriter.create(folder, content.manifest())) {
            assertThat(first.folder()).isEqualTo(folder);
            assertThatThrownBy(() -> BundleWriter.resume(folder))
                    .isInstanceOf(BundleException.class)
                    .hasMessage(
                            folder
                                    + ": another tare run is writing this bundle; wait for it or"
                                    + " stop it first");
        }
        BundleWriter.resume(folder).close();
    }

    @Test
    void resumingGoesOnAtTheFirstMissingBlockInANewRound() throws Exception {
        SyntheticBundle.write(content, folder);
        Path leftover = Files.createDirectories(folder.resolve("blocks/.0002.tmp"));
        Files.writeString(leftover.resolve("block.json"), "{\"ind");
        try (BundleWriter writer = BundleWriter.resume(folder)) {
            assertThat(writer.nextBlock()).isEqualTo(2);
            assertThat(writer.nextRound()).isEqualTo(1);
        }
        assertThat(leftover).doesNotExist();
        assertThat(folder.resolve("end.json")).doesNotExist();
        assertThat(BundleReader.read(folder).end()).isEmpty();
    }

    @Test
    void resumingWhatIsNoBundleIsRefused() throws Exception {
        Files.createDirectories(folder);
        assertThatThrownBy(() -> BundleWriter.resume(folder))
                .isInstanceOf(BundleException.class)
                .hasMessage(folder + ": is no bundle: it has no bundle.json");
    }

    @Test
    void aBlockIsNeverOverwritten() throws Exception {
        SyntheticBundle.write(content, folder);
        BundleContent.Block first = content.blocks().getFirst();
        try (BundleWriter writer = BundleWriter.resume(folder)) {
            assertThatThrownBy(
                            () -> writer.writeBlock(first.blockRecord(), first.sliceHistograms()))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("is there already");
        }
    }

    @Test
    void aLaterEndReplacesAnEarlierOne() throws Exception {
        SyntheticBundle.write(content, folder);
        EndRecord stopped = new EndRecord(EndRecord.State.STOPPED, "Ctrl-C", 5);
        try (BundleWriter writer = BundleWriter.resume(folder)) {
            writer.writeEnd(new EndRecord(EndRecord.State.FAILED, "disk full", 4));
            writer.writeEnd(stopped);
        }
        assertThat(BundleReader.read(folder).end()).contains(stopped);
        assertThat(folder.resolve("end.json")).content().contains("\"state\" : \"stopped\"");
    }

    @Test
    void aConfigurationCannotLeaveItsFolder() throws Exception {
        try (BundleWriter writer = BundleWriter.create(folder, content.manifest())) {
            for (String name : List.of("../evil", "a/b", "", ".hidden", "round.json")) {
                assertThatThrownBy(() ->
                                writer.writeRound(content.rounds().getFirst(), Map.of(name, "x")))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("is no plain name of a file");
            }
        }
    }

    @Test
    void slicesWithoutTheirHistogramsAreRefused() throws Exception {
        BlockRecord block = content.blocks().getFirst().blockRecord();
        try (BundleWriter writer = BundleWriter.create(folder, content.manifest())) {
            assertThatThrownBy(() -> writer.writeBlock(block, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("slices with 0 histograms");
        }
    }

    @Test
    void secretsOfThePlanAndTheCommandLineAreNotWritten() throws Exception {
        Manifest manifest = withSecrets(content.manifest());
        BundleWriter.create(folder, manifest).close();
        assertThat(folder.resolve("bundle.json"))
                .content()
                .doesNotContain("s3cret")
                .contains("http://(redacted)@127.0.0.1/")
                .contains("Authorization: (redacted)");
    }

    private static Manifest withSecrets(Manifest manifest) {
        PlanRecord plan = manifest.plan();
        PlanRecord.WorkloadRecord workload = plan.workloads().getFirst();
        RequestSpec request =
                new RequestSpec(
                        "GET",
                        "/byte/100?token=s3cret",
                        List.of(
                                new Field("authorization", "Bearer s3cret"),
                                new Field("Cookie", "id=s3cret"),
                                new Field("X-Api-Key", "s3cret")),
                        "");
        PlanRecord secret =
                new PlanRecord(
                        plan.name(),
                        plan.specimens(),
                        List.of(
                                new PlanRecord.WorkloadRecord(
                                        workload.name(),
                                        request,
                                        AnswerCheck.success(),
                                        workload.connections(),
                                        workload.threads(),
                                        workload.timeoutNs(),
                                        workload.model(),
                                        workload.law(),
                                        0,
                                        0)),
                        plan.blocks(),
                        plan.leadNs(),
                        plan.measuredNs(),
                        plan.warmUpNs());
        return new Manifest(
                1,
                manifest.tareVersion(),
                manifest.commit(),
                manifest.createdEpochNs(),
                List.of(
                        "run",
                        "--bare",
                        "http://joe:s3cret@127.0.0.1/",
                        "-H",
                        "Authorization: Bearer s3cret"),
                manifest.seed(),
                manifest.planSha256(),
                secret,
                manifest.environment());
    }
}
