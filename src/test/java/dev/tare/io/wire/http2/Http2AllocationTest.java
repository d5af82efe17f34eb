package dev.tare.io.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Neither side allocates once it has seen the traffic. */
final class Http2AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 20_000;
    private static final int STREAMS = 10;

    private final Arena arena = Arena.ofAuto();
    private final Client client = new Client();
    private final Server server = new Server();
    private final PreparedRequest get =
            PreparedRequest.of(RequestSpec.get("/byte/100"), "http", "localhost:80", arena);
    private final PreparedRequest post =
            PreparedRequest.of(new RequestSpec("POST", "/", List.of(), "body"), "http", "a", arena)
                    .withVaryingPath();
    private final RequestVariation variation = new RequestVariation(arena);
    private final MemorySegment path = Octets.segment(Octets.latin("/path"));
    private final byte[] name = Octets.latin("x-number");
    private final Http2ClientSession requests =
            new Http2ClientSession(Http2Options.standard(), client, arena);
    private final Http2ServerSession answers =
            new Http2ServerSession(Http2Options.standard(), server, arena);

    private static final class Client implements Http2ClientListener {
        private long ended;
        private long bytes;

        @Override
        public void onHead(int token, Http2Fields head) {
            bytes += head.status();
        }

        @Override
        public void onBody(int token, MemorySegment buffer, long offset, int length) {
            bytes += length;
        }

        @Override
        public void onTrailers(int token, Http2Fields trailers) {
            bytes += trailers.count();
        }

        @Override
        public void onEnd(int token) {
            ended++;
        }

        @Override
        public void onReset(int token, int errorCode) {
            throw new AssertionError(token);
        }

        @Override
        public void onMalformed(int token, String fault) {
            throw new AssertionError(fault);
        }

        @Override
        public void onNotProcessed(int token) {
            throw new AssertionError(token);
        }

        @Override
        public void onGoAway(int errorCode) {
            throw new AssertionError(errorCode);
        }

        @Override
        public void onFailure(Http2Error error, String fault) {
            throw new AssertionError(fault);
        }
    }

    private final class Server implements Http2ServerListener {
        private final PreparedAnswer head =
                PreparedAnswer.of(200, List.of(new Field("content-type", "text/plain")));
        private final PreparedAnswer trailers =
                PreparedAnswer.trailers(List.of(new Field("grpc-status", "0")));

        @Override
        public void onRequest(int stream, Http2Fields request) {}

        @Override
        public void onBody(int stream, MemorySegment buffer, long offset, int length) {}

        @Override
        public void onRequestEnd(int stream) {
            answers.answer(stream, head, 100, 100, false);
            answers.endBody(stream, trailers);
        }

        @Override
        public void copyBody(
                int stream, long position, MemorySegment target, long offset, int length) {}

        @Override
        public void onAnswered(int stream) {}

        @Override
        public void onAborted(int stream, int errorCode) {
            throw new AssertionError(stream);
        }

        @Override
        public void onFailure(Http2Error error, String fault) {
            throw new AssertionError(fault);
        }
    }

    private void round() {
        for (int token = 0; token < STREAMS; token++) {
            if (token % 2 == 0) {
                requests.startRequest(token, get);
            } else {
                variation.clear().path(path, 0, 5).field(name, path, 1, 4);
                requests.startRequest(token, post, variation);
            }
        }
        exchange();
    }

    /** Hands on what there is, to and fro, until all is said. */
    private void exchange() {
        while (requests.outputLength() + answers.outputLength() > 0) {
            int length = requests.outputLength();
            answers.read(requests.output(), requests.outputOffset(), length);
            requests.outputTaken(length);
            length = answers.outputLength();
            requests.read(answers.output(), answers.outputOffset(), length);
            answers.outputTaken(length);
        }
    }

    @Test
    void requestsAndAnswersAllocateNothing() {
        exchange();
        for (int i = 0; i < WARM_UP; i++) {
            round();
        }
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            round();
        }
        long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(client.ended).isEqualTo((long) (WARM_UP + ROUNDS) * STREAMS);
        assertThat(client.bytes).isPositive();
        // Less than a byte a round: the JVM's own bookkeeping, no object of ours.
        assertThat(allocatedBytes).isLessThan(ROUNDS / 2);
    }
}
