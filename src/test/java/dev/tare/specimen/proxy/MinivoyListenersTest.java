package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Configured.config;
import static dev.tare.specimen.proxy.Configured.named;
import static dev.tare.specimen.proxy.Configured.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** One minivoy with several listeners, as a sidecar has them: what comes by each goes its way. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyListenersTest {
    private static final String IN = "{name: in, listen: '127.0.0.1:0'}";
    private static final String OUT = "{name: out, listen: '127.0.0.1:0'}";
    private static final String NOWHERE = "{name: nowhere, listen: '127.0.0.1:0'}";

    @Parameter LoopOptions loop = LoopOptions.standard();

    private ScriptedServer one;
    private ScriptedServer two;

    @SuppressWarnings("NullAway.Init")
    MinivoyListenersTest() {}

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

    private String document(String listeners, String in, String out) {
        return """
        listeners: [%s]
        routes:
          - {name: ingress, match: {listeners: [in]}, cluster: %s}
          - {name: egress, match: {listeners: [out], prefix: /a}, cluster: %s}
        clusters:
          - {name: one, endpoints: ['%s']}
          - {name: two, endpoints: ['%s']}
        """
                .formatted(listeners, in, out, text(one), text(two));
    }

    private Configured sidecar() throws IOException {
        return new Configured(loop, document(String.join(",", IN, OUT, NOWHERE), "one", "two"));
    }

    private static InetSocketAddress address(Configured minivoy, int listener) {
        return minivoy.proxy().addresses().get(listener);
    }

    /** What a listener answers to a request of HTTP/1.1, and to the same of HTTP/2. */
    private static String answers(Configured minivoy, int listener, String path)
            throws IOException {
        try (RawClient client = RawClient.to(address(minivoy, listener));
                Http2TestClient streams = new Http2TestClient(address(minivoy, listener))) {
            String body = client.get(path).text();
            assertThat(Http2TestClient.text(streams.exchange(get(path)).getFirst()))
                    .isEqualTo(body);
            return body;
        }
    }

    private static List<RequestSpec> get(String path) {
        return List.of(new RequestSpec("GET", path, List.of(), ""));
    }

    @Test
    void whatComesByAListenerGoesByItsRoutes() throws IOException {
        try (Configured minivoy = sidecar()) {
            assertThat(answers(minivoy, 0, "/a")).isEqualTo("one");
            assertThat(answers(minivoy, 1, "/a")).isEqualTo("two");
            assertThat(answers(minivoy, 1, "/b")).isEqualTo("404 no_route\n");
            assertThat(answers(minivoy, 2, "/a")).isEqualTo("404 no_route\n");
        }
    }

    @Test
    void requestsAreCountedByListener() throws IOException {
        try (Configured minivoy = sidecar();
                RawClient broken = RawClient.to(address(minivoy, 2))) {
            answers(minivoy, 0, "/a");
            answers(minivoy, 1, "/a");
            answers(minivoy, 1, "/b");
            broken.send("nonsense\r\n\r\n");
            assertThat(broken.read().status()).isEqualTo(400);
            ProxyStats stats = minivoy.proxy().stats();
            assertThat(stats.listenerRequests())
                    .containsExactly(entry("in", 2L), entry("out", 4L), entry("nowhere", 1L));
            assertThat(stats.requests()).isEqualTo(7);
            assertThat(minivoy.page("/stats"))
                    .contains(
                            "\"listeners\":{\"in\":{\"requests\":2},\"out\":{\"requests\":4},"
                                    + "\"nowhere\":{\"requests\":1}}");
            assertThat(PrometheusReading.of(minivoy.page("/stats/prometheus")))
                    .containsEntry("minivoy_listener_requests_total{listener=\"in\"}", 2.0)
                    .containsEntry("minivoy_listener_requests_total{listener=\"out\"}", 4.0)
                    .containsEntry("minivoy_requests_total", 7.0);
        }
    }

    @Test
    void aLoneRouteIsForItsListenersOnly() throws IOException {
        String document =
                """
                listeners: [%s, %s]
                routes: [{match: {listeners: [out]}, respond: {body: lone}}]
                """
                        .formatted(IN, OUT);
        try (Configured minivoy = new Configured(loop, document)) {
            assertThat(answers(minivoy, 0, "/")).isEqualTo("404 no_route\n");
            assertThat(answers(minivoy, 1, "/")).isEqualTo("lone");
        }
    }

    @Test
    void aReloadChangesTheRoutesOfListenersWhateverTheirOrderInTheFile() throws Exception {
        try (Configured minivoy = sidecar()) {
            String moved = document(String.join(",", NOWHERE, OUT, IN), "two", "one");
            assertThat(minivoy.proxy().reload(config(moved))).isTrue();
            Configured.await(() -> {
                try {
                    return answers(minivoy, 0, "/a").equals("two");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(answers(minivoy, 1, "/a")).isEqualTo("one");
            assertThat(answers(minivoy, 2, "/a")).isEqualTo("404 no_route\n");
        }
    }

    @Test
    void aRouteOfAListenerThatIsNotOpenNeedsARestart() throws Exception {
        try (Configured minivoy = sidecar()) {
            String more = String.join(",", IN, OUT, NOWHERE, "{name: x, listen: '127.0.0.1:0'}");
            String wanted = document(more, "two", "one").replace("[in]", "[x]");
            assertThat(minivoy.proxy().reload(config(wanted))).isFalse();
            Configured.await(() -> minivoy.events().contains("listeners.x is new: needs a"));
            assertThat(answers(minivoy, 0, "/a")).isEqualTo("one");
        }
    }
}
