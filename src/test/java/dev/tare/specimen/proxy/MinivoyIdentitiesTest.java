package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsSuite;
import dev.tare.io.net.tls.TlsVersion;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.JdkTls;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.HandshakeStats;
import dev.tare.specimen.proxy.count.HandshakeStats.Peer;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two sidecars, one beside a client and one beside a service, that know each other by URIs. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyIdentitiesTest extends MinivoyTlsBed {
    private static final String FRONT = "spiffe://tare.local/ns/default/sa/front";
    private static final String BACK = "spiffe://tare.local/ns/default/sa/back";
    private static final String OTHER = "spiffe://tare.local/ns/default/sa/other";

    @Parameter LoopOptions loop = LoopOptions.standard();

    @SuppressWarnings("NullAway.Init")
    MinivoyIdentitiesTest() {}

    @Override
    LoopOptions loop() {
        return loop;
    }

    private Minivoy proxy(String document) throws IOException {
        return start(Minivoy.optionsOf(Configured.config(document), LogLevel.INFO));
    }

    /** The sidecar beside a service: it lets in nobody but the front. */
    private Minivoy beside(String service) throws IOException {
        TlsIdentity own = authority.vouchFor(BACK, "localhost");
        return proxy(
                """
                listeners:
                  - name: ingress
                    listen: '127.0.0.1:0'
                    tls: {certificate: '%s', key: '%s', client_ca: '%s', client_uris: ['%s']}
                routes: [{cluster: local}]
                clusters: [{name: local, endpoints: ['%s']}]
                """
                        .formatted(
                                own.certificates(), own.key(), authority.file(), FRONT, service));
    }

    /**
     * The sidecar beside a client that is {@code own} and takes the other side for {@code back}.
     */
    private Minivoy egress(String own, String back, String protocol, Minivoy to)
            throws IOException {
        TlsIdentity identity = authority.vouchFor(own);
        return proxy(
                """
                listeners: [{name: egress, listen: '127.0.0.1:0'}]
                routes: [{cluster: back}]
                clusters:
                  - name: back
                    protocol: %s
                    endpoints: ['%s']
                    tls: {ca: '%s', server_uris: ['%s'], certificate: '%s', key: '%s'}
                """
                        .formatted(
                                protocol,
                                HostPort.textOf(to.address()),
                                authority.file(),
                                back,
                                identity.certificates(),
                                identity.key()));
    }

    @Test
    void sidecarsThatKnowEachOtherPassRequestsByEitherHttp() throws IOException {
        Minivoy ingress = beside(HostPort.textOf(origin().address()));
        for (String protocol : new String[] {"http1", "http2"}) {
            Minivoy egress = egress(FRONT, BACK, protocol, ingress);
            RawClient client = plain(egress);
            for (int i = 1; i < 4; i++) {
                assertThat(client.get("/byte/" + i).body()).hasSize(i);
            }
            assertThat(egress.stats().upstreamHandshakes()).isEqualTo(1);
        }
        assertThat(ingress.stats().clientHandshakes()).isEqualTo(2);
        assertThat(ingress.stats().of(ProxyCounters.Count.HTTP2_REQUESTS)).isEqualTo(3);
        assertThat(ingress.stats().errors()).isZero();
    }

    private String page(Minivoy proxy, String path) throws IOException {
        return opened(RawClient.to(proxy.adminAddress())).get(path).text();
    }

    @Test
    void whatWasReallyNegotiatedIsToldOnBothSides() throws IOException {
        Minivoy ingress = beside(HostPort.textOf(origin().address()));
        String cipher = "ECDHE-ECDSA-CHACHA20-POLY1305";
        Minivoy older =
                start(
                        ProxyOptions.to(ingress.address())
                                .withUpstreamTls(
                                        clientTls()
                                                .withServerUris(List.of(BACK))
                                                .withIdentity(authority.vouchFor(FRONT))
                                                .withVersions(
                                                        TlsVersion.TLS_1_2, TlsVersion.TLS_1_2)
                                                .withCiphers(cipher)));
        Minivoy egress = egress(FRONT, BACK, "http2", ingress);
        assertThat(plain(older).get("/byte/1").status()).isEqualTo(200);
        assertThat(plain(egress).get("/byte/1").status()).isEqualTo(200);
        HandshakeStats newer = egress.stats().handshakes().getFirst();
        assertThat(newer.suite().protocol()).isEqualTo("TLSv1.3");
        assertThat(newer.suite().cipher()).startsWith("TLS_");
        assertThat(ingress.stats().handshakes())
                .containsExactly(
                        new HandshakeStats(
                                Peer.CLIENT, "ingress", new TlsSuite("TLSv1.2", cipher), 1),
                        new HandshakeStats(Peer.CLIENT, "ingress", newer.suite(), 1));
        assertThat(page(older, "/stats"))
                .contains(
                        "\"tls_handshakes\":[{\"side\":\"upstream\",\"name\":\"upstream\","
                                + "\"version\":\"TLSv1.2\",\"cipher\":\"%s\",\"count\":1}]"
                                        .formatted(cipher));
        String sample =
                "minivoy_tls_handshakes_total{side=\"client\",name=\"ingress\","
                        + "version=\"%s\",cipher=\"%s\"}";
        assertThat(PrometheusReading.of(page(ingress, "/stats/prometheus")))
                .containsEntry(sample.formatted("TLSv1.2", cipher), 1.0)
                .containsEntry(sample.formatted("TLSv1.3", newer.suite().cipher()), 1.0);
    }

    @Test
    void aClientOfAnotherIdentityIsRefusedAndNamed() throws Exception {
        Minivoy ingress = beside(HostPort.textOf(origin().address()));
        for (String protocol : new String[] {"http1", "http2"}) {
            RawClient client = plain(egress(OTHER, BACK, protocol, ingress));
            // The refusal comes after the handshake, and its alert may be lost to a reset.
            assertThat(client.get("/byte/1").text())
                    .isIn("502 upstream_certificate_refused\n", "502 upstream_closed\n");
        }
        awaitLine(
                "warn tls_failed client 127.0.0.1:", "certificate is for " + OTHER, "not " + FRONT);
        Eventually.holds(() -> ingress.stats().errors(ProxyError.CLIENT_CERTIFICATE_REFUSED) == 2);
        assertThat(ingress.stats().requests()).isZero();
    }

    @Test
    void aServerOfAnotherIdentityGetsNoRequest() throws Exception {
        Minivoy ingress = beside(HostPort.textOf(origin().address()));
        RawClient client = plain(egress(FRONT, OTHER, "http1", ingress));
        assertThat(client.get("/byte/1").text()).isEqualTo("502 upstream_certificate_refused\n");
        awaitLine("tls_failed upstream 127.0.0.1:", "certificate is for " + BACK, "not " + OTHER);
        assertThat(ingress.stats().requests()).isZero();
    }

    @Test
    void whoHasNoIdentityIsRefused() throws Exception {
        Minivoy ingress = beside(HostPort.textOf(origin().address()));
        // In clear, without a certificate, and with one that names a host.
        RawClient client = plain(ingress);
        assertThatIOException().isThrownBy(() -> client.get("/byte/1"));
        awaitLine("tls_failed client", "does not speak TLS");
        RawClient named = plain(egress("front.example", BACK, "http1", ingress));
        assertThat(named.get("/byte/1").status()).isEqualTo(502);
        awaitLine("tls_failed client", "certificate is for no URI at all");
        assertThatIOException()
                .isThrownBy(() ->
                        JdkTls.trusting(authority.file())
                                .connect(ingress.address(), "localhost")
                                .get("/byte/1"));
        awaitLine("tls_failed client", "the client has shown no certificate");
        assertThat(ingress.stats().requests()).isZero();
    }
}
