package dev.tare.specimen.proxy.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class ProxyOptionsTest {
    private static final InetSocketAddress UPSTREAM =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080);

    @Test
    void whatIsOutOfRangeIsRefusedWithItsBounds() {
        ProxyOptions options = ProxyOptions.to(UPSTREAM);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withThreads(257))
                .withMessage("threads: 257 must be 1 to 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withLimits(new ProxyLimits(1, 0, 256)).withThreads(2))
                .withMessageContaining("1 must be at least the 2 threads");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxyLimits(0, 0, 256))
                .withMessageContaining("0 must be 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxyLimits(1, -1, 256))
                .withMessageContaining("-1 must be 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxyLimits(1, 0, 65_537))
                .withMessageContaining("65537 must be 256 to 65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxyTimeouts(1, 1, 1, 1, 1, 1, 1, 1))
                .withMessageContaining("1 ns must be 1000000 to");
    }

    @Test
    void anAddressThatLeadsNowhereIsRefused() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no.such.host", 80);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyOptions.to(unknown))
                .withMessage("upstream no.such.host: no such host");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyOptions.to(new InetSocketAddress(UPSTREAM.getAddress(), 0)))
                .withMessageContaining("must name a port");
    }

    @Test
    void theShortestTimeoutSetsTheTick() {
        assertThat(ProxyTimeouts.standard().shortestNs()).isEqualTo(5_000_000_000L);
    }
}
