package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Configured.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.EpochClock;
import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.imagehub.ImageHub;
import dev.tare.specimen.planlimit.PlanLimits;
import dev.tare.specimen.planlimit.PlanVectors;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The image hub's limits in the proxy before it, as the documentation shows it. */
@SocketTest
@Timeout(60)
final class MinivoyPlanLimitTest {
    /** Of plans with which it does not matter when a minute ends. */
    private static final PlanLimits LIMITS =
            new PlanLimits(Map.of("All", 1_000_000, "None", 0), 100);

    private static final String ALL = "eyJ1c2VybmFtZSI6ImFubiIsInBsYW4iOiJBbGwifQ==";
    private static final String NONE = "eyJ1c2VybmFtZSI6ImJvYiIsInBsYW4iOiJOb25lIn0";
    private static final String UNKNOWN = "eyJ1c2VybmFtZSI6ImJvYiIsInBsYW4iOiJUZWFtIn0";

    private static HttpServer hub(boolean limiting) throws IOException {
        return ImageHub.start(
                HttpServerOptions.standard("hub"), LIMITS, limiting, EpochClock.system());
    }

    private static Configured proxy(HttpServer hub) throws IOException {
        return new Configured(
                LoopOptions.standard(),
                """
                routes:
                  - {name: preflight, match: {methods: [OPTIONS]}, cluster: hub}
                  - name: pull
                    match: {path: /pull}
                    cluster: hub
                    filters: {add: [{plan_limit: {plans: {All: 1000000, None: 0}}}]}
                  - {name: rest, cluster: hub}
                clusters: [{name: hub, endpoints: ['%s']}]
                """
                        .formatted(HttpServer.text(hub.address())));
    }

    private static List<String> essence(RawResponse response) {
        List<String> essence = new ArrayList<>();
        essence.add(response.status() + " " + response.text());
        PlanVectors.FIELDS.stream()
                .filter(name -> !name.equals("retry-after"))
                .forEach(name -> essence.add(name + ": " + response.field(name)));
        essence.add("retry-after: " + !response.field("retry-after").isEmpty());
        essence.add("origin: " + response.field("access-control-allow-origin"));
        return essence;
    }

    @Test
    void proxyAndApplicationAnswerAlike() throws IOException {
        try (HttpServer native1 = hub(true);
                HttpServer unlimited = hub(false);
                Configured minivoy = proxy(unlimited);
                RawClient direct = RawClient.to(native1.address());
                RawClient proxied = minivoy.client()) {
            for (String line :
                    List.of(
                            "authorization: " + ALL,
                            "authorization: " + UNKNOWN,
                            "authorization: nonsense",
                            "x-no: token")) {
                assertThat(essence(ask(proxied, "/pull", line)))
                        .as(line)
                        .isEqualTo(essence(ask(direct, "/pull", line)));
            }
            RawResponse refused = ask(proxied, "/pull", "authorization: " + NONE);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.field("x-app-user")).isEqualTo("bob");
            assertThat(refused.field("x-rate-limit")).isEqualTo("1");
            assertThat(ask(proxied, "/pull", "authorization: " + ALL).text())
                    .isEqualTo("All Good!\n");
            proxied.send("OPTIONS /pull HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(proxied.read().status()).isEqualTo(204);
            assertThat(ask(proxied, "/ready").status()).isEqualTo(200);
            assertThat(minivoy.page("/stats/prometheus"))
                    .contains(
                            "minivoy_filter_denied_total{filter=\"pull/plan_limit\","
                                    + "kind=\"plan_limit\"} 4\n");
            assertThat(minivoy.page("/config")).contains("plan_limit", "\"All\":1000000");
        }
    }
}
