package dev.tare.lab.smp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.judge.Judge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a file is SMP, and which message, told by what is in it. */
final class SmpFileReaderTest {
    private static final BundleContent CONTENT =
            new SyntheticBundle(7).specimen("envoy", 31_000, 120_000).blocks(6).content();
    private static final SmpReport.Told TOLD = SmpReport.of(CONTENT, Judge.weigh(CONTENT));
    private static final Path GOLDEN = Path.of("src/test/resources/golden/smp");

    private static Optional<SmpFile> read(String name, String text) throws SmpException {
        return SmpFileReader.read(text.getBytes(StandardCharsets.UTF_8), name);
    }

    private static SmpKind kind(SmpFile file) {
        return switch (file) {
            case SmpFile.Result _ -> SmpKind.TEST_RESULT;
            case SmpFile.Config _ -> SmpKind.TEST_CONFIG;
            case SmpFile.Other(SmpKind kind) -> kind;
        };
    }

    @ParameterizedTest
    @EnumSource(SmpEncoding.class)
    void everyMessageOfABundleIsKnownForWhatItIs(SmpEncoding encoding) throws Exception {
        for (SmpDocument document : TOLD.documents()) {
            String name = "some." + encoding.suffix();
            byte[] bytes = encoding.encode(document.message());
            assertThat(SmpFileReader.read(bytes, name).map(SmpFileReaderTest::kind))
                    .as(document.name())
                    .contains(document.kind());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "results-envoy.100b-open, TEST_RESULT",
        "configs-envoy.100b-open, TEST_CONFIG",
        "meshes-envoy.100b-open, MESH_CONFIG",
        "environment, ENVIRONMENT"
    })
    void theFilesOfTheRepositoryAreKnownForWhatTheyAre(String name, SmpKind kind) throws Exception {
        for (SmpEncoding encoding : SmpEncoding.values()) {
            String text = Files.readString(GOLDEN.resolve(name + "." + encoding.suffix() + ".txt"));
            byte[] bytes =
                    encoding == SmpEncoding.BINARY
                            ? HexFormat.of().parseHex(text.strip())
                            : text.getBytes(StandardCharsets.UTF_8);
            assertThat(SmpFileReader.read(bytes, name + "." + encoding.suffix()))
                    .map(SmpFileReaderTest::kind)
                    .contains(kind);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r.json    | {\"latencies_ms\": {\"p50\": 1}}             | TEST_RESULT",
                "r.json    | {\"latenciesMs\": {\"p50\": 1}}              | TEST_RESULT",
                "r.json    | {\"actualQps\": 5}                           | TEST_RESULT",
                "r.json    | {\"smpVersion\": \"v0.0.1\", \"testId\": \"t\"}  | TEST_RESULT",
                "notes.txt | {\"actual_qps\": 5}                          | TEST_RESULT",
                "standard input | 'actual_qps: 5'                         | TEST_RESULT",
                "r.yml     | 'actual_qps: 5'                              | TEST_RESULT",
                "r.yaml    | '{client: {rps: 3}, metrics: {}}'            | TEST_RESULT",
                "c.json    | {\"clients\": [{\"rps\": 5}]}                | TEST_CONFIG",
                "m.yaml    | '{smp_version: v0.0.1, sidecar: {count: 2}}' | MESH_CONFIG",
                "e.yaml    | '{smp_version: v0.0.1, nodes: []}'           | ENVIRONMENT",
            })
    void aTextIsKnownByTheNamesOfItsFields(String name, String text, SmpKind kind)
            throws SmpException {
        assertThat(read(name, text).map(SmpFileReaderTest::kind)).contains(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fortio.json | {\"RunType\": \"HTTP\", \"ActualQPS\": 10}",
                "k6.json     | {\"metrics\": {}, \"root_group\": {}}",
                "plan.yaml   | 'workloads: []'",
                "chart.yaml  | 'client: {image: nginx}'",
                "log.json    | '{\"start_time\": \"now\"'",
                "notes.md    | 'latencies_ms: {p50: [}'",
                "empty.yaml  | ''",
                "list.json   | [1, 2]",
            })
    void whatOthersWroteIsLeftToOthers(String name, String text) throws SmpException {
        assertThat(read(name, text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r.json | '{\"latencies_ms\": {\"p50\": 1}'      | r.json, line 1",
                "r.yaml | 'actual_qps: ['                        | r.yaml, line 1",
                "r.json | '{\"actual_qps\": 5, \"actual_qps\": 6}' | r.json, line 1",
                "r.json | '{\"actual_qps\": 5, \"p95\": 6}'      | r.json: no"
                        + " PerformanceTestResult",
                "r.yaml | 'actual_qps: !!java.net.URL [\"x\"]'    | r.yaml",
                "c.yaml | 'clients: [{qps: 5}]'          | c.yaml: no PerformanceTestConfig",
                "r.pb   | hello                          | r.pb: no PerformanceTestResult",
                "r.pb   | ''                             | r.pb: no PerformanceTestResult",
            })
    void brokenSmpIsOneLineThatNamesItsPlace(String name, String text, String fault) {
        assertThatThrownBy(() -> read(name, text))
                .isInstanceOf(SmpException.class)
                .hasMessageContaining(fault)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    }

    @Test
    void whatIsTooLongIsRefusedInBytesAndLeftToOthersInText() throws SmpException {
        byte[] text = new byte[SmpEncoding.MAX_BYTES + 1];
        java.util.Arrays.fill(text, (byte) ' ');
        byte[] begin = "{\"actual_qps\": 5}".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(begin, 0, text, 0, begin.length);
        assertThat(SmpFileReader.read(text, "r.json")).isEmpty();
        assertThat(SmpFileReader.read(java.util.Arrays.copyOf(text, 1_000), "r.json")).isPresent();
        assertThatThrownBy(() -> SmpFileReader.read(text, "r.pb"))
                .isInstanceOf(SmpException.class)
                .hasMessageContaining("longer than 16777216 bytes");
    }

    @Test
    void fieldsOfALaterVersionAreNoFaultInBytes() throws Exception {
        byte[] known = SmpEncoding.BINARY.encode(result().message());
        byte[] later = java.util.Arrays.copyOf(known, known.length + 3);
        later[known.length] = (byte) 0xF8;
        later[known.length + 1] = 0x01;
        later[known.length + 2] = 0x05;
        assertThat(SmpFileReader.read(later, "r.pb").map(SmpFileReaderTest::kind))
                .contains(SmpKind.TEST_RESULT);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void spoiltBytesAreReadOrRefusedInOneLine(long seed) {
        Random random = new Random(seed);
        List<String> names = List.of("r.pb", "r.json", "r.yaml");
        for (String name : names) {
            byte[] sound = SmpEncoding.ofName(name).encode(result().message());
            for (int i = 0; i < 200; i++) {
                byte[] spoilt = java.util.Arrays.copyOf(sound, 1 + random.nextInt(sound.length));
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
                try {
                    var _ = SmpFileReader.read(spoilt, name);
                } catch (SmpException e) {
                    assertThat(e).hasMessageStartingWith(name).hasMessageNotContaining("\n");
                }
            }
        }
    }

    private static SmpDocument result() {
        return TOLD.documents().stream()
                .filter(document -> document.name().equals("results/envoy.100b-open"))
                .findFirst()
                .orElseThrow();
    }
}
