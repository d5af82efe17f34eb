package dev.tare.io.net.tls;

import dev.tare.io.net.IoBackEnd;
import org.junit.jupiter.api.Nested;

/** {@link TlsContractTest} by each provider over each back end. */
final class TlsTest {
    @Nested
    final class BoringOverEpoll extends TlsContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.EPOLL;
        }

        @Override
        TlsProvider provider() {
            return TlsProvider.BORINGSSL;
        }
    }

    @Nested
    final class BoringOverNio extends TlsContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.NIO;
        }

        @Override
        TlsProvider provider() {
            return TlsProvider.BORINGSSL;
        }
    }

    @Nested
    final class JdkOverNio extends TlsContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.NIO;
        }

        @Override
        TlsProvider provider() {
            return TlsProvider.JDK;
        }
    }
}
