package dev.tare.io.net;

/** The contract, on {@code java.nio}. */
final class NioEventLoopTest extends EventLoopContractTest {
    @Override
    IoBackEnd backEnd() {
        return IoBackEnd.NIO;
    }
}
