package dev.tare.io.wire.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Reading an answer allocates nothing. */
final class GrpcAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 2_000;
    private static final int ROUNDS = 20_000;

    private long sum;

    @Test
    void anAnswerIsReadWithoutAllocation() {
        MemorySegment data = GrpcBytes.of(new byte[16 * GrpcFraming.PREFIX_BYTES]);
        MemorySegment names = GrpcBytes.of(":statuscontent-typegrpc-statusgrpc-message");
        MemorySegment values = GrpcBytes.of("200application/grpc+proto5not%20there");
        GrpcMessageReader messages = new GrpcMessageReader(100);
        GrpcAnswerReader answer = new GrpcAnswerReader();
        GrpcSink sink =
                new GrpcSink() {
                    @Override
                    public void onMessageBytes(
                            boolean compressed, MemorySegment buffer, long offset, int length) {
                        sum += length;
                    }

                    @Override
                    public void onMessageEnd(int messageBytes) {
                        sum++;
                    }
                };
        assertAllocatesNothing(() -> {
            answer.begin();
            answer.field(names, 0, 7, values, 0, 3);
            answer.field(names, 7, 12, values, 3, 22);
            messages.begin(answer.encoding());
            GrpcFraming.writePrefix(data, 0, 20);
            sum += messages.read(data, 0, 3, sink) ? 1 : 0;
            sum += messages.read(data, 3, 77, sink) ? messages.messages() : 0;
            answer.field(names, 19, 11, values, 25, 1);
            answer.field(names, 30, 12, values, 26, 11);
            sum += answer.status().code() + answer.fault().length();
        });
        assertThat(answer.status()).isEqualTo(GrpcStatus.NOT_FOUND);
        assertThat(answer.message()).isEqualTo("not there");
        assertThat(messages.messages()).isEqualTo(12);
    }

    private void assertAllocatesNothing(Runnable work) {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(sum).isPositive();
        // Less than a byte a round: the JVM's own bookkeeping, no object of ours.
        assertThat(allocatedBytes).isLessThan(ROUNDS / 2);
    }
}
