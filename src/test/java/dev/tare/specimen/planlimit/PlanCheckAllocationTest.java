package dev.tare.specimen.planlimit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Known users make no garbage. */
@Timeout(60)
final class PlanCheckAllocationTest {
    private static final int REQUESTS = 10_000;
    private static final int MAX_BATCHES = 50;

    @Test
    void requestsOfKnownUsersMakeNoGarbage() {
        PlanCheck check = new PlanLimiter(PlanLimits.standard()).forThread();
        byte[] token =
                Base64.getEncoder()
                        .encode("{\"username\":\"ann\",\"plan\":\"Team\"}".getBytes(US_ASCII));
        MemorySegment bytes = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, token);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        int admitted = 0;
        for (int batch = 0; batch < MAX_BATCHES && allocated > 0; batch++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < REQUESTS; i++) {
                PlanOutcome outcome = check.check(bytes, 0, token.length, i * 1_000_000L);
                admitted += outcome == PlanOutcome.ADMITTED ? 1 : 0;
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated).isZero();
        assertThat(admitted).isPositive();
    }
}
