package dev.tare.io.net.tls;

import dev.tare.io.nativeaccess.LinuxIoUring;
import dev.tare.io.net.IoBackEnd;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contracts, by each provider and over each back end. */
final class TlsTest {

    static boolean ioUringIsThere() {
        return LinuxIoUring.absence().isEmpty();
    }

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
    @EnabledIf("dev.tare.io.net.tls.TlsTest#ioUringIsThere")
    final class BoringOverIoUring extends TlsContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.IO_URING;
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

    @Nested
    final class ServerOfBoring extends TlsServerContractTest {
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
    final class ServerOfTheJdk extends TlsServerContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.AUTO;
        }

        @Override
        TlsProvider provider() {
            return TlsProvider.JDK;
        }
    }
}
