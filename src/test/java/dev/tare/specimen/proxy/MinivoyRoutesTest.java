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
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Which server a request reaches, and what minivoy answers itself, by a configuration. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyRoutesTest {
    @Parameter LoopOptions loop = LoopOptions.standard();

    @TempDir private Path folder = Path.of("");

    private ScriptedServer one;
    private ScriptedServer two;

    @SuppressWarnings("NullAway.Init")
    MinivoyRoutesTest() {}

    @BeforeEach
    void start() throws IOException {
        one = named("one");
        two = named("two");
    }

    @AfterEach
    void stop() throws IOException {
        one.close();
        two.close();
    }

    private String clusters() {
        return "clusters: [{name: a, endpoints: ['%s']}, {name: b, endpoints: ['%s']}]\n"
                .formatted(text(one), text(two));
    }

    private String both(String more) {
        return "clusters: [{name: a, endpoints: ['%s', '%s']%s}]\n"
                .formatted(text(one), text(two), more);
    }

    private Configured proxy(String routes, String clusters) throws IOException {
        return new Configured(loop, "routes: " + routes + "\n" + clusters);
    }

    private static Map<String, Integer> counted(Configured minivoy, int requests)
            throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        try (RawClient client = minivoy.client()) {
            for (int i = 0; i < requests; i++) {
                counts.merge(ask(client, "/").text(), 1, Integer::sum);
            }
        }
        return counts;
    }

    @Test
    void hostsPathsMethodsAndHeadersDecide() throws IOException {
        String routes =
                "[{match: {hosts: ['*.shop.test']}, cluster: b},"
                        + " {match: {prefix: /two}, cluster: b},"
                        + " {match: {headers: [{name: x-to, equals: two}]}, cluster: b},"
                        + " {match: {prefix: /one}, cluster: a}]";
        try (Configured minivoy = proxy(routes, clusters());
                RawClient client = minivoy.client()) {
            assertThat(ask(client, "/", "Host: my.Shop.test:80").text()).isEqualTo("two");
            assertThat(ask(client, "/two/x?y").text()).isEqualTo("two");
            assertThat(ask(client, "/one/x", "X-To: two").text()).isEqualTo("two");
            assertThat(ask(client, "/one/x", "X-To: one").text()).isEqualTo("one");
            RawResponse none = ask(client, "/onetwo");
            assertThat(none.status()).isEqualTo(404);
            assertThat(none.text()).isEqualTo("404 no_route\n");
            assertThat(ask(client, "/one/../two").text()).isEqualTo("400 ambiguous_path\n");
            assertThat(ask(client, "/one").text()).isEqualTo("one");
            assertThat(minivoy.proxy().stats().requests()).isEqualTo(7);
            assertThat(minivoy.proxy().stats().upstreamConnectionsOpened()).isEqualTo(2);
        }
    }

    @Test
    void routesAnswerThemselves() throws IOException {
        String routes =
                "[{match: {path: /ping}, respond: {body: pöng}},"
                        + " {match: {path: /old}, redirect: {to: /new, status: 308}},"
                        + " {match: {path: /void}, respond: {status: 204}},"
                        + " {respond: {status: 418, body: '"
                        + "x".repeat(16_000)
                        + "'}}]";
        try (Configured minivoy = proxy(routes, "");
                RawClient client = minivoy.client()) {
            RawResponse ping = ask(client, "/ping");
            assertThat(ping.status()).isEqualTo(200);
            assertThat(ping.field("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(ping.field("content-length")).isEqualTo("5");
            RawResponse old = ask(client, "/old");
            assertThat(old.status()).isEqualTo(308);
            assertThat(old.field("location")).isEqualTo("/new");
            RawResponse none = ask(client, "/void");
            assertThat(none.status()).isEqualTo(204);
            assertThat(none.field("content-length")).isEmpty();
            assertThat(ask(client, "/else").text()).hasSize(16_000);
            client.send("HEAD /else HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readHeadOnly().field("content-length")).isEqualTo("16000");
            client.send("POST /ping HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(minivoy.proxy().stats().localResponses()).isEqualTo(6);
            assertThat(minivoy.proxy().stats().errors()).isZero();
        }
    }

    @Test
    void aSplitGoesByItsWeights() throws IOException {
        String routes = "[{split: [{cluster: a, weight: 3}, {cluster: b, weight: 1}]}]";
        try (Configured minivoy = proxy(routes, clusters() + "seed: 7\n")) {
            assertThat(counted(minivoy, 400).get("one")).isBetween(250, 350);
        }
    }

    @Test
    void roundRobinGoesInTurnAndByWeights() throws IOException {
        try (Configured minivoy = proxy("[{cluster: a}]", both(""))) {
            assertThat(counted(minivoy, 100))
                    .containsOnly(Map.entry("one", 50), Map.entry("two", 50));
            assertThat(minivoy.proxy().stats().upstreamConnectionsOpened()).isEqualTo(2);
            assertThat(minivoy.page("/stats/prometheus"))
                    .contains(
                            "minivoy_endpoint_requests_total{cluster=\"a\",endpoint=\"%s\"} 50"
                                    .formatted(text(one)))
                    .contains(
                            "minivoy_endpoint_requests_total{cluster=\"a\",endpoint=\"%s\"} 50"
                                    .formatted(text(two)));
        }
        String weighted =
                "clusters: [{name: a, endpoints: [{address: '%s', weight: 3}, '%s']}]\n"
                        .formatted(text(one), text(two));
        try (Configured minivoy = proxy("[{cluster: a}]", weighted)) {
            assertThat(counted(minivoy, 100))
                    .containsOnly(Map.entry("one", 75), Map.entry("two", 25));
        }
    }

    @Test
    void ringHashKeepsAKeyWithItsEndpoint() throws IOException {
        String balance = ", balance: {policy: ring_hash, header: x-user}";
        try (Configured minivoy = proxy("[{cluster: a}]", both(balance));
                RawClient client = minivoy.client()) {
            Map<String, Integer> counts = new HashMap<>();
            for (int user = 0; user < 40; user++) {
                String first = ask(client, "/", "X-User: u" + user).text();
                counts.merge(first, 1, Integer::sum);
                assertThat(ask(client, "/", "X-User: u" + user).text()).isEqualTo(first);
            }
            assertThat(counts).hasSize(2);
        }
    }

    @Test
    void leastRequestAvoidsTheBusyEndpoint() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (ScriptedServer slow =
                new ScriptedServer((connection, number) -> {
                    connection.readHeadText();
                    awaitQuietly(release);
                    connection.send(ok("slow"));
                })) {
            String clusters =
                    "clusters: [{name: a, endpoints: ['%s', '%s'], balance: least_request}]\n"
                            .formatted(text(slow), text(one));
            try (Configured minivoy = proxy("[{cluster: a}]", clusters);
                    RawClient first = minivoy.client();
                    RawClient second = minivoy.client()) {
                first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                second.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                Configured.await(() -> minivoy.proxy().stats().upstreamRequests() >= 2);
                int busy = slow.connections();
                assertThat(busy).isLessThan(3);
                release.countDown();
                assertThat(first.read().status()).isEqualTo(200);
                assertThat(second.read().status()).isEqualTo(200);
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void ratesAreLimitedForAllOrByKey() throws IOException {
        String routes =
                "[{match: {path: /all}, cluster: a, rate_limit: {rate: 0.01/m, burst: 3}},"
                        + " {match: {path: /key}, cluster: a,"
                        + " rate_limit: {rate: 0.01/m, burst: 2, per: header, header: x-user}},"
                        + " {cluster: a, rate_limit: {rate: 0.01/m, burst: 2, per: client}}]";
        try (Configured minivoy = proxy(routes, clusters());
                RawClient client = minivoy.client()) {
            for (int i = 0; i < 5; i++) {
                assertThat(ask(client, "/all").status()).isEqualTo(i < 3 ? 200 : 429);
                assertThat(ask(client, "/key", "X-User: me").status()).isEqualTo(i < 2 ? 200 : 429);
                assertThat(minivoy.ask("/client").status()).isEqualTo(i < 2 ? 200 : 429);
            }
            assertThat(ask(client, "/key", "X-User: you").status()).isEqualTo(200);
            assertThat(minivoy.proxy().stats().errors(ProxyError.RATE_LIMITED)).isEqualTo(8);
        }
    }

    @Test
    void faultsDelayAndAbort() throws IOException {
        String routes =
                "[{match: {path: /late}, cluster: a, fault: {delay: {time: 100ms}}},"
                        + " {cluster: a, fault: {abort: {status: 507}}}]";
        try (Configured minivoy = proxy(routes, clusters());
                RawClient client = minivoy.client()) {
            assertThat(ask(client, "/").text()).isEqualTo("507 fault_injected\n");
            for (int i = 0; i < 3; i++) {
                long startNs = System.nanoTime();
                client.send(
                        "POST /late HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi"
                                + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                // A body that nobody reads behind the head is read as the next request's.
                assertThat(client.read().text()).isEqualTo("one");
                assertThat(System.nanoTime() - startNs).isGreaterThan(90_000_000L);
                assertThat(client.read().status()).isEqualTo(507);
            }
        }
    }

    @Test
    void aDelayedClientThatSendsNoMoreHasItsAnswer() throws Exception {
        String routes = "[{cluster: a, fault: {delay: {time: 30ms}}}]";
        String post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nh";
        try (ScriptedServer patient =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.exactly(2);
                            connection.send(ok("one"));
                        });
                Configured minivoy =
                        proxy(
                                routes,
                                "clusters: [{name: a, endpoints: ['%s']}]\n"
                                        .formatted(text(patient)))) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = minivoy.client()) {
                    client.send(post + "i");
                    client.shutdownOutput();
                    assertThat(client.read().text()).isEqualTo("one");
                    assertThat(client.isClosedWithoutMore()).isTrue();
                }
            }
            assertThat(minivoy.proxy().stats().errors()).isZero();
            // Whose request is not whole has none to be answered.
            try (RawClient cut = minivoy.client()) {
                cut.send(post);
                cut.shutdownOutput();
                assertThat(cut.isClosedWithoutMore()).isTrue();
            }
            assertThat(minivoy.proxy().stats().errors(ProxyError.CLIENT_ABORTED)).isEqualTo(1);
        }
    }

    @Test
    void pathsAndHostsAreRewritten() throws IOException {
        String routes =
                "[{match: {prefix: /api}, cluster: a, rewrite: {prefix: /v1}},"
                        + " {match: {prefix: /bare/}, cluster: a, rewrite: {prefix: /}},"
                        + " {match: {path: /exact}, cluster: a, rewrite: {prefix: /x/}},"
                        + " {cluster: a, rewrite: {prefix: /all, host: 'in.test:8'}}]";
        try (Configured minivoy = proxy(routes, clusters());
                RawClient client = minivoy.client()) {
            String[][] cases = {
                {"/api", "GET /v1 HTTP/1.1"},
                {"/api/x?q=/api", "GET /v1/x?q=/api HTTP/1.1"},
                {"/api?q", "GET /v1?q HTTP/1.1"},
                {"http://h.test/api/x", "GET /v1/x HTTP/1.1"},
                {"/bare/", "GET / HTTP/1.1"},
                {"/bare/a/b", "GET /a/b HTTP/1.1"},
                {"/exact?a=b", "GET /x/?a=b HTTP/1.1"},
                {"/", "GET /all/ HTTP/1.1"},
                {"/other", "GET /all/other HTTP/1.1"},
                {"http://h.test", "GET /all HTTP/1.1"},
            };
            for (String[] wanted : cases) {
                assertThat(ask(client, wanted[0]).status()).as(wanted[0]).isEqualTo(200);
                assertThat(one.heads().getLast()).startsWith(wanted[1] + "\n");
            }
            assertThat(one.heads().getLast())
                    .contains("Host: in.test:8\n")
                    .doesNotContain("h.test");
            assertThat(ask(client, "/api/../admin").status()).isEqualTo(400);
            client.send("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(one.heads().getLast()).startsWith("OPTIONS * HTTP/1.1\n");
        }
    }

    @Test
    void aRouteHasItsOwnTime() throws IOException {
        try (ScriptedServer mute =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.skip(1);
                        });
                Configured minivoy =
                        proxy(
                                "[{cluster: a, timeout: 50ms}]",
                                "clusters: [{name: a, endpoints: ['%s']}]\n"
                                        .formatted(text(mute)));
                RawClient client = minivoy.client()) {
            assertThat(ask(client, "/").text()).isEqualTo("504 route_timeout\n");
            assertThat(ask(client, "/").text()).isEqualTo("504 route_timeout\n");
        }
    }

    @Test
    void aFailedConnectionIsTriedElsewhere() throws IOException {
        String clusters =
                "clusters: [{name: a, endpoints: ['%s', '%s']}]\n"
                        .formatted(HostPort.textOf(nobody()), text(one));
        try (Configured minivoy = proxy("[{cluster: a, retry: {backoff: 0}}]", clusters);
                RawClient client = minivoy.client()) {
            for (int i = 0; i < 6; i++) {
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
                assertThat(client.read().text()).isEqualTo("one");
            }
            // A retry takes the other endpoint's turn, so more than every second may begin badly.
            long retries = minivoy.proxy().stats().retries();
            assertThat(retries).isBetween(3L, 6L);
            assertThat(minivoy.proxy().stats().errors()).isZero();
            assertThat(minivoy.page("/clusters"))
                    .contains("\"failures\":{\"upstream_connect_failed\":%d}".formatted(retries));
        }
    }

    @Test
    void anAnswerCanCallForAnotherTry() throws IOException {
        try (ScriptedServer bad = ScriptedServer.answering(failing(503))) {
            String clusters =
                    "clusters: [{name: a, endpoints: ['%s', '%s']}]\n"
                            .formatted(text(bad), text(one));
            String retry = "[{cluster: a, retry: {on: [gateway_error], backoff: 20ms}}]";
            try (Configured minivoy = proxy(retry, clusters);
                    RawClient client = minivoy.client()) {
                for (int i = 0; i < 6; i++) {
                    assertThat(ask(client, "/").text()).isEqualTo("one");
                }
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
                int first = client.read().status();
                int second = client.read().status();
                assertThat(first + second).as("POST is not tried again").isEqualTo(703);
            }
        }
    }

    @Test
    void withoutABudgetNothingIsTriedAgain() throws IOException {
        String clusters =
                "clusters: [{name: a, endpoints: ['%s', '%s'], retry_budget: {percent: 0, min: 0}}]\n"
                        .formatted(HostPort.textOf(nobody()), text(one));
        try (Configured minivoy = proxy("[{cluster: a, retry: {}}]", clusters);
                RawClient client = minivoy.client()) {
            int sum = ask(client, "/").status() + ask(client, "/").status();
            assertThat(sum).isEqualTo(702);
            assertThat(minivoy.proxy().stats().retries()).isZero();
        }
    }

    @Test
    void breakersHoldRequestsAndConnections() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (ScriptedServer slow =
                new ScriptedServer((connection, number) -> {
                    while (true) {
                        connection.readHeadText();
                        awaitQuietly(release);
                        connection.send(ok("slow"));
                    }
                })) {
            for (String breaker : new String[] {"requests: 1", "connections: 1"}) {
                String clusters =
                        "clusters: [{name: a, endpoints: ['%s'], breakers: {%s}}]\n"
                                .formatted(text(slow), breaker);
                try (Configured minivoy = proxy("[{cluster: a}]", clusters);
                        RawClient first = minivoy.client();
                        RawClient second = minivoy.client()) {
                    if (release.getCount() > 0) {
                        first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                        Configured.await(() -> minivoy.proxy().stats().upstreamRequests() == 1);
                        assertThat(ask(second, "/").text()).isEqualTo("503 upstream_overloaded\n");
                        release.countDown();
                        assertThat(first.read().status()).isEqualTo(200);
                    }
                    for (int i = 0; i < 5; i++) {
                        assertThat(ask(second, "/").status()).isEqualTo(200);
                        assertThat(ask(first, "/").status()).isEqualTo(200);
                    }
                }
            }
        }
    }

    @Test
    void connectionsAreHeldOverTheEndpoints() throws IOException {
        try (Configured minivoy = proxy("[{cluster: a}]", both(", breakers: {connections: 1}"))) {
            // Each time the idle connection to the other one makes room.
            assertThat(counted(minivoy, 10)).containsOnly(Map.entry("one", 5), Map.entry("two", 5));
            assertThat(minivoy.proxy().stats().upstreamConnectionsOpen()).isEqualTo(1);
        }
    }

    @Test
    void badEndpointsAreEjectedAndTakenBack() throws Exception {
        try (ScriptedServer bad = ScriptedServer.answering(failing(500))) {
            String clusters =
                    ("clusters: [{name: a, endpoints: ['%s', '%s'], outlier_detection:"
                                    + " {consecutive_server_errors: 3, eject_for: 300ms,"
                                    + " max_ejected_percent: 50}}]\n")
                            .formatted(text(bad), text(one));
            try (Configured minivoy = proxy("[{cluster: a}]", clusters)) {
                int failed = 0;
                try (RawClient client = minivoy.client()) {
                    for (int i = 0; i < 20; i++) {
                        failed += ask(client, "/").status() == 500 ? 1 : 0;
                    }
                }
                assertThat(failed).isEqualTo(3);
                assertThat(minivoy.page("/clusters")).contains("\"ejected_by\":1");
                Configured.await(() -> {
                    try {
                        return minivoy.ask("/").status() == 500;
                    } catch (IOException e) {
                        return false;
                    }
                });
            }
        }
    }

    @Test
    void healthChecksTakeEndpointsOutAndBackIn() throws Exception {
        boolean[] sick = {true};
        try (ScriptedServer moody =
                new ScriptedServer((connection, number) -> {
                    while (true) {
                        boolean check = connection.readHeadText().startsWith("GET /health ");
                        connection.send(check && sick[0] ? failing(500) : ok("moody"));
                    }
                })) {
            String clusters =
                    ("clusters: [{name: a, endpoints: ['%s', '%s'], panic_percent: 0, health_check:"
                                    + " {path: /health, interval: 500ms, timeout: 500ms,"
                                    + " healthy_after: 1, unhealthy_after: 100}}]\n")
                            .formatted(text(moody), text(one));
            try (Configured minivoy = proxy("[{cluster: a}]", clusters)) {
                Configured.await(() -> minivoy.events().contains(" is unhealthy"));
                assertThat(minivoy.page("/clusters")).contains("\"healthy\":false");
                assertThat(counted(minivoy, 10)).containsOnlyKeys("one");
                sick[0] = false;
                Configured.await(() -> minivoy.events().contains(" is healthy again"));
                assertThat(counted(minivoy, 10)).containsOnlyKeys("one", "moody");
            }
        }
    }

    @Test
    void withoutAHealthyEndpointTheAnswerSaysSo() throws Exception {
        String clusters =
                ("clusters: [{name: a, endpoints: ['%s'], panic_percent: 0, health_check:"
                                + " {path: /, interval: 20ms, timeout: 20ms}}]\n")
                        .formatted(HostPort.textOf(nobody()));
        try (Configured minivoy = proxy("[{cluster: a}]", clusters)) {
            Configured.await(() -> minivoy.events().contains(" is unhealthy"));
            assertThat(minivoy.ask("/").text()).isEqualTo("503 no_healthy_upstream\n");
        }
    }

    @Test
    void theAccessLogTellsWhereARequestWent() throws IOException {
        Path log = folder.resolve("access.log");
        String rest = both("") + "access_log: {path: '%s'}\n".formatted(log);
        String routes = "[{match: {path: /ping}, respond: {}}, {cluster: a}]";
        try (Configured minivoy = proxy(routes, rest);
                RawClient client = minivoy.client()) {
            assertThat(ask(client, "/1").status()).isEqualTo(200);
            assertThat(ask(client, "/2").status()).isEqualTo(200);
            assertThat(ask(client, "/ping").status()).isEqualTo(200);
        }
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0) + lines.get(1)).contains(text(one), text(two));
        assertThat(lines.get(2)).doesNotContain(text(one), text(two));
    }

    @Test
    void everyListenerServes() throws IOException {
        String document =
                "listeners: [{listen: '127.0.0.1:0'}, {listen: '127.0.0.1:0'}]\n"
                        + "threads: 2\nroutes: [{cluster: a}]\n"
                        + clusters();
        try (Configured minivoy = new Configured(loop, document)) {
            assertThat(minivoy.proxy().addresses()).hasSize(2);
            for (var address : minivoy.proxy().addresses()) {
                try (RawClient client = RawClient.to(address)) {
                    assertThat(ask(client, "/").text()).isEqualTo("one");
                }
            }
        }
    }
}
