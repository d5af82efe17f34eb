package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.view.cli.shell.FailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Results in SMP, held against each other by {@code tare compare}. */
@Timeout(30)
final class CompareSmpTest {
    private static final String BUNDLE = "src/test/resources/bundles/v1-two-specimens";

    private static final String BEFORE =
            """
            smp_version: v0.0.1
            latencies_ms: {min: 2, average: 10, p50: 9, p90: 20, p99: 30, max: 200}
            actual_qps: 600
            """;

    private static final String AFTER =
            """
            {"smpVersion": "v0.0.1", "actualQps": 600,
             "latenciesMs": {"min": 2, "average": 11, "p50": 9, "p90": 20, "p99": 36, "max": 210}}
            """;

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

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String smp(String name, long seed, String specimen) throws FailureException {
        Path told = folder.resolve(name);
        var content = new SyntheticBundle(seed).specimen(specimen, 31_000, 120_000).blocks(6);
        SmpFolder.write(content.content(), Judge.weigh(content.content()), told);
        out.reset();
        return told.toString();
    }

    @Test
    void twoFilesAreHeldAgainstEachOtherWithoutAVerdict() throws IOException {
        assertThat(Tare.run("compare", file("a.yaml", BEFORE), file("b.json", AFTER))).isZero();
        assertThat(shown())
                .startsWith("0.0 % p50, 0.0 % p90, +20.0 % p99, +10.0 % mean, 0.0 % goodput;")
                .contains("SMP holds no spread")
                .contains("a → b\n")
                .containsPattern("p99 +30.0 ms +36.0 ms +\\+20.0 % +– +not judged\n")
                .containsPattern("mean +10.0 ms +11.0 ms +\\+10.0 % ")
                .doesNotContain("better ✓", "worse ✓");
        assertThat(said()).isEmpty();
    }

    @Test
    void foldersAreMatchedByTheLabelsOfTheirResults() throws Exception {
        String before = smp("before", 7, "envoy");
        String after = smp("after", 8, "envoy");

        assertThat(Tare.run("compare", before, after)).as(this::shown).isZero();
        assertThat(shown())
                .startsWith("The largest of 20 changes is ")
                .contains("bare · 16k-closed\n", "bare · 100b-open\n")
                .contains("envoy · 16k-closed\n", "envoy · 100b-open\n")
                .doesNotContain("only in the");
        assertThat(said()).isEmpty();
    }

    @Test
    void aSpecimenOfAnotherNameIsMappedOrNamed() throws Exception {
        String before = smp("before", 7, "old");
        String after = smp("after", 8, "new");

        assertThat(Tare.run("compare", before, after)).isZero();
        assertThat(shown())
                .contains("! new · 16k-closed is only in the second folder")
                .contains("! old · 100b-open is only in the first folder");

        out.reset();
        assertThat(Tare.run("compare", before, after, "--map", "old=new")).isZero();
        assertThat(shown()).contains("old → new · 16k-closed\n").doesNotContain("only in the");

        assertThat(Tare.run("compare", before, after, "--map", "x=new")).isEqualTo(2);
        assertThat(said()).contains("x=new: no specimen and no workload has these names");
    }

    @ParameterizedTest
    @CsvSource({
        "p99 > +5%, pass, 0",
        "p99 > +5%, value, 99",
        "p99 > +50%, value, 0",
        "p99 > +50%, fail, 99",
        "cpu_per_request > +3%, pass, 99",
    })
    void withoutIntervalsALimitIsUnsure(String limit, String unsure, int exitCode)
            throws IOException {
        String before = file("a.yaml", BEFORE);
        String after = file("b.json", AFTER);
        assertThat(Tare.run("compare", before, after, "--fail-if", limit, "--unsure", unsure))
                .isEqualTo(exitCode);
        assertThat(shown())
                .contains(limit.startsWith("p99") ? "no interval tells" : "no figure that may");
    }

    @Test
    void whatIsInvalidIsNotComparedAndWhatIsTaintedIsMarked() throws IOException {
        String sound = file("a.yaml", BEFORE);
        String invalid = file("b.yaml", BEFORE.replace("p99: 30", "p99: 10"));
        assertThat(Tare.run("compare", sound, invalid, "--fail-if", "p99 > +900%")).isEqualTo(3);
        assertThat(shown())
                .startsWith("Nothing can be compared: after: p90, 20")
                .containsPattern("p99 +30.0 ms +– +– +– +not compared ✗")
                .contains("invalid, after: p90, 20")
                .contains("✗ FAILED p99 > +900%");

        out.reset();
        String slow = BEFORE.replace("600", "0.5").replaceAll("\\{.*", "{average: 0.02}");
        assertThat(Tare.run("compare", file("c.yaml", slow), file("d.yaml", slow))).isZero();
        assertThat(shown())
                .containsPattern("mean +20.0 µs +20.0 µs +0.0 % +– +not judged ~")
                .contains("tainted, before: latencies_ms seems to hold seconds");
    }

