package dev.tare.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link EventLoop} must do. */
@SocketTest
abstract class EventLoopContractTest {
    private static final NanoClock CLOCK = NanoClock.system();
    private EventLoop loop;

    abstract IoBackEnd backEnd();

    @BeforeEach
    void open() throws IOException {
        loop = EventLoops.open(new LoopOptions(backEnd(), 0), CLOCK);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void whatIsSentComesBack() throws IOException {
        Acceptor acceptor =
                loop.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        16,
                        false,
                        c -> new Recorder(true));
        Recorder client = new Recorder(false);
        Connection c = loop.connect(acceptor.localAddress(), client);
        long until = CLOCK.nowNs() + 5_000_000_000L;
        while (!client.connected) {
            loop.poll(until);
        }
        MemorySegment seg = Arena.global().allocate(100_000);
        seg.set(ValueLayout.JAVA_BYTE, 5, (byte) 7);
        assertThat(c.send(seg, 5, 20_000)).isEqualTo(20_000);
        while (client.bytes < 20_000) {
            loop.poll(until);
        }
        assertThat(client.first).isEqualTo((byte) 7);
    }

    private static final class Recorder implements ConnectionHandler {
        final boolean echo;
        boolean connected;
        long bytes;
        byte first;

        Recorder(boolean echo) {
            this.echo = echo;
        }

        @Override
        public void onConnected(Connection connection) {
            connected = true;
        }

        @Override
        public void onData(Connection connection, MemorySegment buffer, long offset, int length) {
            if (bytes == 0) {
                first = buffer.get(ValueLayout.JAVA_BYTE, offset);
            }
            bytes += length;
            if (echo) {
                assertThat(connection.send(buffer, offset, length)).isEqualTo(length);
            }
        }

        @Override
        public void onWritable(Connection connection) {}

        @Override
        public void onEnd(Connection connection) {}

        @Override
        public void onFailure(Connection connection, IoFailure failure) {}
    }
}
