package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.view.cli.shell.FailureException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Results in SMP, judged by {@code tare audit}. */
@Timeout(30)
final class AuditSmpTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/smp");

    /** 64 connections of a closed loop, 10.5 ms each, in seconds; names as protobuf's JSON. */
    private static final String SECONDS =
            """
            {"smpVersion": "v0.0.1", "id": "r", "testId": "t", "labels": {"mesh": "istio"},
             "startTime": "2026-01-02T03:04:05Z", "endTime": "2026-01-02T03:05:05Z",
             "latenciesMs": {"min": 0.002, "average": 0.0105, "p50": 0.01, "p90": 0.02,
                             "p99": 0.03, "max": 0.2},
             "actualQps": 6000}
            """;

    private static final String CLOSED_64 = "{id: t, clients: [{connections: 64, rps: 0}]}\n";

    private static final String SOUND =
            """
            smp_version: v0.0.1
            test_id: t
            latencies_ms: {min: 2, average: 10.5, p50: 10, p90: 20, p99: 30, max: 200}
            actual_qps: 6000
            """;

    @TempDir private Path folder = Path.of("");

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final InputStream realIn = System.in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void catchOutput() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveBack() {
        System.setOut(realOut);
        System.setErr(realErr);
        System.setIn(realIn);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private Path bundleAsSmp() throws FailureException {
        BundleContent content =
                new SyntheticBundle(7)
                        .specimen("envoy", 31_000, 120_000)
                        .specimen("my.proxy", 9_000, 80_000)
                        .blocks(10)
                        .content();
        SmpFolder.write(content, Judge.weigh(content), folder.resolve("smp"));
        out.reset();
        return folder.resolve("smp");
    }

    @Test
    void aSoundBundleToldAsSmpRaisesNoAlarm() throws FailureException {
        assertThat(Tare.run("audit", bundleAsSmp().toString())).as(this::said).isZero();
        assertThat(said())
                .contains("smp: 6 blocks of SMP")
                .contains("Nothing was found against the figures of 6 blocks.");
        assertThat(complained()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pb", "json", "yaml"})
    void eachFileOfASoundBundleRaisesNoAlarmEither(String suffix) throws Exception {
        Path smp = bundleAsSmp();
        List<String> words = new ArrayList<>(List.of("audit"));
        for (String inner : List.of("results", "blocks", "configs")) {
            try (Stream<Path> files = Files.list(smp.resolve(inner))) {
                files.map(Path::toString).filter(f -> f.endsWith("." + suffix)).forEach(words::add);
            }
        }
        assertThat(words).hasSize(1 + 6 + 60 + 6);
        assertThat(Tare.run(words.toArray(String[]::new))).as(this::said).isZero();
        assertThat(said()).contains("Nothing was found against the figures of 66 blocks.");
        assertThat(complained()).isEmpty();
    }

    @Test
    void secondsAreCaughtByWhatWasAskedFor() throws IOException {
        String result = file("seconds.json", SECONDS);

        assertThat(Tare.run("audit", result, file("asked.yaml", CLOSED_64))).isEqualTo(3);
        assertThat(said())
                .contains("seconds.json SMP, 64 connections, 60.0 s (mesh=istio)")
                .contains("INVALID  Seconds stand where milliseconds belong")
                .contains("keep 0.063 busy")
                .contains("Do: Multiply the times by 1,000")
                .doesNotContain("The mean is too short");
        assertThat(complained()).isEmpty();

        out.reset();
        assertThat(Tare.run("audit", result)).as("nobody knows the connections").isZero();
    }

    @Test
    void aResultInAFolderIsToldByTheConfigurationBesideIt() throws Exception {
        Path smp = bundleAsSmp();
        for (String file :
                List.of("results/envoy.100b-open.json", "blocks/envoy.100b-open.0003.pb")) {
            out.reset();
            assertThat(Tare.run("audit", smp.resolve(file).toString())).isZero();
            assertThat(said()).contains("SMP, 64 connections, 2,000/s asked for");
        }
    }

    @Test
    void theSamplesOwnSecondsAreLikelyNotCertain() throws IOException {
        String old =
                """
                start_time: 2020-03-17T14:00:00.5Z
                end_time: 2020-03-17T17:00:00.5Z
                client:
                  connections: 1
                  rps: 0.99
                  latencies_ms: {min: 0.012, average: 0.0235, p50: 0.022, p99: 0.055, max: 0.35}
                metrics: {}
                """;
        assertThat(Tare.run("audit", file("old.yaml", old))).isEqualTo(3);
        assertThat(said()).contains("TAINTED  Seconds stand where milliseconds belong");
    }

    @Test
    void whatIsFoundIsToldToProgramsAndInMarkdown() throws IOException {
        String result = file("seconds.json", SECONDS);
        String asked = file("asked.yaml", CLOSED_64);

        assertThat(Tare.run("audit", "--format", "json", result, asked)).isEqualTo(3);
        JsonNode root = JsonMapper.shared().readTree(said());
        JsonNode finding = root.get("findings").get(0);
        assertThat(finding.get("fault").asString()).isEqualTo("seconds");
        assertThat(finding.get("rule").asString()).isEqualTo("unit");
        assertThat(finding.get("severity").asString()).isEqualTo("invalid");
        assertThat(finding.get("places").get(0).get("source").asString()).isEqualTo(result);
        assertThat(root.get("blocks").get(0).get("tool").asString()).isEqualTo("SMP");

        out.reset();
        assertThat(Tare.run("audit", "--format", "md", result, asked)).isEqualTo(3);
        assertThat(said())
                .contains("## INVALID: Seconds stand where milliseconds belong (1 block)")
                .contains("latencies\\_ms seems to hold seconds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p99: 30 -> p99: 15 | The block's own figures contradict each other",
                "max: 200 -> max: 25 | The block's own figures contradict each other",
                "p99: 30 -> p99: -30 | A figure is not a number",
                "actual_qps: 6000 -> actual_qps: 0 | Nothing was answered",
                "actual_qps: 6000 -> actual_qps: 60000 | The mean is too long for its rate",
                "actual_qps: 6000 -> actual_qps: 600 | The mean is too short for its rate",
                "test_id: t -> {test_id: t, start_time: 2026-01-02T00:00:00Z,"
                        + " end_time: 2026-01-01T00:00:00Z} | It ends before it begins"
            })
    void eachFaultIsToldByItsNameAndOnce(String planted) throws IOException {
        String[] parts = planted.split(" \\| | -> ", -1);
        String now = parts[1].replaceAll("[{}]", "").replace(", ", "\n");
        String spoilt = SOUND.replace(parts[0], now);
        assertThat(spoilt).isNotEqualTo(SOUND);

        String result = file("r.yaml", spoilt);
        assertThat(Tare.run("audit", result, file("c.yaml", CLOSED_64))).isEqualTo(3);
        assertThat(said().lines().filter(line -> line.matches("(INVALID|TAINTED) .*")))
                .as(said())
                .singleElement()
                .asString()
                .contains(parts[2]);
    }

    @Test
    void anOpenLoopThatMissesItsRateIsTainted() throws IOException {
        String open = "{id: t, clients: [{connections: 640, rps: 8000}]}\n";
        assertThat(Tare.run("audit", file("r.yaml", SOUND), file("c.yaml", open))).isEqualTo(3);
        assertThat(said())
                .contains("TAINTED  The rate that was asked for was not reached")
                .doesNotContain("INVALID");

        out.reset();
        String rounded = "{id: t, clients: [{connections: 640, rps: 2}]}\n";
        String slow = SOUND.replace("6000", "1.5");
        assertThat(Tare.run("audit", file("s.yaml", slow), file("d.yaml", rounded)))
                .as("SMP has no half requests")
                .isZero();
    }

    @Test
    void whatIsBrokenIsALineEachAndTheOthersAreJudged() throws IOException {
        String sound = file("sound.yaml", SOUND);
        byte[] whole =
                HexFormat.of()
                        .parseHex(
                                Files.readString(GOLDEN.resolve("results-envoy.100b-open.pb.txt"))
                                        .strip());
        Path cut = Files.write(folder.resolve("cut.pb"), Arrays.copyOf(whole, 90));
        String json = file("cut.json", SECONDS.substring(0, 90));
        String yaml = file("odd.yaml", SOUND + "latencies_ms: {}\n");
        String mesh =
                Files.writeString(
                                folder.resolve("mesh.yaml"),
                                Files.readString(GOLDEN.resolve("meshes-envoy.100b-open.yaml.txt")))
                        .toString();

        assertThat(Tare.run("audit", cut.toString(), json, yaml, mesh, sound)).isEqualTo(1);
        assertThat(complained().lines()).hasSize(4).allMatch(line -> line.startsWith("tare: "));
        assertThat(complained())
                .contains("cut.pb: no PerformanceTestResult: at byte ")
                .contains("cut.json, line ")
                .contains("odd.yaml, line 5")
                .contains("mesh.yaml: it is SMP's ServiceMeshConfig")
                .doesNotContain("Exception");
        assertThat(said()).contains("sound.yaml: 1 block of SMP");
    }

    @Test
    void aSpoiltFileOfAFolderIsReadFromItsOtherEncoding() throws Exception {
        Path smp = bundleAsSmp();
        Files.writeString(smp.resolve("results/envoy.16k-closed.pb"), "spoilt");
        Files.writeString(smp.resolve("configs/envoy.16k-closed.pb"), "spoilt");

        assertThat(Tare.run("audit", smp.toString())).as(this::said).isEqualTo(1);
        assertThat(complained().lines()).hasSize(2);
        assertThat(said()).contains("smp: 6 blocks of SMP");
    }

    @Test
    void aConfigurationWithoutItsResultIsNamed() throws IOException {
        String asked = file("asked.yaml", CLOSED_64);
        assertThat(Tare.run("audit", asked)).isEqualTo(1);
        assertThat(complained()).contains("name the PerformanceTestResult beside");

        err.reset();
        String other = file("other.json", SECONDS.replace("\"t\"", "\"u\""));
        assertThat(Tare.run("audit", other, asked)).isZero();
        assertThat(complained()).contains("asked.yaml: it is not used: no result that is named");
    }

    @Test
    void standardInputMayBeSmp() {
        System.setIn(new ByteArrayInputStream(SOUND.getBytes(StandardCharsets.UTF_8)));
        assertThat(Tare.run("audit", "-")).isZero();
        assertThat(said()).contains("standard input: 1 block of SMP");
    }

    @Test
    void labelsOfOthersDoNotReachTheTerminalRaw() throws IOException {
        String hostile = SECONDS.replace("istio", "\\u001b]0;x\\u0007evil");
        assertThat(Tare.run("audit", file("h.json", hostile))).isZero();
        assertThat(said()).contains("evil").doesNotContain("\u001b]").doesNotContain("\u0007");
    }

    @Test
    void whatTareItselfDoubtsIsTold() throws IOException {
        String doubted = SOUND + "labels: {tare.load_model: open, tare.verdict.p99: tainted}\n";
        assertThat(Tare.run("audit", file("d.yaml", doubted))).isZero();
        assertThat(said())
                .contains("remark  Who wrote the figures doubts them")
                .contains("p99 is tainted");
    }
}
