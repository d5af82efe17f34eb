package dev.tare.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.base.time.NanoClock;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hot path of every {@link EventLoop} allocates nothing. */
@SocketTest
abstract class EventLoopAllocationTest {
    private static final int ROUND_TRIPS = 4000;
    private static final int WINDOWS = 15;

    /** The smallest object has 16 bytes; reading the counter itself allocates a little. */
    private static final double MOST_BYTES_A_ROUND_TRIP = 1;

    abstract IoBackEnd backEnd();

    @ParameterizedTest
    @ValueSource(ints = {100, 40_000})
    void roundTripsAllocateNothing(int lengthBytes) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        NanoClock clock = NanoClock.system();
        try (EventLoop loop = EventLoops.open(new LoopOptions(backEnd(), 0), clock)) {
            Acceptor acceptor = loop.listen(LoopFixture.ANY_PORT, 16, false, c -> new Echo());
            Caller caller = new Caller(Arena.ofAuto().allocate(lengthBytes));
            loop.connect(acceptor.localAddress(), caller);
            double leastBytes = Double.MAX_VALUE;
            // The first windows are the compiler's: what is compiled last is the steady state.
            for (int i = 0; i < WINDOWS; i++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                int end = caller.roundTrips + ROUND_TRIPS;
                while (caller.roundTrips < end) {
                    loop.poll(clock.nowNs() + 1_000_000_000L);
                }
                long bytes = threads.getCurrentThreadAllocatedBytes() - before;
                leastBytes = Math.min(leastBytes, (double) bytes / ROUND_TRIPS);
            }
            assertThat(leastBytes).isLessThan(MOST_BYTES_A_ROUND_TRIP);
        }
    }

    /** Sends back what arrives, and stops reading while it cannot. */
    private static final class Echo extends RecordingHandler {
        @Override
        public void onData(Connection connection, MemorySegment buffer, long offset, int length) {
            int taken = connection.send(buffer, offset, length);
            if (taken != length) {
                throw new AssertionError("only %d of %d were taken".formatted(taken, length));
            }
            // Both wishes change and change back, as a proxy's do.
            connection.wantReadable(false);
            connection.wantReadable(true);
        }
    }

    private static final class Caller extends RecordingHandler {
        private final MemorySegment message;
        private long awaitedBytes;
        private int roundTrips;

        Caller(MemorySegment message) {
            this.message = message;
        }

        @Override
        public void onConnected(Connection connection) {
            onWritable(connection);
        }

        @Override
        public void onData(Connection connection, MemorySegment buffer, long offset, int length) {
            awaitedBytes -= length;
            if (awaitedBytes == 0) {
                roundTrips++;
                connection.wantWritable(true);
            }
        }

        @Override
        public void onWritable(Connection connection) {
            connection.wantWritable(false);
            awaitedBytes = message.byteSize();
            int length = (int) message.byteSize();
            if (connection.send(message, 0, length) != length) {
                throw new AssertionError("a message was not taken whole");
            }
        }
    }
}
