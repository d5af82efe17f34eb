package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FoundProxiesTest {
    private static final String ENVOY = "envoy was not found; install it with: pip install envoy";
    private final FoundProxies proxies =
            new FoundProxies(List.of("nginx"), List.of(ENVOY, "haproxy was not found; apt"));

    @Test
    void whatIsNotInstalledIsSaidToBeThat() {
        assertThat(proxies.missingAmong("bare,envoy,haproxy")).contains(ENVOY);
        assertThat(proxies.missingAmong("envoy")).contains(ENVOY);
    }

    @Test
    void whatIsInstalledOrNoProxyIsLeftToThePlan() {
        assertThat(proxies.missingAmong("bare,nginx,minivoy")).isEmpty();
        assertThat(proxies.missingAmong("env,envoys,")).isEmpty();
    }
}
