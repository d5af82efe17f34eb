package dev.tare.view.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.compare.Altered;
import dev.tare.lab.compare.Comparer;
import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.Gate;
import dev.tare.lab.compare.SmpComparer;
import dev.tare.lab.compare.Weighed;
import dev.tare.lab.objective.ChangeLimit;
import dev.tare.lab.smp.SmpAsked;
import dev.tare.lab.smp.SmpFolderReader.Row;
import dev.tare.lab.smp.SmpResult;
import dev.tare.lab.smp.SmpResultReader;
import dev.tare.view.text.TextStyle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CompareReportTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/tare/view/compare");
    private static final TextStyle STYLE = TextStyle.plain(TextStyle.DEFAULT_WIDTH);
    private static final String HOSTILE = "<script>x</script>|`*\u001b[31m\u202e]]>\"'";

    private static BundleContent bundle(long seed, String name, double cpuNs) {
        return new SyntheticBundle(seed)
                .specimen(name, cpuNs, 120_000)
                .blocks(8)
                .spread(0.02, 0.02)
                .content();
    }

    private static CompareReport report(String name) {
        BundleContent after =
                Altered.connections(bundle(2, name, 34_100), SyntheticBundle.OPEN, 16);
        Comparison comparison =
                Comparer.bundles(
                        Weighed.of("monday", bundle(1, name, 31_000), List.of()),
                        Weighed.of(
                                "tuesday",
                                after,
                                List.of("tuesday/end.json: is cut short (line 2)")),
                        Map.of());
        return new CompareReport(
                comparison,
                Gate.of(
                        Stream.of(
                                        "cpu_per_request > +3%",
                                        "p99{16k-closed} > +50%", "peak_memory > +10%")
                                .map(ChangeLimit::parse)
                                .toList(),
                        comparison,
                        Gate.Unsure.PASS),
                "0.1.0");
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatIsAsExpected(CompareFormat format) throws IOException {
        matches("compare." + format.name().toLowerCase(java.util.Locale.ROOT), format);
    }

    @ParameterizedTest
    @EnumSource
    void resultsInSmpAreAsExpected(CompareFormat format) throws Exception {
        Comparison comparison =
                SmpComparer.compare(smp("sound.yaml"), smp("seconds.json"), Map.of());
        CompareReport report =
                new CompareReport(
                        comparison,
                        Gate.of(
                                List.of(
                                        ChangeLimit.parse("goodput < -3%"),
                                        ChangeLimit.parse("p99 > +5%")),
                                comparison,
                                Gate.Unsure.PASS),
                        "0.1.0");
        matches(
                "smp." + format.name().toLowerCase(java.util.Locale.ROOT),
                format.render(report, STYLE));
    }

    private static SmpComparer.Half smp(String name) throws Exception {
        Path file = Path.of("src/test/resources/dev/tare/lab/audit/smp").resolve(name);
        SmpResult result = SmpResultReader.read(Files.readAllBytes(file), name);
        SmpAsked closed = new SmpAsked(OptionalInt.of(64), OptionalDouble.of(0));
        return new SmpComparer.Half(name, false, List.of(Row.of(result, closed)), List.of());
    }

    private static void matches(String name, CompareFormat format) throws IOException {
        matches(name, format.render(report("envoy"), STYLE));
    }

    private static void matches(String name, String actual) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("tare.golden.renew")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, actual);
        }
        assertThat(actual)
                .as("%s (renew with -Dtare.golden.renew=true, then read the difference)", file)
                .isEqualTo(Files.readString(file));
    }

    @Test
    void twoSpecimensOfOneBundleAreShownWithoutBare() {
        BundleContent content =
                new SyntheticBundle(1)
                        .specimen("envoy", 31_000, 120_000)
                        .specimen("minivoy", 14_500, 60_000)
                        .blocks(8)
                        .content();
        Comparison comparison =
                Comparer.specimens(
                        Weighed.of("b", content, List.of()), "envoy", "minivoy", List.of());
        String text =
                CompareFormat.TEXT.render(
                        new CompareReport(comparison, new Gate(List.of()), "0.1.0"), STYLE);
        assertThat(text)
                .startsWith("minivoy against envoy: better: ")
                .contains("before: envoy, after: minivoy; paired within 8 blocks of one bundle")
                .doesNotContain(" bare ");
    }

    @ParameterizedTest
    @EnumSource
    void namesFromOutsideAreShownAndNotObeyed(CompareFormat format) {
        String text = format.render(report(HOSTILE), STYLE);
        boolean markup =
                format == CompareFormat.HTML
                        || format == CompareFormat.MARKDOWN
                        || format == CompareFormat.JUNIT;
        if (markup) {
            assertThat(text).doesNotContain("<script>");
        }
        if (format != CompareFormat.CSV && format != CompareFormat.JSON) {
            assertThat(text).doesNotContain("\u001b").doesNotContain("\u202e");
        }
        assertThat(text).endsWith("\n");
    }

    @Test
    void theXmlOfJunitIsXmlWhateverTheNamesAre() throws Exception {
        byte[] xml =
                CompareFormat.JUNIT.render(report(HOSTILE), STYLE).getBytes(StandardCharsets.UTF_8);
        var document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(xml));
        assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(3);
        assertThat(document.getElementsByTagName("testsuite").getLength()).isEqualTo(3);
    }

    @Test
    void theJsonSaysTheSameAsTheScreen() {
        JsonNode json =
                JsonMapper.shared().readTree(CompareFormat.JSON.render(report("envoy"), STYLE));
        assertThat(json.path("format").asString()).isEqualTo("tare-compare");
        JsonNode cpu = json.path("scenarios").path(0).path("figures").path("cpu_ns_per_request");
        assertThat(cpu.path("result").asString()).isEqualTo("worse");
        assertThat(cpu.path("interval").path("low").asDouble()).isPositive();
        assertThat(json.path("scenarios").path(1).path("not_compared").asString())
                .contains("connections 64 and 16");
        assertThat(json.path("gate").path("failed").asBoolean()).isTrue();
    }
}
