package dev.tare.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.IoUringBuffers;
import dev.tare.io.nativeaccess.LinuxIoUring;
import dev.tare.io.nativeaccess.LinuxSockets;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@SocketTest
@EnabledIf("dev.tare.io.net.IoUringEventLoopTest#isThere")
final class StarvedConnectionsTest {
    private static final int BUFFERS = 4;
    private static final int CONNECTIONS = 200;
    private static final int PIECES_A_CONNECTION = 100;
    private static final MemorySegment PIECE = LoopFixture.segment(new byte[100]);

    /** Sends again whatever comes. */
    private static final class Echo extends RecordingHandler {
        private int pieces;

        @Override
        public void onData(Connection self, MemorySegment buffer, long offset, int length) {
            pieces++;
            assertThat(self.send(PIECE, 0, 100)).isEqualTo(100);
        }
    }

    private static EventLoop open(LoopOptions options, NanoClock clock) throws IOException {
        return new IoUringEventLoop(
                options,
                clock,
                LinuxSockets.open().orElseThrow(),
                LinuxIoUring.open().orElseThrow(),
                new IoUringBuffers.Sizes(EventLoop.HEADROOM_BYTES, 0, 0, BUFFERS, 2048));
    }

    @Test
    void manyConnectionsAreServedInTurnByFewBuffers() throws IOException {
        try (LoopFixture fixture =
                new LoopFixture(IoBackEnd.IO_URING, 0, StarvedConnectionsTest::open)) {
            List<Echo> clients = new ArrayList<>();
            Acceptor acceptor = fixture.listen(Echo::new);
            for (int i = 0; i < CONNECTIONS; i++) {
                Echo client = new Echo();
                clients.add(client);
                client.connection = fixture.loop.connect(acceptor.localAddress(), client);
            }
            fixture.until(() ->
                    fixture.accepted.size() == CONNECTIONS
                            && clients.stream().allMatch(c -> c.saw("connected")));
            clients.forEach(client -> client.connection().send(PIECE, 0, 100));
            fixture.until(() ->
                    clients.stream().mapToLong(c -> c.pieces).sum()
                            >= (long) CONNECTIONS * PIECES_A_CONNECTION);
            assertThat(clients)
                    .allSatisfy(c -> assertThat(c.pieces).isGreaterThan(PIECES_A_CONNECTION / 2));
        }
    }
}
