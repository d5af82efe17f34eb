package dev.tare.io.net;

import dev.tare.testing.SocketTest;
import org.junit.jupiter.api.Nested;

/** The contracts, on {@code java.nio}. */
@SocketTest
final class NioEventLoopTest {

    @Nested
    final class Connections extends EventLoopContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.NIO;
        }
    }

    @Nested
    final class Waits extends EventLoopWaitContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.NIO;
        }
    }

    @Nested
    final class UnixSockets extends EventLoopUnixContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.NIO;
        }
    }

    @Nested
    final class Allocation extends EventLoopAllocationTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.NIO;
        }
    }
}
