package dev.tare.lab.smp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.smp.SmpFinding.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results as other tools write them, read and looked at. */
final class SmpResultTest {
    /** The shape, and the unit, of the specification's first sample. */
    private static final String OLD =
            """
            start_time: 2020-03-17T14:00:00.5Z
            end_time: 2020-03-17T17:00:00.5Z
            exp_uuid: 00000000-0000-4000-8000-000000000007
            endpoint_url: http://192.0.2.15/productpage
            env:
              kubernetes: v1.15.5
            client:
              connections: 1
              rps: 0.99
              latencies_ms: {min: 0.012, average: 0.0235, p50: 0.022, p99: 0.055, max: 0.35}
            metrics: {}
            """;

    private static final String NEW =
            """
            smp_version: v0.0.1
            id: r
            labels: {mesh: istio}
            start_time: "2026-01-02T03:04:05Z"
            end_time: "2026-01-02T03:05:05Z"
            latencies_ms: {min: %s, average: %s, p50: %s, p90: %s, p99: %s, max: %s}
            actual_qps: %s
            test_id: t
            """;

    private static SmpResult read(String text, String name) throws SmpException {
        return SmpResultReader.read(text.getBytes(StandardCharsets.UTF_8), name);
    }

    private static SmpResult result(Object... figures) throws SmpException {
        return read(NEW.formatted(figures), "r.yaml");
    }

    private static SmpAsked asked(int connections, double ratePerSec) {
        return new SmpAsked(OptionalInt.of(connections), OptionalDouble.of(ratePerSec));
    }

    private static List<Kind> kinds(SmpResult result, SmpAsked asked) {
        return SmpResultChecks.of(result, asked).stream().map(SmpFinding::kind).toList();
    }

    @Test
    void everyFieldIsReadAsItStands() throws SmpException {
        SmpResult result = result(0.2, 1.5, 1.25, 2, 4, 9.75, 320.5);

        assertThat(result.latency()).contains(new SmpResult.Latency(0.2, 1.5, 1.25, 2, 4, 9.75));
        assertThat(result.ratePerSec()).hasValue(320.5);
        assertThat(result.labels()).containsEntry("mesh", "istio");
        assertThat(result.start()).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(result.end()).contains(Instant.parse("2026-01-02T03:05:05Z"));
        assertThat(result.testId()).isEqualTo("t");
        assertThat(SmpResultChecks.of(result, SmpAsked.NOTHING)).isEmpty();
    }

