package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A pair of sidecars with everything on that a mesh has them do, before a real service. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoySidecarTest extends MinivoyTlsBed {
    private static final String FRONT = "spiffe://tare.local/ns/default/sa/front";
    private static final String BACK = "spiffe://tare.local/ns/default/sa/back";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final int BURST = 10;

    @Parameter LoopOptions loop = LoopOptions.standard();

    @SuppressWarnings("NullAway.Init")
    MinivoySidecarTest() {}

    @Override
    LoopOptions loop() {
        return loop;
    }

    private Minivoy started(String document) throws IOException {
        return Minivoy.start(
                Minivoy.optionsOf(Configured.config(document), LogLevel.ERROR).withLoop(loop));
    }

    private Minivoy besideTheService(Origin service) throws IOException {
        TlsIdentity own = authority.vouchFor(BACK);
        return started(
                """
                listeners:
                  - name: ingress
                    listen: '127.0.0.1:0'
                    tls:
                      certificate: '%s'
                      key: '%s'
                      client_ca: '%s'
                      client_uris: ['%s']
                      oldest: "1.3"
                access_log: {path: '%s', format: json}
                filters: [{tracing: {}}]
                routes: [{match: {listeners: [ingress]}, cluster: local, timeout: 5s}]
                clusters: [{name: local, endpoints: ['%s']}]
                """
                        .formatted(
                                own.certificates(),
                                own.key(),
                                authority.file(),
                                FRONT,
                                folder.resolve("back.log"),
                                HostPort.textOf(service.address())));
    }

    private Minivoy besideTheClient(Minivoy back, String protocol) throws IOException {
        TlsIdentity own = authority.vouchFor(FRONT);
        return started(
                """
                listeners:
                  - {name: egress-back, listen: '127.0.0.1:0'}
                  - {name: egress-none, listen: '127.0.0.1:0'}
                access_log: {path: '%s', format: json}
                filters: [{tracing: {}}]
                routes:
                  - name: back
                    match: {listeners: [egress-back]}
                    cluster: back
                    timeout: 1s
                    retry: {tries: 2, on: [connect_failure, gateway_error], backoff: 1ms}
                    rate_limit: {rate: 0.01/m, burst: %d}
                clusters:
                  - name: back
                    protocol: %s
                    endpoints: ['%s']
                    tls:
                      ca: '%s'
                      server_uris: ['%s']
                      certificate: '%s'
                      key: '%s'
                      oldest: "1.3"
                """
                        .formatted(
                                folder.resolve("front.log"),
                                BURST,
                                protocol,
                                HostPort.textOf(back.address()),
                                authority.file(),
                                BACK,
                                own.certificates(),
                                own.key()));
    }

    private List<JsonNode> lines(String file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        return Files.readAllLines(folder.resolve(file)).stream().map(mapper::readTree).toList();
    }

    private static Set<String> traces(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> line.at("/trace_id").asString())
                .collect(Collectors.toSet());
    }

    /** Asks on a connection of its own. */
    private String ask(Minivoy proxy, String target) throws IOException {
        return plain(proxy).get(target).text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http1", "http2"})
    void everythingAtOnceWorksThroughARealService(String protocol) throws IOException {
        Origin service = origin();
        try (Minivoy back = besideTheService(service);
                Minivoy front = besideTheClient(back, protocol)) {
            RawClient traced = plain(front);
            Configured.ask(traced, "/byte/1", "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01");
            assertThat(ask(front, "/byte/1000")).hasSize(1000);
            assertThat(plain(front).get("/status/503").status()).isEqualTo(503);
            assertThat(front.stats().retries()).isEqualTo(1);
            assertThat(ask(front, "/byte/1?delay=1500ms")).isEqualTo("504 route_timeout\n");
            for (int i = 4; i < BURST; i++) {
                assertThat(ask(front, "/byte/" + i)).hasSize(i);
            }
            assertThat(ask(front, "/byte/1")).isEqualTo("429 rate_limited\n");
            assertThat(plain(front, 1).get("/byte/1").status()).isEqualTo(404);
            assertThat(front.stats().listenerRequests())
                    .containsEntry("egress-back", BURST + 1L)
                    .containsEntry("egress-none", 1L);
            // Of the ten one was tried twice.
            assertThat(back.stats().listenerRequests()).containsEntry("ingress", BURST + 1L);
            assertThat(back.stats().handshakes())
                    .allMatch(each -> each.suite().protocol().equals("TLSv1.3"))
                    .allMatch(each -> each.name().equals("ingress"))
                    .isNotEmpty();
        }
        List<JsonNode> asked = lines("front.log");
        List<JsonNode> served = lines("back.log");
        assertThat(asked).hasSize(BURST + 2);
        assertThat(served).hasSize(BURST + 1);
        assertThat(traces(served)).hasSize(BURST).contains(TRACE);
        assertThat(traces(asked)).containsAll(traces(served));
    }

    private RawClient plain(Minivoy proxy, int listener) throws IOException {
        return opened(RawClient.to(proxy.addresses().get(listener)));
    }
}
