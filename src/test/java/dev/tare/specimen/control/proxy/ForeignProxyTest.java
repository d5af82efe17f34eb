package dev.tare.specimen.control.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.control.process.Endpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ForeignProxyTest {
    private static ForeignProxy.Setting setting(boolean asRoot) {
        return new ForeignProxy.Setting(4001, 4002, new Endpoint("::1", 4003), 1200, asRoot);
    }

    @ParameterizedTest
    @EnumSource(ForeignProxy.class)
    void aConfigurationNamesItsPortsAndNoPlaceIsLeft(ForeignProxy proxy) {
        assertThat(proxy.configurationFor(setting(true)))
                .contains("4001", "4002", "4003", "::1")
                .doesNotContain("{{");
    }

    private static String configuration(ForeignProxy proxy, int workers, boolean tls) {
        return proxy.configurationFor(
                new ForeignProxy.Setting(
                        4001, 4002, Endpoint.loopback(4003), 1200, false, workers, tls));
    }

    @ParameterizedTest
    @EnumSource(ForeignProxy.class)
    void withTlsItNamesTheCertificateAndWithoutItDoesNot(ForeignProxy proxy) {
        assertThat(configuration(proxy, 1, true)).contains("tls-certificate").doesNotContain("{{");
        assertThat(configuration(proxy, 1, false)).doesNotContain("tls-", "ssl", "{{");
    }

    @Test
    void asManyWorkersAreAskedForAsThePlanSays() {
        assertThat(configuration(ForeignProxy.HAPROXY, 4, false)).contains("nbthread 4\n");
        assertThat(configuration(ForeignProxy.NGINX, 4, false)).contains("worker_processes 4;");
        assertThat(ForeignProxy.ENVOY.command(Path.of("envoy"), Path.of("x"), 4))
                .containsSequence("--concurrency", "4");
        assertThat(ForeignProxy.ENVOY.command(Path.of("envoy"), Path.of("x")))
                .containsSequence("--concurrency", "1");
    }

    @Test
    void connectionsFitIntoTheLimitOfOpenFiles() {
        assertThat(ForeignProxy.HAPROXY.configurationFor(setting(false))).contains("maxconn 500\n");
        assertThat(ForeignProxy.NGINX.configurationFor(setting(false)))
                .contains("worker_connections 1000;");
        assertThat(new ForeignProxy.Setting(1, 2, Endpoint.loopback(3), 10, false).maxConnections())
                .isEqualTo(64);
        assertThat(
                        new ForeignProxy.Setting(1, 2, Endpoint.loopback(3), Long.MAX_VALUE, false)
                                .maxConnections())
                .isEqualTo(20_000);
    }

    @Test
    void onlyRootTellsNginxWhoseUserItsWorkerIs() {
        assertThat(ForeignProxy.NGINX.configurationFor(setting(true))).startsWith("user root;\n");
        assertThat(ForeignProxy.NGINX.configurationFor(setting(false))).doesNotContain("user ");
    }

    @Test
    void versionsAreShort() {
        assertThat(
                        ForeignProxy.HAPROXY.parseVersion(
                                "HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://x/\nStatus"))
                .isEqualTo("2.6.12-1+deb12u4");
        assertThat(ForeignProxy.NGINX.parseVersion("nginx version: nginx/1.22.1\n"))
                .isEqualTo("1.22.1");
        assertThat(
                        ForeignProxy.ENVOY.parseVersion(
                                "\n/bin/envoy  version: 9e558093/1.40.0/Clean/RELEASE/BoringSSL\n"))
                .isEqualTo("1.40.0");
        assertThat(ForeignProxy.ENVOY.parseVersion("not found")).isEmpty();
    }

    @Test
    void theVersionOfAProgramThatCannotRunIsEmpty() {
        assertThat(ForeignProxy.NGINX.version(Path.of("/nonexistent/nginx"))).isEmpty();
    }
}
