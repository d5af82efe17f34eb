package dev.tare.lab.smp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.judge.Judge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SmpReportTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/smp");
    private static final BundleContent CONTENT =
            new SyntheticBundle(7).specimen("envoy", 31_000, 120_000).blocks(6).content();
    private static final Weighing WEIGHING = Judge.weigh(CONTENT);
    private static final SmpReport.Told TOLD = SmpReport.of(CONTENT, WEIGHING);

    private static Message named(String name) {
        return TOLD.documents().stream()
                .filter(document -> document.name().equals(name))
                .map(SmpDocument::message)
                .findFirst()
                .orElseThrow();
    }

    private static Object field(Message message, String path) {
        Object value = message;
        for (String name : path.split("\\.", -1)) {
            Message inner = (Message) value;
            value = inner.getField(inner.getDescriptorForType().findFieldByName(name));
        }
        return value;
    }

    private static Map<String, String> labels(Message message) {
        List<?> entries = (List<?>) field(message, "labels");
        return entries.stream()
                .map(Message.class::cast)
                .collect(
                        Collectors.toMap(
                                entry -> (String) field(entry, "key"),
                                entry -> (String) field(entry, "value")));
    }

    private static void matches(String name, String actual) throws IOException {
        if (Boolean.getBoolean("tare.golden.renew")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(GOLDEN.resolve(name), actual);
        }
        assertThat(actual).as(name).isEqualTo(Files.readString(GOLDEN.resolve(name)));
    }

    @Test
    void everyScenarioIsToldWholeAndBlockByBlock() {
        List<String> names = TOLD.documents().stream().map(SmpDocument::name).toList();
        List<String> expected = new ArrayList<>(List.of("environment"));
        for (String scenario :
                List.of(
                        "bare.16k-closed",
                        "envoy.16k-closed",
                        "bare.100b-open",
                        "envoy.100b-open")) {
            expected.addAll(
                    List.of("configs/" + scenario, "meshes/" + scenario, "results/" + scenario));
            for (int block = 0; block < 6; block++) {
                expected.add("blocks/%s.%04d".formatted(scenario, block));
            }
        }
        assertThat(names).containsExactlyElementsOf(expected);
        assertThat(TOLD.notes()).isEmpty();
    }

    @Test
    void millisecondsAreReallyMilliseconds() {
        var scenario = WEIGHING.scenario("envoy", SyntheticBundle.OPEN).orElseThrow();
        double medianNs = scenario.figure(FigureKind.RESPONSE_TIME_P50).orElseThrow().value();
        Message result = named("results/envoy.100b-open");
        assertThat((double) field(result, "latencies_ms.p50")).isEqualTo(medianNs / 1e6);
        assertThat((double) field(result, "latencies_ms.p50")).isBetween(0.1, 10.0);
        assertThat((double) field(result, "actual_qps"))
                .isCloseTo(
                        scenario.figure(FigureKind.GOODPUT).orElseThrow().value(),
                        Percentage.withPercentage(0.01));
        long lastsSec =
                (long) field(result, "end_time.seconds")
                        - (long) field(result, "start_time.seconds");
        assertThat(lastsSec).isPositive();
    }

    @Test
    void theSidecarIsToldInWholeMillicoresAndMegabytes() {
        var scenario = WEIGHING.scenario("envoy", SyntheticBundle.OPEN).orElseThrow();
        Message mesh = named("meshes/envoy.100b-open");
        assertThat((int) field(mesh, "sidecar.count")).isEqualTo(1);
        assertThat((int) field(mesh, "sidecar.cpu_mcores"))
                .isEqualTo(
                        (int)
                                Math.round(
                                        scenario.figure(FigureKind.CPU_MEAN).orElseThrow().value()
                                                * 1000));
        assertThat((int) field(mesh, "sidecar.mem_mb")).isPositive();
        Message bare = named("meshes/bare.100b-open");
        assertThat(bare.hasField(bare.getDescriptorForType().findFieldByName("sidecar")))
                .as("bare has no sidecar")
                .isFalse();
    }

    @Test
    void aResultNamesItsTestItsMeshAndItsMachines() {
        Message result = named("results/envoy.100b-open");
        assertThat(field(result, "test_id"))
                .isEqualTo(field(named("configs/envoy.100b-open"), "id"));
        assertThat(field(result, "mesh_config_id"))
                .isEqualTo(field(named("meshes/envoy.100b-open"), "id"));
        assertThat(field(result, "env_id")).isEqualTo(field(named("environment"), "id"));
        assertThat(labels(result))
                .containsEntry("tare.specimen", "envoy")
                .containsEntry("tare.workload", "100b-open")
                .containsEntry("tare.load_model", "open")
                .containsEntry("tare.blocks", "6");
        assertThat(labels(named("blocks/envoy.100b-open.0003"))).containsEntry("tare.block", "3");
    }

    @Test
    void whatThirtyTwoBitsCannotHoldIsSaidAndNotWrapped() {
        SmpMessage sidecar = SmpMessage.of(SmpKind.MESH_CONFIG).inner("sidecar");
        assertThat(sidecar.rounded("bps", 3e9)).isFalse();
        assertThat(sidecar.rounded("bps", Integer.MAX_VALUE)).isTrue();
        assertThat(sidecar.rounded("bps", -1)).isFalse();
        FieldDescriptor bps = sidecar.build().getDescriptorForType().findFieldByName("bps");
        assertThat(sidecar.build().getField(bps)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theDetailsHoldTheWholeHistogramAndEveryVerdict() throws IOException {
        var scenario = WEIGHING.scenario("envoy", SyntheticBundle.OPEN).orElseThrow();
        JsonNode details = JsonMapper.shared().readTree(SmpDetails.of(CONTENT, WEIGHING, scenario));
        Histogram times =
                dev.tare.base.histogram.HistogramCodec.decode(
                        details.get("response_time_ns").asString());
        assertThat(times.getTotalCount()).isEqualTo(scenario.tally().ended());
        assertThat(details.get("blocks")).hasSize(6);
        JsonNode median = details.get("figures").get("response_time_p50");
        assertThat(median.get("verdict").asString()).isEqualTo("valid");
        assertThat(median.get("low").asDouble()).isLessThan(median.get("high").asDouble());
        assertThat(details.get("tare_costs").has("cpu_per_request")).isTrue();
    }

    @Test
    void theSameBundleGivesTheSameMessages() {
        SmpReport.Told again = SmpReport.of(CONTENT, Judge.weigh(CONTENT));
        assertThat(again.documents()).isEqualTo(TOLD.documents());
    }

    @ParameterizedTest
    @EnumSource(SmpEncoding.class)
    void everyMessageComesBackFromEveryEncoding(SmpEncoding encoding) throws Exception {
        for (SmpDocument document : TOLD.documents()) {
            byte[] bytes = encoding.encode(document.message());
            DynamicMessage back = encoding.decode(document.kind(), bytes, document.name());
            assertThat(back).as(document.name()).isEqualTo(document.message());
        }
    }

    @ParameterizedTest
    @EnumSource(SmpEncoding.class)
    void theMessagesLookAsTheyDid(SmpEncoding encoding) throws IOException {
        for (String name :
                List.of(
                        "environment",
                        "configs/envoy.100b-open",
                        "meshes/envoy.100b-open",
                        "results/envoy.100b-open")) {
            byte[] bytes = encoding.encode(named(name));
            matches(
                    name.replace('/', '-') + "." + encoding.suffix() + ".txt",
                    encoding == SmpEncoding.BINARY
                            ? HexFormat.of().formatHex(bytes) + "\n"
                            : new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