    @Test
    void theOlderShapeIsReadAndItsSecondsAreCaught() throws SmpException {
        SmpResult result = read(OLD, "old.yaml");

        assertThat(result.connections()).hasValue(1);
        assertThat(result.url()).isEqualTo("http://192.0.2.15/productpage");
        assertThat(result.latency().orElseThrow().p99()).isEqualTo(0.055);
        List<SmpFinding> findings = SmpResultChecks.of(result, SmpAsked.NOTHING);
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().kind()).isEqualTo(Kind.SECONDS);
        assertThat(findings.getFirst().certain()).as("it could be a very fast cache").isFalse();
        assertThat(findings.getFirst().sentence())
                .isEqualTo(
                        "latencies_ms seems to hold seconds: at 0.99 a second a machine idles"
                                + " between requests, and then no answer takes only 0.0235 ms, not"
                                + " even over loopback.");
        String mended = OLD.replaceAll("latencies_ms: .*", "latencies_ms: {average: 23.5}");
        assertThat(kinds(read(mended, "x.yaml"), SmpAsked.NOTHING)).isEmpty();
    }

    @Test
    void secondsOfAClosedLoopAreCaughtByLittlesLaw() throws SmpException {
        // 64 connections, 6,000 a second: 10.5 ms each, written as 0.0105.
        SmpResult result = result(0.002, 0.0105, 0.01, 0.02, 0.03, 0.2, 6_000);

        List<SmpFinding> findings = SmpResultChecks.of(result, asked(64, 0));
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().kind()).isEqualTo(Kind.SECONDS);
        assertThat(findings.getFirst().certain()).isTrue();
        assertThat(findings.getFirst().sentence()).contains("64 connections", "0.063", "63");
        assertThat(kinds(result, SmpAsked.NOTHING)).as("a busy loop may be so fast").isEmpty();
        assertThat(kinds(result(2, 10.5, 10, 20, 30, 200, 6_000), asked(64, 0))).isEmpty();
    }

    @Test
    void moreRequestsAtOnceThanConnectionsBreakLittlesLaw() throws SmpException {
        SmpResult microseconds = result(200, 1500, 1250, 2000, 4000, 9000, 320);

        assertThat(kinds(microseconds, asked(4, 0))).containsExactly(Kind.LITTLES_LAW);
        assertThat(kinds(microseconds, asked(480, 0))).isEmpty();
    }

    @Test
    void aFastLoopbackServerIsNoFault() throws SmpException {
        // 64 connections at 10,000 a second of 0.06 ms: open loop.
        assertThat(kinds(result(0.02, 0.06, 0.05, 0.1, 0.3, 4, 10_000), asked(64, 10_000)))
                .isEmpty();
        // 1 connection, closed loop, 30,000 a second of 0.033 ms.
        assertThat(kinds(result(0.02, 0.033, 0.03, 0.04, 0.09, 1, 30_000), asked(1, 0))).isEmpty();
        // A paced load on an idle machine.
        assertThat(kinds(result(0.05, 0.09, 0.08, 0.1, 0.2, 1, 100), asked(8, 100))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 3, 2.5, 4, 5, 10, ORDER",
        "1, 2, 2, 3, 4, 3.5, 10, ORDER",
        "1, 0.5, 2, 3, 4, 5, 10, ORDER",
        "1, 6, 2, 3, 4, 5, 10, ORDER",
        "1, 2, 2, 3, -4, 5, 10, NO_FIGURE",
        "1, 1e308, 2, 3, 4, 1.1e308, 1e308, LITTLES_LAW",
        "1, 2, 2, 3, 4, 5, 0, NO_ANSWERS",
        "1, 2, 2, 3, 4, 5, -3, NO_FIGURE",
        "1, 2, 2, 3, 4, 5, 40, RATE",
    })
    void figuresThatContradictOneAnotherAreNamed(
            String min,
            String average,
            String p50,
            String p90,
            String p99,
            String max,
            String rate,
            Kind kind)
            throws SmpException {
        String text = NEW.formatted(min, average, p50, p90, p99, max, rate);

        assertThat(kinds(read(text, "r.yaml"), asked(1, 10))).contains(kind);
    }

    @Test
    void aBlockOfFewRequestsMayMissItsRateByChance() throws SmpException {
        String few = NEW.formatted(1, 2, 2, 3, 4, 5, 90);
        String block = "{tare.load_model: open, tare.requests: '%s'%s}";
        assertThat(kinds(read(few, "r.yaml"), asked(1, 100))).containsExactly(Kind.RATE);
        assertThat(
                        kinds(
                                read(
                                        few.replace("{mesh: istio}", block.formatted(400, "")),
                                        "r.yaml"),
                                asked(1, 100)))
                .as("a tenth of 400 requests is chance")
                .isEmpty();
        assertThat(
                        kinds(
                                read(
                                        few.replace("{mesh: istio}", block.formatted(90_000, "")),
                                        "r.yaml"),
                                asked(1, 100)))
                .containsExactly(Kind.RATE);
        String kept = block.formatted(90_000, ", tare.saturated: 'false'");
        assertThat(kinds(read(few.replace("{mesh: istio}", kept), "r.yaml"), asked(1, 100)))
                .as("Tare has found that it kept up")
                .isEmpty();
    }

    @Test
    void timeThatRunsBackwardsIsNamed() throws SmpException {
        String text =
                NEW.formatted(1, 2, 2, 3, 4, 5, 10).replace("2026-01-02T03:05", "2025-01-02T03:05");

        assertThat(kinds(read(text, "r.yaml"), SmpAsked.NOTHING)).containsExactly(Kind.BACKWARDS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r.yaml | latencies_ms: {p95: 1}              | r.yaml: no PerformanceTestResult",
                "r.yaml | start_time: yesterday               | r.yaml: start_time: no time as RFC",
                "r.json | {\"endTime\":\"2026-01-32T03:04:05Z\"} | r.json: endTime: no time as RFC",
                "r.yaml | actual_qps: many                    | r.yaml: no PerformanceTestResult",
                "r.yaml | 'actual_qps: ['                     | r.yaml, line 1",
                "r.json | '{\"actual_qps\": 1'                | r.json, line 1",
                "r.yaml | 'client: {rps: fast}'               | r.yaml: client.rps: is no number",
                "r.yaml | 'client: 5'                         | r.yaml: client: must be a map",
                "r.yaml | 'client: {qps: 5}'                  | client: unknown field \"qps\"",
                "r.yaml | '{client: {}, start_time: today}'   | start_time: no time as RFC 3339",
                "r.yaml | '{client: {latencies_ms: {p95: 1}}}'| latencies_ms: unknown field",
                "r.yaml | '{client: {latencies_ms: {p99: []}}}'| latencies_ms.p99: is no number",
                "r.pb   | no protobuf                         | r.pb: no PerformanceTestResult",
            })
    void aFaultIsOneLineThatNamesTheSource(String name, String text, String fault) {
        assertThatThrownBy(() -> read(text, name))
                .isInstanceOf(SmpException.class)
                .hasMessageContaining(fault)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void spoiltResultsAreReadOrRefusedAndLookedAt(long seed) throws Exception {
        Random random = new Random(seed);
        for (String name : List.of("r.yaml", "old.yaml", "r.pb")) {
            byte[] sound = bytes(name);
            for (int i = 0; i < 300; i++) {
                byte[] spoilt = sound.clone();
                for (int hits = 0; hits <= random.nextInt(4); hits++) {
                    spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
                }
                try {
                    var _ = SmpResultChecks.of(SmpResultReader.read(spoilt, name), asked(2, 100));
                } catch (SmpException e) {
                    assertThat(e).hasMessageNotContaining("\n");
                }
            }
        }
    }

    private static byte[] bytes(String name) throws SmpException {
        byte[] yaml = NEW.formatted(1, 2, 2, 3, 4, 5, 10).getBytes(StandardCharsets.UTF_8);
        return switch (name) {
            case "r.pb" ->
                    SmpEncoding.BINARY.encode(
                            SmpEncoding.YAML.decode(SmpKind.TEST_RESULT, yaml, name));
            case "old.yaml" -> OLD.getBytes(StandardCharsets.UTF_8);
            default -> yaml;
        };
    }
}
