package dev.tare.specimen.origin;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;

final class OriginOptionsTest {
    @Test
    void whatIsOutOfRangeIsRefusedWithItsBounds() {
        OriginOptions options = OriginOptions.standard();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withThreads(0))
                .withMessage("threads: 0 must be 1 to 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withCloseAfter(0))
                .withMessageContaining("requests before a close: 0 must be 1 to");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> options.withListen(InetSocketAddress.createUnresolved("no.host", 1)))
                .withMessage("listen address no.host: no such host");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> options.withListen(UnixDomainSocketAddress.of("/x")).withThreads(2))
                .withMessageContaining("threads: 2 must be 1 on a unix socket");
    }
}
