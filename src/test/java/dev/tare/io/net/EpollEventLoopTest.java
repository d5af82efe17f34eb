package dev.tare.io.net;

/** The contract, on epoll. */
final class EpollEventLoopTest extends EventLoopContractTest {
    @Override
    IoBackEnd backEnd() {
        return IoBackEnd.EPOLL;
    }
}
