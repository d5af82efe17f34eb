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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS by a configuration: each listener and each cluster has its own. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyRoutesTlsTest extends MinivoyTlsBed {
    @Parameter LoopOptions loop = LoopOptions.standard();

    @SuppressWarnings("NullAway.Init")
    MinivoyRoutesTlsTest() {}

    @Override
    LoopOptions loop() {
        return loop;
    }

    private Minivoy proxy(String document) throws IOException {
        return start(Minivoy.optionsOf(Configured.config(document), LogLevel.INFO));
    }

    @Test
    void listenersAndClustersSpeakEachInItsOwnWay() throws IOException {
        Origin secret = origin(serverTls());
        Origin open = origin();
        TlsIdentity identity = authority.vouchFor("localhost", "127.0.0.1");
        Minivoy proxy =
                proxy(
                        """
                        listeners:
                          - {listen: '127.0.0.1:0', tls: {certificate: '%s', key: '%s'}}
                          - {listen: '127.0.0.1:0'}
                        routes: [{match: {path: /byte/1}, cluster: secret}, {cluster: open}]
                        clusters:
                          - {name: secret, endpoints: ['%s'], tls: {ca: '%s'}}
                          - {name: open, endpoints: ['%s']}
                        """
                                .formatted(
                                        identity.certificates(),
                                        identity.key(),
                                        HostPort.textOf(secret.address()),
                                        authority.file(),
                                        HostPort.textOf(open.address())));
        RawClient plain = opened(RawClient.to(proxy.addresses().get(1)));
        for (RawClient client : List.of(secured(proxy), plain)) {
            assertThat(client.get("/byte/1").body()).hasSize(1);
            assertThat(client.get("/byte/2").body()).hasSize(2);
        }
        assertThat(proxy.stats().clientHandshakes()).isEqualTo(1);
        assertThat(proxy.stats().upstreamHandshakes()).isEqualTo(1);
        assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(2);
    }

    @Test
    void whoCannotProveWhoItIsGetsNoRequest() throws IOException {
        Origin secret = origin(serverTls());
        Minivoy proxy =
                proxy(
                        """
                        routes: [{cluster: secret}]
                        clusters: [{name: secret, endpoints: ['%s'], tls: {}}]
                        """
                                .formatted(HostPort.textOf(secret.address())));
        assertThat(plain(proxy).get("/byte/1").text())
                .isEqualTo("502 upstream_certificate_refused\n");
    }
}
