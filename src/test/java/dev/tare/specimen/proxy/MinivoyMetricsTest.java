package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Configured.ask;
import static dev.tare.specimen.proxy.Configured.failing;
import static dev.tare.specimen.proxy.Configured.named;
import static dev.tare.specimen.proxy.Configured.nobody;
import static dev.tare.specimen.proxy.Configured.ok;
import static dev.tare.specimen.proxy.Configured.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What is counted of clusters and filters, as Prometheus and people read it. */
@SocketTest
@Timeout(60)
final class MinivoyMetricsTest {
    private static String endpoint(String metric, String address) {
        return "minivoy_endpoint_%s{cluster=\"a\",endpoint=\"%s\"}".formatted(metric, address);
    }

    private static String breaker(String metric, String burden) {
        return "minivoy_cluster_breaker_%s{cluster=\"a\",burden=\"%s\"}".formatted(metric, burden);
    }

    private static Map<String, Double> read(Configured minivoy) throws IOException {
        return PrometheusReading.of(minivoy.page("/stats/prometheus"));
    }

    private static JsonNode cluster(Configured minivoy) throws IOException {
        return new ObjectMapper().readTree(minivoy.page("/clusters")).at("/clusters/0");
    }

    @Test
    void endpointsAndBreakersAreToldAlikeOnBothPages() throws Exception {
        try (ScriptedServer good = named("good");
                ScriptedServer bad = ScriptedServer.answering(failing(503))) {
            String nobody = HostPort.textOf(nobody());
            String document =
                    """
                    filters: [{rate_limit: {rate: 0.01/m, burst: 9}}]
                    routes:
                      - {match: {path: /one}, cluster: a, filters: {add: [{body_limit: {request: 9}}]}}
                      - {cluster: a, retry: {tries: 9, on: [connect_failure, gateway_error], backoff: 0}}
                    clusters:
                      - name: a
                        endpoints: ['%s', '%s', '%s']
                        outlier_detection: {consecutive_gateway_failures: 2, max_ejected_percent: 34}
                        breakers: {requests: 7}
                    """
                            .formatted(text(good), text(bad), nobody);
            try (Configured minivoy = new Configured(LoopOptions.standard(), document);
                    RawClient client = minivoy.client()) {
                for (int i = 0; i < 10; i++) {
                    assertThat(ask(client, "/").status()).isEqualTo(i < 9 ? 200 : 429);
                }
                Map<String, Double> seen = read(minivoy);
                JsonNode json = cluster(minivoy);
                assertThat(json.at("/name").asString()).isEqualTo("a");
                double requests = 0;
                double retries = 0;
                for (JsonNode each : json.at("/endpoints")) {
                    String address = each.at("/address").asString();
                    requests += agree(seen, endpoint("requests_total", address), each, "requests");
                    retries += agree(seen, endpoint("retries_total", address), each, "retries");
                    agree(seen, endpoint("connections_open", address), each, "connections_open");
                    agree(seen, endpoint("connections_total", address), each, "connections_opened");
                    agree(seen, endpoint("ejected_by", address), each, "ejected_by");
                    agree(seen, endpoint("ejections_total", address), each, "ejections");
                    assertThat(seen.get(endpoint("healthy", address))).isEqualTo(1);
                }
                assertThat(requests).isEqualTo(9 + retries);
                assertThat(retries)
                        .isEqualTo((double) minivoy.proxy().stats().retries())
                        .isPositive();
                String refused = endpoint("failures_total", nobody);
                assertThat(seen.get(refused.replace("}", ",error=\"upstream_connect_failed\"}")))
                        .isEqualTo(seen.get(endpoint("requests_total", nobody)))
                        .isPositive();
                assertThat(seen.get(refused.replace("}", ",error=\"upstream_timeout\"}"))).isZero();
                double ejections = 0;
                for (String address : new String[] {text(good), text(bad), nobody}) {
                    ejections += seen.getOrDefault(endpoint("ejections_total", address), 0.0);
                }
                assertThat(ejections).isEqualTo(1);
                assertThat(seen.get(breaker("limit", "request"))).isEqualTo(7);
                assertThat(json.at("/breakers/request/limit").asInt()).isEqualTo(7);
                assertThat(seen.get(breaker("taken", "request"))).isZero();
                assertThat(seen.get(breaker("refused_total", "retry"))).isZero();
                assertThat(seen)
                        .containsEntry(
                                "minivoy_filter_denied_total{filter=\"rate_limit\","
                                        + "kind=\"rate_limit\"}",
                                1.0)
                        .containsEntry(
                                "minivoy_filter_denied_total{filter=\"route-1/body_limit\","
                                        + "kind=\"body_limit\"}",
                                0.0);
            }
        }
    }

    private static double agree(
            Map<String, Double> seen, String sample, JsonNode endpoint, String name) {
        assertThat(seen.get(sample)).as(sample).isEqualTo(endpoint.at("/" + name).asDouble());
        return endpoint.at("/" + name).asDouble();
    }

    @Test
    void whatABreakerHasRefusedIsCounted() throws Exception {
        try (ScriptedServer patient =
                new ScriptedServer((connection, number) -> {
                    connection.readHeadText();
                    connection.exactly(1);
                    connection.send(ok("whole"));
                })) {
            String document =
                    "routes: [{cluster: a}]\nclusters: [{name: a, endpoints: ['%s'], breakers: {requests: 1}}]\n"
                            .formatted(text(patient));
            try (Configured minivoy = new Configured(LoopOptions.standard(), document);
                    RawClient first = minivoy.client();
                    RawClient second = minivoy.client()) {
                first.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n");
                Configured.await(() -> minivoy.proxy().stats().upstreamRequests() == 1);
                assertThat(ask(second, "/").status()).isEqualTo(503);
                Map<String, Double> seen = read(minivoy);
                assertThat(seen.get(breaker("taken", "request"))).isEqualTo(1);
                assertThat(seen.get(breaker("refused_total", "request"))).isEqualTo(1);
                assertThat(cluster(minivoy).at("/breakers/request/refused").asInt()).isEqualTo(1);
                first.send("x");
                assertThat(first.read().text()).isEqualTo("whole");
            }
        }
    }
}
