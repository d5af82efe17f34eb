package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.base.core.AnswerCheck;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.IoBackEnd;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's hot path allocates nothing, on real sockets and on every back end. */
@SocketTest
final class AllocationTest {
    private static final int COUNTED_REQUESTS = 5000;

    /** For what the runtime itself may do now and then; half a byte a request is more. */
    private static final long TOLERATED_BYTES = 2048;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * Counts what the load's thread allocates in thousands of requests, again and again: until the
     * compiler is done with it. Stops the load when it is nothing.
     */
    private static final class Sampler implements Consumer<IntervalResult> {
        private final LoadEngine engine;
        private final List<Long> counts = new ArrayList<>();
        private long requests;
        private long bytesAtBegin = -1;
        private boolean clean;

        Sampler(LoadEngine engine) {
            this.engine = engine;
        }

        @Override
        public void accept(IntervalResult interval) {
            requests += interval.measured().tally().ended();
            if (clean || (bytesAtBegin >= 0 && requests < COUNTED_REQUESTS)) {
                return;
            }
            long bytes = allocatedBytes();
            if (bytesAtBegin >= 0) {
                counts.add(bytes - bytesAtBegin);
                clean = bytes - bytesAtBegin < TOLERATED_BYTES;
            }
            if (clean) {
                engine.stop();
            }
            bytesAtBegin = bytes;
            requests = 0;
        }

        private static long allocatedBytes() {
            Thread loop =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals("tare-load-0"))
                            .findFirst()
                            .orElseThrow();
            return THREADS.getThreadAllocatedBytes(loop.threadId());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goingFromOneAddressToTheNextAllocatesNothing(boolean openLoop) throws IOException {
        String answer = "HTTP/1.1 200 OK|Content-Length: 2||ok";
        try (RawServer one = new RawServer((exchange, number) -> exchange.write(answer));
                RawServer two = new RawServer((exchange, number) -> exchange.write(answer))) {
            TestLoad spec =
                    new TestLoad()
                            .connections(8)
                            .measuredMs(40_000)
                            .intervalMs(20)
                            .port(one.port());
            if (openLoop) {
                spec.poissonRate(5000, 1);
            }
            LoadEngine engine = new LoadEngine(NanoClock.system());
            Sampler sampler = new Sampler(engine);
            AddressCycle code = new AddressCycle(List.of(one.port(), two.port()));
            LoadResult result = engine.run(spec.build(), Optional.of(code), sampler);

            assertThat(result.measured().tally().failed()).isZero();
            assertThat(result.endpoints()).hasSize(2);
            assertThat(sampler.clean)
                    .as("bytes for every 5000 requests: %s", sampler.counts)
                    .isTrue();
        }
    }

    static Stream<Arguments> theHotPathAllocatesNothing() {
        return TestLoad.backEnds().stream()
                .filter(backEnd -> backEnd != IoBackEnd.AUTO)
                .flatMap(backEnd ->
                        Stream.of(Arguments.of(backEnd, false), Arguments.of(backEnd, true)));
    }

    @ParameterizedTest
    @MethodSource
    void theHotPathAllocatesNothing(IoBackEnd backEnd, boolean openLoop) throws IOException {
        String answer = "HTTP/1.1 200 OK|Content-Length: 100||" + "x".repeat(99) + "y";
        try (RawServer server = new RawServer((exchange, number) -> exchange.write(answer))) {
            TestLoad spec =
                    new TestLoad()
                            .connections(8)
                            .check(new AnswerCheck(200, 200, 100, "xxy"))
                            .backEnd(backEnd)
                            .measuredMs(40_000)
                            .intervalMs(20)
                            .port(server.port());
            if (openLoop) {
                spec.poissonRate(5000, 1);
            }
            LoadEngine engine = new LoadEngine(NanoClock.system());
            Sampler sampler = new Sampler(engine);
            LoadResult result = engine.run(spec.build(), sampler);

            assertThat(result.measured().tally().failed()).isZero();
            assertThat(sampler.clean)
                    .as("bytes for every 5000 requests: %s", sampler.counts)
                    .isTrue();
        }
    }
}
