package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Configured.failing;
import static dev.tare.specimen.proxy.Configured.named;
import static dev.tare.specimen.proxy.Configured.nobody;
import static dev.tare.specimen.proxy.Configured.ok;
import static dev.tare.specimen.proxy.Configured.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.io.wire.http2.Http2TestClient.Exchange;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams go by the same rules as requests of HTTP/1.1, to clusters of either protocol. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp2RoutesTest {
    private static final long LONG_NS = 20_000_000_000L;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private Configured proxy(String routes, String clusters) throws IOException {
        return new Configured(loop, "routes: " + routes + "\n" + clusters);
    }

    private static String cluster(String name, String protocol, String address, String more) {
        return "{name: %s, protocol: %s, endpoints: ['%s']%s}"
                .formatted(name, protocol, address, more);
    }

    private static Http2TestClient client(Configured minivoy) throws IOException {
        return new Http2TestClient(minivoy.proxy().address());
    }

    private static Exchange ask(Http2TestClient client, String path, Field... fields) {
        return client.exchange(List.of(new RequestSpec("GET", path, List.of(fields), "")))
                .getFirst();
    }

    private static String said(Exchange exchange) {
        return Http2TestClient.text(exchange);
    }

    @Test
    void tokensAndRatesAreCheckedOverHttp2Too() throws Exception {
        // Of the token hello.
        String auth =
                "filters: [{token_check: {tokens_sha256:"
                        + " [2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824]}},"
                        + " {rate_limit: {rate: 0.01/m, burst: 2}}]\n";
        Field token = new Field("authorization", "Bearer hello");
        try (ScriptedServer one = named("one");
                ScriptedHttp2Upstream two = new ScriptedHttp2Upstream(100)) {
            String clusters =
                    "clusters: [%s, %s]\n"
                            .formatted(
                                    cluster("a", "http1", text(one), ""),
                                    cluster("b", "http2", HostPort.textOf(two.address()), ""));
            String routes = "[{match: {prefix: /ok}, cluster: b}, {cluster: a}]";
            try (Configured minivoy = proxy(routes, clusters + auth);
                    Http2TestClient client = client(minivoy)) {
                assertThat(said(ask(client, "/"))).isEqualTo("401 token_refused\n");
                assertThat(said(ask(client, "/ok"))).isEqualTo("401 token_refused\n");
                assertThat(said(ask(client, "/", token))).isEqualTo("one");
                assertThat(said(ask(client, "/ok", token))).isEqualTo("ok");
                assertThat(said(ask(client, "/", token))).isEqualTo("429 rate_limited\n");
                Field grpc = new Field("content-type", "application/grpc");
                assertThat(said(ask(client, "/", grpc))).isEmpty();
                assertThat(minivoy.ask("/ok").field("www-authenticate"))
                        .isEqualTo("Bearer realm=\"minivoy\"");
                assertThat(minivoy.page("/stats/prometheus"))
                        .contains("{filter=\"token_check\",kind=\"token_check\"} 4\n")
                        .contains("{filter=\"rate_limit\",kind=\"rate_limit\"} 1\n");
                assertThat(one.heads()).hasSize(1);
                assertThat(two.requests).hasSize(1);
            }
        }
    }

    private static RequestSpec grpc(String path) {
        return new RequestSpec(
                "POST", path, List.of(new Field("content-type", "application/grpc")), "x");
    }

    @Test
    void oneRoutingServesAllFourPairsOfProtocols() throws Exception {
        try (ScriptedServer old = named("old");
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100)) {
            String clusters =
                    "clusters: [%s, %s]\n"
                            .formatted(
                                    cluster("old", "http1", text(old), ""),
                                    cluster(
                                            "young",
                                            "http2",
                                            HostPort.textOf(young.address()),
                                            ""));
            String routes =
                    "[{match: {headers: [{name: x-to, equals: young}]}, cluster: young},"
                            + " {match: {prefix: /old}, cluster: old},"
                            + " {match: {prefix: /ok}, cluster: young}]";
            try (Configured minivoy = proxy(routes, clusters);
                    Http2TestClient streams = client(minivoy);
                    RawClient requests = minivoy.client()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(said(ask(streams, "/old/x"))).isEqualTo("old");
                    assertThat(said(ask(streams, "/ok"))).isEqualTo("ok");
                    assertThat(said(ask(streams, "/old", new Field("x-to", "young"))))
                            .isEqualTo("ok");
                    assertThat(requests.get("/old").text()).isEqualTo("old");
                    assertThat(requests.get("/ok?x").text()).isEqualTo("ok");
                }
                assertThat(said(ask(streams, "/none"))).isEqualTo("404 no_route\n");
                assertThat(said(ask(streams, "/old/../ok"))).isEqualTo("400 ambiguous_path\n");
                assertThat(requests.get("/none").status()).isEqualTo(404);
                assertThat(minivoy.proxy().stats().upstreamConnectionsOpened()).isEqualTo(2);
                assertThat(minivoy.proxy().stats().requests()).isEqualTo(18);
                assertThat(minivoy.page("/stats/prometheus"))
                        .contains(
                                "minivoy_endpoint_requests_total{cluster=\"young\",endpoint=\"%s\"} 9"
                                        .formatted(HostPort.textOf(young.address())));
            }
        }
    }

    @Test
    void hostsAreWhatAuthoritySays() throws Exception {
        try (ScriptedServer one = named("one")) {
            String clusters = "clusters: [" + cluster("a", "http1", text(one), "") + "]\n";
            try (Configured minivoy =
                            proxy("[{match: {hosts: [127.0.0.1]}, cluster: a}]", clusters);
                    Http2TestClient client = client(minivoy);
                    RawHttp2Client other = new RawHttp2Client(minivoy.proxy().address())) {
                assertThat(said(ask(client, "/"))).isEqualTo("one");
                other.send(new FrameBytes().headers(1, true, RawHttp2Client.get("/")));
                assertThat(other.await(RawHttp2Client.HEADERS)).isNotNull();
                assertThat(minivoy.proxy().stats().errors(ProxyError.NO_ROUTE)).isEqualTo(1);
            }
        }
    }

    @Test
    void routesAnswerStreamsThemselves() throws Exception {
        String routes =
                "[{match: {path: /ping}, respond: {body: pöng}},"
                        + " {match: {path: /old}, redirect: {to: /new, status: 308}},"
                        + " {match: {path: /void}, respond: {status: 204}},"
                        + " {match: {path: /test.Service/No}, respond: {status: 403}}]";
        try (Configured minivoy = proxy(routes, "");
                Http2TestClient client = client(minivoy)) {
            Exchange ping = ask(client, "/ping");
            assertThat(ping.status()).isEqualTo(200);
            assertThat(ping.fields())
                    .contains("content-type: text/plain; charset=utf-8\n")
                    .contains("content-length: 5\n");
            assertThat(ping.body()).hasSize(5);
            Exchange old = ask(client, "/old");
            assertThat(old.status()).isEqualTo(308);
            assertThat(old.fields()).contains("location: /new\n");
            assertThat(ask(client, "/void").status()).isEqualTo(204);
            Exchange forbidden = client.exchange(List.of(grpc("/test.Service/No"))).getFirst();
            assertThat(forbidden.status()).isEqualTo(200);
            assertThat(forbidden.fields()).contains("grpc-status: 7\n");
            Exchange unknown = client.exchange(List.of(grpc("/test.Service/Go"))).getFirst();
            assertThat(unknown.fields())
                    .contains("grpc-status: 12\n")
                    .contains("grpc-message: no_route\n");
            assertThat(minivoy.proxy().stats().localResponses()).isEqualTo(5);
        }
    }

    @Test
    void limitsAndFaultsCountStreamsToo() throws Exception {
        try (ScriptedServer one = named("one")) {
            String clusters = "clusters: [" + cluster("a", "http1", text(one), "") + "]\n";
            String routes =
                    "[{match: {prefix: /few}, cluster: a,"
                            + "  rate_limit: {rate: 1/s, burst: 2, per: client}},"
                            + " {match: {prefix: /bad}, cluster: a,"
                            + "  fault: {abort: {percent: 100, status: 418}}},"
                            + " {match: {prefix: /late}, cluster: a,"
                            + "  fault: {delay: {percent: 100, time: 50ms}}}]";
            try (Configured minivoy = proxy(routes, clusters);
                    Http2TestClient client = client(minivoy);
                    RawClient old = minivoy.client()) {
                assertThat(ask(client, "/few").status()).isEqualTo(200);
                assertThat(old.get("/few").status()).isEqualTo(200);
                Exchange limited = ask(client, "/few");
                assertThat(limited.status()).isEqualTo(429);
                assertThat(said(ask(client, "/bad"))).isEqualTo("418 fault_injected\n");
                for (Exchange late : client.get("/late", 20)) {
                    assertThat(said(late)).isEqualTo("one");
                }
                RequestSpec post = new RequestSpec("POST", "/late", List.of(), "with a body");
                assertThat(client.exchange(List.of(post)).getFirst().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aDelayedRequestLosesNothing() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100)) {
            String address = HostPort.textOf(upstream.address());
            String clusters = "clusters: [" + cluster("a", "http2", address, "") + "]\n";
            String routes = "[{cluster: a, fault: {delay: {percent: 100, time: 30ms}}}]";
            try (Configured minivoy = proxy(routes, clusters);
                    Http2TestClient client = client(minivoy)) {
                String body = ScriptedHttp2Upstream.sent(7, 200_000);
                RequestSpec post = new RequestSpec("POST", "/good/7/1000", List.of(), body);
                for (Exchange answer : client.exchange(List.of(post, post, post, post))) {
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.body()).isEqualTo(ChaosContent.of(7, 1000));
                }
            }
        }
    }

    @Test
    void whatFailsIsTriedElsewhere() throws Exception {
        try (ScriptedServer good = named("good");
                ScriptedServer bad = ScriptedServer.answering(failing(503))) {
            String routes =
                    "[{cluster: a, retry: {tries: 3, on: [connect_failure, gateway_error, reset],"
                            + " backoff: 1ms, max_backoff: 2ms, any_method: true}}]";
            String endpoints =
                    "clusters: [{name: a, endpoints: ['%s', '%s', '%s']}]\n"
                            .formatted(HostPort.textOf(nobody()), text(bad), text(good));
            try (Configured minivoy = proxy(routes, endpoints);
                    Http2TestClient client = client(minivoy)) {
                for (int i = 0; i < 30; i++) {
                    assertThat(said(ask(client, "/"))).isEqualTo("good");
                }
                assertThat(minivoy.proxy().stats().retries()).isPositive();
                assertThat(minivoy.proxy().stats().errors()).isZero();
            }
        }
    }

    @Test
    void callsOverHttp2AreTriedElsewhereWithTheirBodies() throws Exception {
        try (ScriptedHttp2Upstream good = new ScriptedHttp2Upstream(100)) {
            String routes =
                    "[{cluster: a, retry: {tries: 3, on: [connect_failure, reset],"
                            + " backoff: 1ms, max_backoff: 2ms, any_method: true}}]";
            String endpoints =
                    "clusters: [{name: a, protocol: http2, endpoints: ['%s', '%s']}]\n"
                            .formatted(HostPort.textOf(nobody()), HostPort.textOf(good.address()));
            try (Configured minivoy = proxy(routes, endpoints);
                    Http2TestClient client = client(minivoy);
                    RawClient old = minivoy.client()) {
                for (int i = 0; i < 20; i++) {
                    String body = ScriptedHttp2Upstream.sent(i, 3000);
                    String path = "/good/%d/500".formatted(i);
                    Exchange answer =
                            client.exchange(List.of(new RequestSpec("POST", path, List.of(), body)))
                                    .getFirst();
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.body()).isEqualTo(ChaosContent.of(i, 500));
                    old.send(
                            "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: 3000\r\n\r\n%s"
                                    .formatted(path, body));
                    assertThat(old.read().body()).isEqualTo(ChaosContent.of(i, 500));
                }
                assertThat(minivoy.proxy().stats().retries()).isPositive();
                assertThat(minivoy.proxy().stats().errors()).isZero();
            }
        }
    }

    @Test
    void streamsAreSpreadOverEndpoints() throws Exception {
        try (ScriptedServer one = named("one");
                ScriptedServer two = named("two")) {
            String clusters =
                    "clusters: [{name: a, endpoints: ['%s', '%s']}]\n"
                            .formatted(text(one), text(two));
            try (Configured minivoy = proxy("[{cluster: a}]", clusters);
                    Http2TestClient client = client(minivoy)) {
                Map<String, Integer> counts = new HashMap<>();
                client.get("/", 100).forEach(one1 -> counts.merge(said(one1), 1, Integer::sum));
                assertThat(counts).containsOnly(Map.entry("one", 50), Map.entry("two", 50));
            }
        }
        try (ScriptedHttp2Upstream one = new ScriptedHttp2Upstream(100);
                ScriptedHttp2Upstream two = new ScriptedHttp2Upstream(100)) {
            String clusters =
                    "clusters: [{name: a, protocol: http2, endpoints: ['%s', '%s']}]\n"
                            .formatted(
                                    HostPort.textOf(one.address()), HostPort.textOf(two.address()));
            try (Configured minivoy = proxy("[{cluster: a}]", clusters);
                    Http2TestClient client = client(minivoy)) {
                client.get("/ok", 100);
                assertThat(one.requests).hasSize(50);
                assertThat(two.requests).hasSize(50);
                assertThat(minivoy.proxy().stats().upstreamConnectionsOpened()).isEqualTo(2);
            }
        }
    }

    @Test
    void aRouteEndsInItsTime() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100)) {
            String address = HostPort.textOf(upstream.address());
            String clusters = "clusters: [" + cluster("a", "http2", address, "") + "]\n";
            try (Configured minivoy = proxy("[{cluster: a, timeout: 50ms}]", clusters);
                    Http2TestClient client = client(minivoy);
                    RawClient old = minivoy.client()) {
                assertThat(said(ask(client, "/never"))).isEqualTo("504 route_timeout\n");
                Exchange call = client.exchange(List.of(grpc("/never"))).getFirst();
                assertThat(call.fields()).contains("grpc-status: 4\n");
                assertThat(old.get("/never").text()).isEqualTo("504 route_timeout\n");
                Configured.await(() -> upstream.aborted.get() == 3);
            }
        }
    }

    @Test
    void breakersHoldStreamsBelowTheirLimits() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(1)) {
            String address = HostPort.textOf(upstream.address());
            String clusters =
                    "clusters: ["
                            + cluster(
                                    "a",
                                    "http2",
                                    address,
                                    ", breakers: {connections: 1, pending: 2, requests: 10,"
                                            + " retries: 1}, timeouts: {response: 300ms}")
                            + "]\n";
            try (Configured minivoy = proxy("[{cluster: a}]", clusters);
                    Http2TestClient client = client(minivoy)) {
                List<Exchange> answers = client.get("/never", 20);
                long overloaded =
                        answers.stream()
                                .filter(a -> said(a).equals("503 upstream_overloaded\n"))
                                .count();
                assertThat(overloaded).isGreaterThanOrEqualTo(10);
                assertThat(minivoy.proxy().stats().upstreamConnectionsOpened())
                        .isLessThanOrEqualTo(1 + 3);
                long endNs = System.nanoTime() + LONG_NS;
                while (ask(client, "/ok").status() != 200) {
                    assertThat(System.nanoTime()).isLessThan(endNs);
                }
            }
        }
    }

    @Test
    void endpointsThatSpeakHttp2AreCheckedByHttp2() throws Exception {
        try (ScriptedHttp2Upstream good = new ScriptedHttp2Upstream(100);
                ScriptedServer old = named("old")) {
            String clusters =
                    ("clusters: [{name: a, protocol: http2, endpoints: ['%s', '%s'],"
                                    + " panic_percent: 0, health_check: {path: /check,"
                                    + " interval: 50ms, timeout: 50ms, healthy_after: 1,"
                                    + " unhealthy_after: 1}}]\n")
                            .formatted(HostPort.textOf(good.address()), text(old));
            try (Configured minivoy = proxy("[{cluster: a}]", clusters);
                    Http2TestClient client = client(minivoy)) {
                String sick = text(old) + " of a is unhealthy";
                Configured.await(() -> minivoy.events().contains(sick));
                for (Exchange answer : client.get("/ok", 10)) {
                    assertThat(said(answer)).isEqualTo("ok");
                }
                String check = ":path: /check\nuser-agent: minivoy\n";
                Configured.await(
                        () -> good.requests.stream().anyMatch(head -> head.contains(check)));
                assertThat(minivoy.events())
                        .doesNotContain(HostPort.textOf(good.address()) + " of a is unhealthy");
            }
        }
    }

    @Test
    void aListenerMayServeOneVersionOnly() throws Exception {
        String rest = "routes: [{respond: {body: ok}}]\n";
        for (String protocol : List.of("http1", "http2")) {
            String listener =
                    "listeners: [{listen: '127.0.0.1:0', protocol: %s}]\n".formatted(protocol);
            try (Configured minivoy = new Configured(loop, listener + rest);
                    RawClient old = minivoy.client();
                    RawHttp2Client young = new RawHttp2Client(minivoy.proxy().address())) {
                boolean http1 = protocol.equals("http1");
                assertThat(old.get("/").status()).isEqualTo(http1 ? 200 : 505);
                if (!http1) {
                    young.send(new FrameBytes().headers(1, true, RawHttp2Client.get("/")));
                    assertThat(young.await(RawHttp2Client.HEADERS)).isNotNull();
                } else {
                    Configured.await(
                            () -> minivoy.proxy().stats().errors(ProxyError.BAD_REQUEST) == 1);
                }
            }
        }
    }

    @Test
    void aReloadChangesTheProtocolOfACluster() throws Exception {
        try (ScriptedServer old = ScriptedServer.answering(ok("old"));
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100)) {
            String clusters = "clusters: [" + cluster("a", "http1", text(old), "") + "]\n";
            try (Configured minivoy = proxy("[{cluster: a}]", clusters);
                    Http2TestClient client = client(minivoy)) {
                assertThat(said(ask(client, "/ok"))).isEqualTo("old");
                String changed = cluster("a", "http2", HostPort.textOf(young.address()), "");
                assertThat(
                                minivoy.proxy()
                                        .reload(
                                                Configured.config(
                                                        "routes: [{cluster: a}]\nclusters: ["
                                                                + changed
                                                                + "]\n")))
                        .isTrue();
                long endNs = System.nanoTime() + LONG_NS;
                while (!said(ask(client, "/ok")).equals("ok")) {
                    assertThat(System.nanoTime()).isLessThan(endNs);
                }
            }
        }
    }
}
