package dev.tare.io.net.tls;

import dev.tare.io.net.IoBackEnd;
import org.junit.jupiter.api.Nested;

/** The contracts, by each provider and over each back end. */
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

    @Nested
    final class TrustOfBoring extends TlsTrustContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.AUTO;
        }

        @Override
        TlsProvider provider() {
            return TlsProvider.BORINGSSL;
        }
    }

    @Nested
    final class TrustOfTheJdk extends TlsTrustContractTest {
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
