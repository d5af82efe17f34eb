package dev.tare.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class FortioTextTest {
    private static final String URL = "http://127.0.0.1:8080/a";
    private static final OffsetDateTime START =
            OffsetDateTime.parse("2026-11-21T14:01:01.064898133Z");

    private static String text(LoadResult result, String... words) throws Exception {
        FortioCommandLine line = FortioCommandLine.parse(List.of(words), "laptop");
        LoadSpec spec = line.spec(new byte[0]);
        return FortioText.announce(line.settings(), spec)
                + FortioText.begin(spec, line.output().detail())
                + FortioText.end(line.settings(), spec, result, line.output().detail());
    }

    private static String json(LoadResult result, String... words) throws Exception {
        FortioCommandLine line = FortioCommandLine.parse(List.of(words), "laptop");
        return FortioJson.text(line.settings(), line.spec(new byte[0]), result, START);
    }

    @Test
    void aLoadAtARateIsPrintedAsItsGoldenFile() throws Exception {
        Golden.matches("fortio.txt", text(SyntheticLoad.clean(), "-qps", "2000", "-t", "30s", URL));
    }

    @Test
    void aQuietFaultyLoadAtFullSpeedIsPrintedAsItsGoldenFile() throws Exception {
        Golden.matches(
                "fortio-quiet.txt",
                text(SyntheticLoad.faulty(), "-qps", "0", "-n", "60007", "-quiet", URL));
        Golden.matches(
                "fortio-faulty.txt",
                text(SyntheticLoad.faulty(), "-qps", "0", "-n", "60007", "-p", "50,99.99", URL));
    }

    @Test
    void aLoadWithoutAnAnswerIsPrintedAsItsGoldenFile() throws Exception {
        Golden.matches("fortio-empty.txt", text(SyntheticLoad.empty(), "-t", "30s", URL));
    }

    @Test
    void jsonIsWrittenAsItsGoldenFile() throws Exception {
        Golden.matches(
                "fortio.json", json(SyntheticLoad.faulty(), "-qps", "2000", "-t", "30s", URL));
    }

    @Test
    void callsOfGrpcArePrintedAsTheirGoldenFiles() throws Exception {
        String[] words = {
            "-grpc",
            "-ping",
            "-s",
            "2",
            "-payload",
            "abc",
            "-grpc-ping-delay",
            "10ms",
            "-user",
            "me:hunter2",
            "-H",
            "A: b",
            "-qps",
            "2000",
            "-t",
            "30s",
            "127.0.0.1:8079"
        };

        Golden.matches("fortio-grpc.txt", text(SyntheticLoad.calls(), words));
        Golden.matches("fortio-grpc.json", json(SyntheticLoad.calls(), words));
        assertThat(json(SyntheticLoad.calls(), words)).doesNotContain("hunter2");
    }

    @Test
    void theHealthOfAServiceIsNamedInTheJson() throws Exception {
        assertThat(json(SyntheticLoad.calls(), "-grpc", "-healthservice", "x", "h:1"))
                .contains("\"RunType\": \"GRPC Health for 'x'\"")
                .contains("\"Ping\": false");
    }

    @Test
    void jsonIsReadBackWithItsSums() throws Exception {
        JsonNode read =
                JsonMapper.shared()
                        .readTree(json(SyntheticLoad.faulty(), "-qps", "2000", "-t", "30s", URL));

        long inBuckets = 0;
        for (JsonNode bucket : read.get("DurationHistogram").get("Data")) {
            inBuckets += bucket.get("Count").asLong();
        }
        assertThat(inBuckets).isEqualTo(SyntheticLoad.CALLS);
        assertThat(read.get("RetCodes").get("503").asLong()).isEqualTo(900);
        assertThat(read.get("RetCodes").get("-1").asLong()).isEqualTo(107);
        assertThat(read.get("ErrorsDurationHistogram").get("Count").asLong()).isEqualTo(1000);
        assertThat(read.get("Sockets")).hasSize(4);
    }

    @Test
    void jsonHoldsNoSecret() throws Exception {
        String json =
                json(
                        SyntheticLoad.clean(),
                        "-user",
                        "me:hunter2",
                        "-H",
                        "X-Api-Key: hunter2",
                        "-payload",
                        "hunter2",
                        URL + "?token=hunter2");

        assertThat(json)
                .doesNotContain("hunter2")
                .doesNotContain("aHVudGVyMg") // in base64
                .doesNotContain("bWU6aHVudGVyMg")
                .contains("\"UserCredentials\": \"\"");
    }

    @Test
    void jsonIsSpelledAsGoSpellsIt() throws IOException {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put(
                "a",
                List.of(
                        0.0,
                        1.0,
                        0.1,
                        1e-6,
                        9.99e-7,
                        1.5e-9,
                        123456789.0,
                        1e20,
                        1e21,
                        45894.33838262844,
                        -2.5));
        value.put("b<&>\"\\\n\té", null);
        value.put("c", List.of());
        value.put("d", Map.of());
        value.put("e", true);

        Golden.matchesTheTool("fortio-own-json.txt", GoJson.text(value));
    }

    @Test
    void theHistogramOfTheSameValuesIsFortiosOwn() throws Exception {
        FortioHistogram durations = new FortioHistogram(0, 0.001);
        for (int i = 1; i <= 300; i++) {
            double x = i;
            durations.record(x * x * x * 1e-6 + x * 3e-5, 1);
        }
        FortioHistogram sleeps = new FortioHistogram(-0.001, 0.001);
        for (int i = 1; i <= 40; i++) {
            sleeps.record(-i * 0.0001, 1);
        }

        Golden.matchesTheTool(
                "fortio-own-histogram.txt",
                FortioText.histogramText(
                                "Aggregated Function Time", durations, FortioSettings.PERCENTILES)
                        + FortioText.histogramText("Aggregated Sleep Time", sleeps, List.of(50.0)));
    }

    @Test
    void connectTimesAreDealtOutWithoutLoss() throws Exception {
        FortioCommandLine line =
                FortioCommandLine.parse(List.of("-qps", "0", "-c", "3", URL), "laptop");
        FortioFigures figures =
                new FortioFigures(line.settings(), line.spec(new byte[0]), SyntheticLoad.clean());

        long[] counts =
                figures.connectsByRow().stream().mapToLong(FortioHistogram::count).toArray();
        double sum = figures.connectsByRow().stream().mapToDouble(FortioHistogram::sum).sum();

        assertThat(counts).containsExactly(2, 1, 1);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(figures.connects().count());
        assertThat(sum).isCloseTo(figures.connects().sum(), within());
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.api.Assertions.within(1e-12);
    }
}
