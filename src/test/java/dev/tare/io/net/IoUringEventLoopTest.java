package dev.tare.io.net;

import dev.tare.testing.SocketTest;
import org.junit.jupiter.api.Nested;

/** The contracts, on io_uring. */
@SocketTest
final class IoUringEventLoopTest {

    @Nested
    final class Connections extends EventLoopContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.IO_URING;
        }
    }

    @Nested
    final class Waits extends EventLoopWaitContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.IO_URING;
        }
    }

    @Nested
    final class UnixSockets extends EventLoopUnixContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.IO_URING;
        }
    }

    @Nested
    final class Allocation extends EventLoopAllocationTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.IO_URING;
        }
    }
}
