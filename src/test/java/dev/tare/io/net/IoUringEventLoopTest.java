package dev.tare.io.net;

import dev.tare.io.nativeaccess.IoUringBuffers;
import dev.tare.io.nativeaccess.LinuxIoUring;
import dev.tare.io.nativeaccess.LinuxSockets;
import dev.tare.testing.SocketTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contracts, on io_uring. */
@SocketTest
@EnabledIf("dev.tare.io.net.IoUringEventLoopTest#isThere")
final class IoUringEventLoopTest {

    static boolean isThere() {
        return LinuxIoUring.absence().isEmpty();
    }

    @Nested
    final class Connections extends EventLoopContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.IO_URING;
        }
    }

    /** So few and short that they run out all the time. */
    @Nested
    final class ConnectionsWithFewBuffers extends EventLoopContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.IO_URING;
        }

        @Override
        LoopFixture.Opener opener() {
            return with(new IoUringBuffers.Sizes(EventLoop.HEADROOM_BYTES, 0, 0, 4, 2048));
        }
    }

    /** Filled piece by piece, where the kernel can. */
    @Nested
    final class ConnectionsWithLongBuffers extends EventLoopContractTest {
        @Override
        IoBackEnd backEnd() {
            return IoBackEnd.IO_URING;
        }

        @Override
        LoopFixture.Opener opener() {
            return with(new IoUringBuffers.Sizes(EventLoop.HEADROOM_BYTES, 2, 256 * 1024, 4, 2048));
        }
    }

    private static LoopFixture.Opener with(IoUringBuffers.Sizes buffers) {
        return (options, clock) ->
                new IoUringEventLoop(
                        options,
                        clock,
                        LinuxSockets.open().orElseThrow(),
                        LinuxIoUring.open().orElseThrow(),
                        buffers);
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
