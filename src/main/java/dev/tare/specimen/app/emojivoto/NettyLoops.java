package dev.tare.specimen.app.emojivoto;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The threads of grpc-java's transport, few and our own. */
final class NettyLoops {
    private static final long QUIET_MS = 0;
    private static final long CLOSE_WAIT_MS = 1_000;

    /** Held on to, for a logger that nobody holds forgets its level. */
    private static final Logger LIBRARY_LOG = Logger.getLogger("io.grpc");

    static {
        // What matters stands in the answers and counters; a line a fault would cost more than it.
        LIBRARY_LOG.setLevel(Level.OFF);
    }

    private NettyLoops() {}

    /**
     * Starts event loops.
     *
     * @param count 1 or more, a thread each
     */
    static EventLoopGroup start(String name, int count) {
        return new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    /** Ends them, and waits for a moment. */
    static void end(EventLoopGroup loops) {
        loops.shutdownGracefully(QUIET_MS, CLOSE_WAIT_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_WAIT_MS);
    }
}
