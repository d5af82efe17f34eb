package dev.tare.specimen.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.Minivoy;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** minivoy seen from outside. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class AdminServerTest {
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-z][a-z0-9_]*)(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*})? ([0-9.]+)");

    @Parameter LoopOptions loop = LoopOptions.standard();

    private Origin origin;
    private Minivoy proxy;

    @SuppressWarnings("NullAway.Init")
    AdminServerTest() {}

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard().withLoop(loop));
        proxy = Minivoy.start(ProxyOptions.to(origin.address()).withLoop(loop));
    }

    @AfterEach
    void stop() {
        proxy.close();
        origin.close();
    }

    private RawResponse ask(String target) throws IOException {
        try (RawClient client = RawClient.to(proxy.adminAddress())) {
            return client.get(target);
        }
    }

    private void load() throws IOException {
        try (RawClient client = RawClient.to(proxy.address())) {
            client.get("/byte/1000");
            client.get("/status/404");
            client.send("nonsense\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    /** Samples by name and labels; every one belongs to the HELP and TYPE before it. */
    private static Map<String, String> samples(String text) {
        Map<String, String> samples = new HashMap<>();
        String described = "";
        String type = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                described = line.split(" ", -1)[2];
            } else if (line.startsWith("# TYPE ")) {
                assertThat(line.split(" ", -1)[2]).isEqualTo(described);
                type = line.split(" ", -1)[3];
                assertThat(type).isIn("counter", "gauge");
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).isEqualTo(described);
                assertThat(described.endsWith("_total")).as(line).isEqualTo(type.equals("counter"));
                String key = line.substring(0, line.lastIndexOf(' '));
                assertThat(samples.put(key, sample.group(4))).as(line).isNull();
            }
        }
        return samples;
    }

    @Test
    void prometheusReadsWhatTheStatsSay() throws IOException {
        load();
        RawResponse response = ask("/stats/prometheus");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.field("content-type"))
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.text()).endsWith("\n");
        Map<String, String> samples = samples(response.text());
        ProxyStats stats = proxy.stats();
        assertThat(samples)
                .containsEntry("minivoy_requests_total", "3")
                .containsEntry("minivoy_responses_total{class=\"2xx\"}", "1")
                .containsEntry("minivoy_responses_total{class=\"4xx\"}", "2")
                .containsEntry("minivoy_responses_total{class=\"5xx\"}", "0")
                .containsEntry("minivoy_local_responses_total", "1")
                .containsEntry("minivoy_errors_total{error=\"bad_request\"}", "1")
                .containsEntry("minivoy_connections_total{side=\"client\"}", "1")
                .containsEntry("minivoy_connections_open{side=\"upstream\"}", "1")
                .containsEntry("minivoy_upstream_requests_total", "2")
                .containsEntry(
                        "minivoy_received_bytes_total{side=\"upstream\"}",
                        String.valueOf(stats.upstreamBytesReceived()))
                .containsEntry(
                        "minivoy_sent_bytes_total{side=\"client\"}",
                        String.valueOf(stats.clientBytesSent()))
                .containsEntry("minivoy_threads", "1")
                .containsKey("process_cpu_seconds_total");
        for (ProxyError error : ProxyError.values()) {
            assertThat(samples)
                    .containsKey("minivoy_errors_total{error=\"" + error.jsonName() + "\"}");
        }
        for (ProxyCounters.Count count : ProxyCounters.Count.values()) {
            assertThat(stats.json()).contains("\"" + count.name().toLowerCase(Locale.ROOT) + "\":");
        }
    }

    @Test
    void theConfigurationInEffectIsShown() throws IOException {
        RawResponse response = ask("/config");
        assertThat(response.field("content-type")).isEqualTo("application/json");
        JsonNode config = new ObjectMapper().readTree(response.text());
        assertThat(config.at("/upstream").asString()).isEqualTo(HostPort.textOf(origin.address()));
        assertThat(config.at("/listen").asString()).isEqualTo(HostPort.textOf(proxy.address()));
        assertThat(config.at("/threads").asInt()).isEqualTo(1);
        assertThat(config.at("/limits/max_connections").asInt()).isEqualTo(20_000);
        assertThat(config.at("/timeouts/response_ns").asLong()).isEqualTo(60_000_000_000L);
        assertThat(config.at("/logs/level").asString()).isEqualTo("error");
        assertThat(config.at("/logs/access").isNull()).isTrue();
        assertThat(config.at("/forwarded_fields").asBoolean()).isTrue();
    }

    @Test
    void theClusterShowsWhatBecameOfItsRequests() throws IOException {
        load();
        JsonNode endpoint =
                new ObjectMapper().readTree(ask("/clusters").text()).at("/clusters/0/endpoints/0");
        assertThat(endpoint.at("/address").asString()).isEqualTo(HostPort.textOf(origin.address()));
        assertThat(endpoint.at("/connections_open").asInt()).isEqualTo(1);
        assertThat(endpoint.at("/connections_opened").asInt()).isEqualTo(1);
        assertThat(endpoint.at("/requests").asInt()).isEqualTo(2);
        assertThat(endpoint.at("/failures").size()).isZero();
    }

    @Test
    void theClusterShowsItsFailures() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        try (Minivoy hopeless = Minivoy.start(ProxyOptions.to(nobody).withLoop(loop));
                RawClient client = RawClient.to(hopeless.address());
                RawClient admin = RawClient.to(hopeless.adminAddress())) {
            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(admin.get("/clusters").text())
                    .contains("\"failures\":{\"upstream_connect_failed\":1}");
        }
    }

    @Test
    void theLevelOfTheLogIsShownAndSet() throws IOException {
        try (RawClient client = RawClient.to(proxy.adminAddress())) {
            assertThat(client.get("/log-level").text()).isEqualTo("error\n");
            for (LogLevel level : LogLevel.values()) {
                client.send(
                        "POST /log-level?level=%s HTTP/1.1\r\nHost: h\r\n\r\n"
                                .formatted(level.text()));
                assertThat(client.read().text()).isEqualTo(level.text() + "\n");
                assertThat(client.get("/log-level").text()).isEqualTo(level.text() + "\n");
            }
            client.send("POST /log-level?level=loud HTTP/1.1\r\nHost: h\r\n\r\n");
            RawResponse refused = client.read();
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("?level=debug");
            client.send("POST /log-level HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.get("/log-level").text()).isEqualTo("error\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404",
        "GET, /stats/, 404",
        "GET, /Stats, 404",
        "POST, /nothing, 404",
        "GET, /stats?x=y, 200",
        "GET, http://h/stats, 404",
        "OPTIONS, /stats, 405",
        "DELETE, /ready, 405",
        "POST, /config, 405",
        "PUT, /log-level, 405",
    })
    void pagesAndMethodsAreThoseThatThereAre(String method, String target, int status)
            throws IOException {
        try (RawClient client = RawClient.to(proxy.adminAddress())) {
            client.send("%s %s HTTP/1.1\r\nHost: h\r\n\r\n".formatted(method, target));
            RawResponse response = client.read();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.field("cache-control")).isEqualTo("no-store");
            if (status == 405) {
                assertThat(response.field("allow")).startsWith("GET, HEAD");
            }
            assertThat(client.get("/ready").text()).isEqualTo("ready\n");
        }
    }

    @Test
    void headHasNoBody() throws IOException {
        try (RawClient client = RawClient.to(proxy.adminAddress())) {
            client.send("HEAD /ready HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readHeadOnly().field("content-length")).isEqualTo("6");
            assertThat(client.get("/ready").text()).isEqualTo("ready\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /log-level?level=debug HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET /stats HTTP/1.1\r\n\r\n",
            })
    void whoAsksTooMuchOrNonsenseIsRefusedAndClosed(String request) throws IOException {
        try (RawClient client = RawClient.to(proxy.adminAddress())) {
            client.send(request + "x".repeat(5000));
            assertThat(client.read().status()).isBetween(400, 413);
            assertThat(client.isClosedWithoutMore()).isTrue();
        }
        assertThat(ask("/log-level").text()).isEqualTo("error\n");
    }

    @Test
    void whoKeepsQuietGivesWayToWhoAsks() throws IOException {
        List<RawClient> quiet = new ArrayList<>();
        for (int i = 0; i < AdminServer.MAX_CONNECTIONS; i++) {
            quiet.add(RawClient.to(proxy.adminAddress()));
        }
        // All are accepted when the last one is; then the first one is no longer the quietest.
        assertThat(quiet.getLast().get("/ready").status()).isEqualTo(200);
        assertThat(quiet.getFirst().get("/ready").status()).isEqualTo(200);
        assertThat(ask("/ready").status()).isEqualTo(200);
        assertThat(quiet.get(1).isClosedWithoutMore()).isTrue();
        assertThat(quiet.getFirst().get("/ready").status()).isEqualTo(200);
        for (RawClient client : quiet) {
            client.close();
        }
    }

    @Test
    void whoNeverReadsHoldsUpNobodyElse() throws Exception {
        try (RawClient deaf = RawClient.to(proxy.adminAddress(), 4096)) {
            String pipeline = "GET /stats/prometheus HTTP/1.1\r\nHost: h\r\n\r\n".repeat(5000);
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            deaf.send(pipeline.repeat(20));
                        } catch (IOException e) {
                            // It was closed: it has had enough.
                        }
                    });
            for (int i = 0; i < 20; i++) {
                assertThat(ask("/ready").status()).isEqualTo(200);
            }
        }
        assertThat(ask("/ready").status()).isEqualTo(200);
    }

    @Test
    void whoeverStopsSaysSo() throws Exception {
        try (RawClient client = RawClient.to(proxy.adminAddress());
                RawClient busy = RawClient.to(proxy.address())) {
            assertThat(client.get("/ready").status()).isEqualTo(200);
            busy.send("GET /byte/1?delay=1s HTTP/1.1\r\nHost: h\r\n\r\n");
            Eventually.holds(() -> proxy.stats().requests() == 1);
            proxy.stop();
            RawResponse response = client.get("/ready");
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.text()).isEqualTo("stopping\n");
            assertThat(busy.read().status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNotWrittenDownIsNoSecret() {
        record Inner(String apiToken, int tokens, Optional<String> password, boolean tokenCheck) {}
        record Outer(String name, Inner inner, List<String> secretWords, Object strange) {}
        String json =
                RecordJson.of(
                        new Outer(
                                "a\"b\n",
                                new Inner("hush", 3, Optional.of("hush"), true),
                                List.of("hush"),
                                new StringBuilder("hush").reverse().getClass()));
        assertThat(json)
                .isEqualTo(
                        "{\"name\":\"a\\\"b\\u000a\",\"inner\":{\"api_token\":\"(not shown)\","
                                + "\"tokens\":3,\"password\":\"(not shown)\",\"token_check\":true},"
                                + "\"secret_words\":\"(not shown)\",\"strange\":\"Class\"}\n");
    }
}
