package dev.tare.lab.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class BundleReaderTest {
    @TempDir Path temporary;
    private Path folder = Path.of(".");
    private final BundleContent content =
            new SyntheticBundle(1).specimen("envoy", 31_000, 120_000).blocks(3).content();

    @BeforeEach
    void setUp() throws Exception {
        folder = temporary.resolve("b");
        SyntheticBundle.write(content, folder);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path file) {
        return assertThatThrownBy(() -> BundleReader.read(folder))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(file + ": ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"))
                .satisfies(e -> assertThat(((BundleException) e).file()).isEqualTo(file));
    }

    private void replace(Path file, String what, String by) throws Exception {
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, by));
    }

    @Test
    void aBundleWithoutAnEndIsRead() throws Exception {
        Files.delete(folder.resolve("end.json"));
        BundleContent read = BundleReader.read(folder);
        assertThat(read.end()).isEmpty();
        assertThat(read.blocks()).hasSize(3);
    }

    @Test
    void whatIsHalfWrittenOrNotOursIsPassedOver() throws Exception {
        Path half = Files.createDirectories(folder.resolve("blocks/.0003.tmp"));
        Files.writeString(half.resolve("block.json"), "{\"index\" : 3, \"rou");
        Files.writeString(folder.resolve("blocks/notes.txt"), "mine");
        Files.writeString(folder.resolve("report.html"), "<html>");
        Files.createDirectories(folder.resolve("blocks/0003.bak"));
        assertThat(BundleReader.read(folder)).isEqualTo(content);
    }

    @Test
    void theNextBlockIsTheFirstThatIsMissing() throws Exception {
        assertThat(BundleReader.nextBlock(content)).isEqualTo(3);
        DurableFiles.deleteTree(folder.resolve("blocks/0001"));
        assertThat(BundleReader.nextBlock(BundleReader.read(folder))).isEqualTo(1);
    }

    @Test
    void fieldsOfLaterVersionsAreIgnored() throws Exception {
        replace(
                folder.resolve("bundle.json"),
                "\"seed\" : 1,",
                "\"seed\" : 1, \"mood\" : {\"of\" : [1, 2]},");
        assertThat(BundleReader.read(folder)).isEqualTo(content);
    }

    @Test
    void aNewerFormatIsRefusedByItsNumber() throws Exception {
        Path file = folder.resolve("bundle.json");
        replace(file, "\"format_version\" : 1", "\"format_version\" : 2");
        assertRefused(file)
                .hasMessageContaining(
                        "has format version 2; this Tare reads up to 1: use a newer Tare");
    }

    @Test
    void aFolderThatIsNoBundleSaysSo() {
        assertThatThrownBy(() -> BundleReader.read(temporary))
                .hasMessage(temporary + ": is no bundle: it has no bundle.json");
        Path nowhere = temporary.resolve("nowhere");
        assertThatThrownBy(() -> BundleReader.read(nowhere))
                .hasMessage(nowhere + ": there is no such folder");
    }

    @Test
    void anotherProgramsJsonIsNoManifest() throws Exception {
        Path file = folder.resolve("bundle.json");
        Files.writeString(file, "{\"name\" : \"left-pad\"}");
        assertRefused(file).hasMessageContaining("names no format_version");
        Files.writeString(file, "[1, 2]");
        assertRefused(file);
        Files.writeString(file, "");
        assertRefused(file);
        Files.writeString(file, "{\"format_version\" : 1}");
        assertRefused(file);
    }

    @Test
    void aFieldThatIsMissingIsNamed() throws Exception {
        Path file = folder.resolve("blocks/0001/block.json");
        replace(file, "\"planned\"", "\"unplanned\"");
        assertRefused(file).hasMessageContaining("planned");
    }

    @Test
    void aBlockInAnotherBlocksFolderIsRefused() throws Exception {
        Files.move(folder.resolve("blocks/0002"), folder.resolve("blocks/0005"));
        assertRefused(folder.resolve("blocks/0005/block.json"))
                .hasMessageContaining("has the index 2, and does not belong in this folder");
    }

    @Test
    void aBlockOfARoundThatIsNotThereIsRefused() throws Exception {
        DurableFiles.deleteTree(folder.resolve("rounds/0000"));
        assertRefused(folder.resolve("blocks/0000/block.json"))
                .hasMessageContaining("belongs to round 0, which this bundle does not have");
    }

    @Test
    void aSliceOfAForeignSpecimenIsRefused() throws Exception {
        Path file = folder.resolve("blocks/0000/block.json");
        replace(file, "\"specimen\" : \"envoy\"", "\"specimen\" : \"nginx\"");
        assertRefused(file)
                .hasMessageContaining("slice 1 is of a specimen that the plan does not have");
    }

    @Test
    void countsAndTimesOutOfBoundsAreRefused() throws Exception {
        Path file = folder.resolve("blocks/0000/block.json");
        replace(file, "\"planned\" : 4000", "\"planned\" : -4000");
        assertRefused(file).hasMessageContaining("a count or a time out of bounds");
    }

    @Test
    void aBlockOfMoreSlicesThanAnyPlanAsksForIsRefused() throws Exception {
        Path file = folder.resolve("blocks/0000/block.json");
        ObjectNode block = (ObjectNode) BundleFormat.mapper().readTree(Files.readString(file));
        ArrayNode slices = (ArrayNode) block.get("slices");
        while (slices.size() <= BundleFormat.MAX_SLICES_A_BLOCK) {
            slices.add(slices.get(0).deepCopy());
        }
        Files.writeString(file, block.toString());
        assertRefused(file).hasMessageContaining("has more than 2000 slices");
    }

    @Test
    void moreSlicesThanTheirSumsCanHoldAreTooMany() {
        assertThat(SliceBounds.holdTogether(BundleFormat.MAX_SLICES)).isTrue();
        assertThat(SliceBounds.holdTogether(BundleFormat.MAX_SLICES + 1L)).isFalse();
        assertThat((double) (1L << 40) * BundleFormat.MAX_SLICES).isLessThan(Long.MAX_VALUE);
    }

    @Test
    void theWarmUpsOfOlderBundlesHaveNoPassesAndNoReason() throws Exception {
        Path file = folder.resolve("rounds/0000/round.json");
        ObjectNode round = (ObjectNode) BundleFormat.mapper().readTree(Files.readString(file));
        round.putArray("warm_ups")
                .addObject()
                .put("specimen", "envoy")
                .put("workload", SyntheticBundle.CLOSED)
                .put("seconds", 1.5)
                .put("settled_rate_per_sec", 1_000.0)
                .put("settled", false);
        Files.writeString(file, round.toString());
        assertThat(BundleReader.read(folder).rounds().getFirst().warmUps())
                .containsExactly(
                        new RoundRecord.WarmUpRecord(
                                "envoy", SyntheticBundle.CLOSED, 1.5, 1_000, false, 0, ""));
    }

    @Test
    void histogramsThatAreCutShortAreRefused() throws Exception {
        Path file = folder.resolve("blocks/0002/slices.hlog");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.lastIndexOf("Tag=")));
        assertRefused(file)
                .hasMessageContaining(
                        "the histogram \"7.connect_time\" is missing; is the file cut");
        Files.writeString(file, text.substring(0, text.length() - 20));
        assertRefused(file).hasMessageContaining("line 36");
    }

    @Test
    void histogramsOfAnotherLayoutAreRefusedBeforeTheirMemoryIsTaken() throws Exception {
        Path file = folder.resolve("blocks/0000/slices.hlog");
        org.HdrHistogram.Histogram huge = new org.HdrHistogram.Histogram(Long.MAX_VALUE, 5);
        huge.recordValue(1);
        java.nio.ByteBuffer buffer =
                java.nio.ByteBuffer.allocate(huge.getNeededByteBufferCapacity());
        int length = huge.encodeIntoCompressedByteBuffer(buffer);
        String encoded =
                java.util.Base64.getEncoder()
                        .encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
        String text = Files.readString(file);
        int from = text.lastIndexOf(',') + 1;
        Files.writeString(file, text.substring(0, from) + encoded + "\n");
        assertRefused(file).hasMessageContaining("its layout is not Tare's");
    }

    @Test
    void oneHistogramTooManyOrTwiceIsRefused() throws Exception {
        Path file = folder.resolve("blocks/0000/slices.hlog");
        String text = Files.readString(file);
        String last = text.substring(text.lastIndexOf("Tag="));
        Files.writeString(file, text + last);
        assertRefused(file).hasMessageContaining("one histogram more than the block has");
        Files.writeString(file, text.replace(last, "").replace("Tag=0.send_lag", "Tag=9.x"));
        assertRefused(file).hasMessageContaining("\"0.send_lag\" is missing");
        Files.writeString(file, text.replace("Tag=0.send_lag", "Tag=0.response_time"));
        assertRefused(file).hasMessageContaining("repeats the tag \"0.response_time\"");
    }

    @Test
    void aLinkOutOfTheBundleIsNotFollowed() throws Exception {
        Path secret = Files.writeString(temporary.resolve("secret"), "{}");
        Path file = folder.resolve("end.json");
        Files.delete(file);
        Files.createSymbolicLink(file, secret);
        assertRefused(file).hasMessageContaining("is not a regular file");
    }

    @Test
    void aFileBeyondTheLimitIsRefused() throws Exception {
        Path file = folder.resolve("end.json");
        Files.write(file, new byte[BundleFormat.MAX_JSON_BYTES + 1]);
        assertRefused(file).hasMessageContaining("is larger than 16777216 bytes");
    }

    @Test
    void aConfigurationOutsideOfItsFolderIsRefused() throws Exception {
        Path file = folder.resolve("rounds/0000/round.json");
        replace(file, "\"envoy.conf\",\n", "\"../../../etc/passwd\",\n");
        assertRefused(file).hasMessageContaining("names a configuration file outside its folder");
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        Path file = folder.resolve("end.json");
        Files.writeString(file, "[".repeat(100_000));
        assertRefused(file);
    }

    /** Whatever a single broken byte does, the answer is a bundle or one clear line. */
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void aBrokenByteNeverEscapesAsAnotherException(long seed) throws Exception {
        Random random = new Random(seed);
        Path[] files = {
            folder.resolve("bundle.json"),
            folder.resolve("rounds/0000/round.json"),
            folder.resolve("blocks/0001/block.json"),
            folder.resolve("blocks/0001/slices.hlog"),
            folder.resolve("end.json")
        };
        int refused = 0;
        for (int i = 0; i < 25; i++) {
            Path file = files[random.nextInt(files.length)];
            byte[] good = Files.readAllBytes(file);
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            Files.write(file, bad);
            try {
                BundleReader.read(folder);
            } catch (BundleException e) {
                refused++;
                assertThat(e).message().startsWith(folder.toString()).doesNotContain("\n");
            }
            Files.write(file, good);
        }
        assertThat(refused).isPositive();
    }
}
