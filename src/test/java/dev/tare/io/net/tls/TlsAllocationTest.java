package dev.tare.io.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.io.net.Connection;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.tls.TlsFixture.End;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encrypted connections of BoringSSL allocate nothing once they are open. */
@SocketTest
final class TlsAllocationTest {
    private static final int ROUND_TRIPS = 4000;
    private static final int WINDOWS = 15;

    /** The smallest object has 16 bytes; reading the counter itself allocates a little. */
    private static final double MOST_BYTES_A_ROUND_TRIP = 1;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"EPOLL, 100", "EPOLL, 16384", "NIO, 100", "NIO, 16384"})
    void roundTripsAllocateNothing(IoBackEnd backEnd, int lengthBytes) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TestAuthority authority = new TestAuthority(folder, "Tare's test authority");
        TlsServer server = TlsServer.of(TlsServerOptions.standard(authority.vouchFor("localhost")));
        TlsClient client =
                TlsClient.of(TlsClientOptions.standard().withAuthorities(authority.file()));
        try (TlsFixture fixture = new TlsFixture(backEnd)) {
            InetSocketAddress address = fixture.listen(server, Answerer::new);
            Caller caller = new Caller(Arena.ofAuto().allocate(lengthBytes));
            fixture.connect(client, address, caller);
            double leastBytes = Double.MAX_VALUE;
            // The first windows are the compiler's: what is compiled last is the steady state.
            for (int i = 0; i < WINDOWS; i++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                int end = caller.roundTrips + ROUND_TRIPS;
                while (caller.roundTrips < end) {
                    fixture.loop.poll(fixture.clock.nowNs() + 1_000_000_000L);
                }
                long bytes = threads.getCurrentThreadAllocatedBytes() - before;
                leastBytes = Math.min(leastBytes, (double) bytes / ROUND_TRIPS);
            }
            assertThat(leastBytes).isLessThan(MOST_BYTES_A_ROUND_TRIP);
            assertThat(caller.facts().protocol()).isEqualTo("TLSv1.3");
        }
    }

    /** Sends back what arrives. */
    private static final class Answerer extends End {
        @Override
        public void onData(Connection source, MemorySegment buffer, long offset, int length) {
            if (source.send(buffer, offset, length) != length) {
                throw new AssertionError("an answer was not taken whole");
            }
            // Both wishes change and change back, as a proxy's do.
            source.wantReadable(false);
            source.wantReadable(true);
        }
    }

    private static final class Caller extends End {
        private final MemorySegment message;
        private long awaitedBytes;
        private int roundTrips;

        Caller(MemorySegment message) {
            this.message = message;
        }

        @Override
        public void onConnected(Connection source) {
            super.onConnected(source);
            onWritable(source);
        }

        @Override
        public void onData(Connection source, MemorySegment buffer, long offset, int length) {
            assert offset >= EventLoop.HEADROOM_BYTES;
            awaitedBytes -= length;
            if (awaitedBytes == 0) {
                roundTrips++;
                source.wantWritable(true);
            }
        }

        @Override
        public void onWritable(Connection source) {
            source.wantWritable(false);
            awaitedBytes = message.byteSize();
            int length = (int) message.byteSize();
            if (source.send(message, 0, length) != length) {
                throw new AssertionError("a message was not taken whole");
            }
        }
    }
}
