package dev.tare.io.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The codec allocates nothing once it has seen the traffic. */
final class WebSocketAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 2_000;
    private static final int ROUNDS = 20_000;
    private static final int PAYLOAD_BYTES = 300;

    private long sum;

    @Test
    void framesAreWrittenAndReadWhole() {
        assertAllocatesNothing(Integer.MAX_VALUE);
    }

    @Test
    void framesAreReadInPieces() {
        assertAllocatesNothing(100);
    }

    private void assertAllocatesNothing(int pieceBytes) {
        WebSocketWriter writer = new WebSocketWriter(WebSocketSide.CLIENT, () -> 0x01020304);
        WebSocketReader reader = new WebSocketReader(WebSocketSide.SERVER, 1000, 1000);
        MemorySegment bytes = Arena.ofAuto().allocate(1000);
        WebSocketSink sink = new Sum();
        Runnable body =
                () -> {
                    int text = writer.frame(bytes, 0, Opcode.TEXT, true, PAYLOAD_BYTES);
                    int ping = writer.frame(bytes, text, Opcode.PING, true, 4);
                    int p = 0;
                    while (p < text + ping) {
                        int piece = Math.min(pieceBytes, text + ping - p);
                        reader.read(bytes, p, piece, sink);
                        p += piece;
                    }
                    bytes.fill((byte) 0);
                };
        run(WARM_UP, body);
        long thread = Thread.currentThread().threadId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        run(ROUNDS, body);
        long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
        assertThat(reader.fault()).isEmpty();
        assertThat(sum).isEqualTo((WARM_UP + ROUNDS) * (PAYLOAD_BYTES + 4L));
        assertThat(allocated).isLessThan(ROUNDS);
    }

    private static void run(int times, Runnable body) {
        for (int i = 0; i < times; i++) {
            body.run();
        }
    }

    /** Adds up the lengths. */
    private final class Sum implements WebSocketSink {
        @Override
        public void onMessage(boolean text, MemorySegment buffer, long offset, int length) {
            sum += length;
        }

        @Override
        public void onPing(MemorySegment payload, long offset, int length) {
            sum += length;
        }

        @Override
        public void onPong() {}

        @Override
        public void onClose(int code, String reason) {}
    }
}
