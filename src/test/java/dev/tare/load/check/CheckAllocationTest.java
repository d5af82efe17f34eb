package dev.tare.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.FurtherCheck.Checksum;
import dev.tare.base.core.Outcome;
import dev.tare.io.wire.Http1Fields;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inspections allocate nothing once they have seen the traffic. */
final class CheckAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 20_000;
    private static final String BODY = "{\"a\": [\"hello\", 12]}";

    static Stream<AnswerCheck> checks() {
        return Stream.of(
                new AnswerCheck(200, 200, BODY.length(), "hello"),
                Pieces.check(new FurtherCheck.Header("X-A", Optional.of("b"))),
                Pieces.check(new FurtherCheck.BodyEquals(BODY)),
                Pieces.check(new FurtherCheck.BodyJson("/a/0", Optional.of("hello"))),
                Pieces.check(new FurtherCheck.BodyChecksum(Checksum.CRC32, "00000000")),
                Pieces.check(new FurtherCheck.BodyChecksum(Checksum.SHA256, "0".repeat(64))),
                Pieces.check(new FurtherCheck.GrpcStatus(0)));
    }

    @ParameterizedTest
    @MethodSource("checks")
    void anAnswerCostsNoMemory(AnswerCheck check) {
        AnswerInspection inspection = AnswerInspection.of(check);
        MemorySegment body = Pieces.segment(Pieces.utf8(BODY));
        Http1Fields head = Pieces.fields("Server: x", "X-A: b", "grpc-status: 0");
        List<Outcome> expected =
                List.of(
                        check.further().stream()
                                        .anyMatch(FurtherCheck.BodyChecksum.class::isInstance)
                                ? Outcome.WRONG_BODY
                                : Outcome.CORRECT);
        for (int i = 0; i < WARM_UP; i++) {
            assertThat(answer(inspection, head, body)).isEqualTo(expected.getFirst());
        }
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            answer(inspection, head, body);
        }
        long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        // Less than a byte a round: the JVM's own bookkeeping, no object of ours.
        assertThat(allocatedBytes).isLessThan(ROUNDS / 2);
    }

    private static Outcome answer(
            AnswerInspection inspection, Http1Fields head, MemorySegment body) {
        inspection.begin();
        inspection.onHead(head);
        inspection.onBody(body, 0, 7);
        inspection.onBody(body, 7, BODY.length() - 7);
        inspection.onTrailers(head);
        return inspection.outcome(200, BODY.length());
    }
}
