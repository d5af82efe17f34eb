package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.Connection;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultLogTest {
    private final List<String> lines = new ArrayList<>();
    private long nowNs = 5;
    private final FaultLog log = new FaultLog(lines::add, () -> nowNs);
    private final Connection connection = new Somebody();

    @Test
    void thereIsOneLineASecondAndTheOthersAreCounted() {
        for (int i = 0; i < 10; i++) {
            log.say("client", connection, "reason " + i);
        }
        nowNs += FaultLog.LINE_EVERY_NS - 1;
        log.say("client", connection, "still within a second");
        nowNs += 1;
        log.say("client", connection, "later");
        nowNs += FaultLog.LINE_EVERY_NS;
        log.sayLate("upstream", connection);
        assertThat(lines)
                .containsExactly(
                        "client 192.0.2.7:99: reason 0",
                        "client 192.0.2.7:99: later (and 10 more since the last line)",
                        "upstream 192.0.2.7:99: the handshake takes too long");
    }

    @Test
    void whatTheOtherSideChoosesStaysInItsLine() {
        log.say("client", connection, "for a\nminivoy: all is well\u001b[2J" + "x".repeat(1000));
        assertThat(lines.getFirst())
                .startsWith("client 192.0.2.7:99: for a.minivoy: all is well.[2Jxxx")
                .hasSizeLessThan(FaultLog.MAX_REASON_CHARS + 30)
                .endsWith("…");
    }

    /** No socket: only the address is asked for. */
    private static final class Somebody implements Connection {
        @Override
        public int send(MemorySegment bytes, long offset, int length) {
            return BROKEN;
        }

        @Override
        public void wantWritable(boolean wanted) {}

        @Override
        public void wantReadable(boolean wanted) {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void close() {}

        @Override
        public void reset() {}

        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public SocketAddress remoteAddress() {
            return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 99);
        }
    }
}
