package dev.tare.io.net;

import dev.tare.testing.SocketTest;
import org.junit.jupiter.api.Nested;

/** The contracts, on epoll. */
@SocketTest
final class EpollEventLoopTest {

    @Nested
    final class Connections extends EventLoopContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.EPOLL;
        }
    }

    @Nested
    final class Waits extends EventLoopWaitContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.EPOLL;
        }
    }

    @Nested
    final class UnixSockets extends EventLoopUnixContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.EPOLL;
        }
    }

    @Nested
    final class Allocation extends EventLoopAllocationTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.EPOLL;
        }
    }
}