    @Test
    void whatWasLoadedOtherwiseIsNotCompared() throws Exception {
        String before = smp("before", 7, "envoy");
        String after = smp("after", 8, "envoy");
        for (String suffix : new String[] {"pb", "json"}) {
            Files.delete(Path.of(after, "configs", "envoy.100b-open." + suffix));
        }
        Path config = Path.of(after, "configs", "envoy.100b-open.yaml");
        Files.writeString(config, Files.readString(config).replace("2000", "3000"));

        assertThat(Tare.run("compare", before, after)).isZero();
        assertThat(shown()).contains("not the same load: they differ in rate (2,000/s, 3,000/s)");
    }

    @Test
    void everyFormatIsThere() throws IOException {
        String before = file("a.yaml", BEFORE);
        String after = file("b.json", AFTER);
        for (String format : new String[] {"md", "html", "csv", "junit"}) {
            out.reset();
            assertThat(Tare.run("compare", before, after, "--format", format)).isZero();
            assertThat(shown()).as(format).contains("p99").doesNotContain("NaN", "0 blocks");
        }
        out.reset();
        assertThat(Tare.run("compare", before, after, "--format", "json")).isZero();
        JsonNode root = JsonMapper.shared().readTree(shown());
        assertThat(root.get("kind").asString()).isEqualTo("smp");
        assertThat(root.get("paired").asBoolean()).isFalse();
        assertThat(root.get("any_valid").asBoolean()).isTrue();
        JsonNode p99 = root.get("scenarios").get(0).get("figures").get("response_time_ns_p99");
        assertThat(p99.get("change").asDouble()).isEqualTo(0.2, within());
        assertThat(p99.get("interval").isNull()).isTrue();
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-9);
    }

    @Test
    void nonsenseIsALineWithItsRemedy() throws Exception {
        String result = file("a.yaml", BEFORE);
        String told = smp("told", 7, "envoy");

        refused(2, "a bundle is told as SMP by ./tare report " + BUNDLE, BUNDLE, result);
        refused(2, "a bundle is told as SMP by ./tare report " + BUNDLE, told, BUNDLE);
        refused(2, "name two folders or two files", told, result);
        refused(2, "is compared with itself", result, result);
        refused(2, "name two bundles", told);
        refused(2, "are for a bundle, not for SMP", told, "--specimens", "bare,envoy");
        refused(2, "--map is for two folders", result, file("b.json", AFTER), "--map", "a=b");
        refused(1, "there is no such file", result, folder.resolve("absent.pb").toString());
        refused(1, "c.yaml is no bundle and no PerformanceTest", result, file("c.yaml", "a: 1"));
        refused(1, "d.json, line 1", result, file("d.json", "{\"actual_qps\": "));
        refused(1, "e.pb: no PerformanceTestResult", result, file("e.pb", "nonsense"));
    }

    private void refused(int exitCode, String why, String... words) {
        err.reset();
        String[] all = new String[words.length + 1];
        all[0] = "compare";
        System.arraycopy(words, 0, all, 1, words.length);
        assertThat(Tare.run(all)).as(why).isEqualTo(exitCode);
        assertThat(said()).contains(why).startsWith("tare: ");
        assertThat(said().lines()).hasSize(1);
    }

    @Test
    void aSpoiltResultOfAFolderIsNamedAndTheOthersAreCompared() throws Exception {
        String before = smp("before", 7, "envoy");
        String after = smp("after", 8, "envoy");
        for (String suffix : new String[] {"pb", "json", "yaml"}) {
            Files.writeString(Path.of(after, "results", "envoy.100b-open." + suffix), "{");
        }
        assertThat(Tare.run("compare", before, after)).isZero();
        assertThat(said().lines()).hasSize(3).allMatch(line -> line.contains("it is left out"));
        assertThat(shown())
                .contains("! envoy · 100b-open is only in the first folder")
                .contains("envoy · 16k-closed\n");
    }

    @Test
    void labelsFromOutsideAreMadeSafe() throws IOException {
        String hostile =
                BEFORE + "labels: {tare.specimen: \"<b>\\e]0;x\\a|evil\", tare.workload: w}\n";
        String one = file("a.yaml", hostile);
        String two = file("b.yaml", hostile);
        assertThat(Tare.run("compare", one, two)).as(this::said).isZero();
        assertThat(shown()).contains("evil").doesNotContain("\u001b]", "\u0007");
        out.reset();
        assertThat(Tare.run("compare", one, two, "--format", "html")).isZero();
        assertThat(shown()).contains("&lt;b&gt;").doesNotContain("<b>\u001b", "<b>|");
    }
}
