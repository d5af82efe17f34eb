package dev.tare.io.wire.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2ClientSession;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2Options;
import dev.tare.io.wire.http2.Http2ServerSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forwarding allocates nothing once it has seen the traffic. */
final class ForwardingAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 5_000;
    private static final int ROUNDS = 20_000;
    private static final int BODY_BYTES = 100;
    private static final int STREAMS = 8;

    private final Arena arena = Arena.ofAuto();
    private final Http2Options options =
            new Http2Options(STREAMS, 1 << 20, 65_536, Http2Options.MIN_OUTPUT_BYTES);
    private final HeadFields request =
            fields(":method: POST|:scheme: http|:authority: a:1|:path: /");
    private final HeadFields answer = fields(":status: 200");
    private final HeadFields trailers = trailers();
    private final Forwarder forwarder = new Forwarder(options, new NoWatcher(), arena);
    private final Client client = new Client();
    private final Http2ClientSession requests = new Http2ClientSession(options, client, arena);
    private final Http2ServerSession answers = new Http2ServerSession(options, new Server(), arena);

    /** A head with 15 fields, some of them no table's business. */
    private HeadFields fields(String control) {
        List<String> lines = new ArrayList<>(List.of(control.split("\\|")));
        lines.add("content-length: " + BODY_BYTES);
        lines.add("cookie: a=b");
        lines.add("x-secret: 1 (never)");
        lines.add("date: Sat, 21 Nov 2026 10:00:00 GMT");
        lines.add("accept-encoding: gzip, deflate");
        for (int i = lines.size(); i < 15; i++) {
            lines.add("x-field-" + i + ": some value number " + i);
        }
        HeadFields fields = new HeadFields(arena);
        Message.fill(fields, lines);
        return fields;
    }

    private HeadFields trailers() {
        HeadFields fields = new HeadFields(arena);
        Message.fill(fields, List.of("grpc-status: 0", "grpc-message: "));
        return fields;
    }

    private static final class NoWatcher implements Forwarder.Watcher {
        @Override
        public void onRequest(int token, Http2Fields head) {}

        @Override
        public void onBody(int token, MemorySegment buffer, long offset, int length) {}

        @Override
        public void onTrailers(int token, Http2Fields trailers) {}

        @Override
        public void onRequestEnd(int token) {}

        @Override
        public void onAborted(int token) {}
    }

    private static final class Client extends SilentClient {
        private final MemorySegment body = Arena.ofAuto().allocate(BODY_BYTES);
        private long ended;

        @Override
        public void onEnd(int token) {
            ended++;
        }

        @Override
        public void copyBody(
                int token, long position, MemorySegment target, long offset, int length) {
            MemorySegment.copy(body, position, target, offset, length);
        }
    }

    private final class Server extends SilentServer {
        @Override
        public void onRequestEnd(int stream) {
            answers.answer(stream, answer, false);
            answers.moreBody(stream, BODY_BYTES);
            answers.endBody(stream, trailers);
        }
    }

    private void round() {
        for (int token = 0; token < STREAMS; token++) {
            requests.startRequest(token, request, false);
            requests.moreBody(token, BODY_BYTES);
            requests.endBody(token, trailers);
        }
        exchange();
    }

    private void exchange() {
        int waiting = 1;
        while (waiting > 0) {
            int length = requests.outputLength();
            waiting = length;
            forwarder.server.read(requests.output(), requests.outputOffset(), length);
            requests.outputTaken(length);
            Http2ClientSession up = forwarder.client;
            length = up.outputLength();
            waiting += length;
            answers.read(up.output(), up.outputOffset(), length);
            up.outputTaken(length);
            length = answers.outputLength();
            waiting += length;
            up.read(answers.output(), answers.outputOffset(), length);
            answers.outputTaken(length);
            Http2ServerSession down = forwarder.server;
            length = down.outputLength();
            waiting += length;
            requests.read(down.output(), down.outputOffset(), length);
            down.outputTaken(length);
        }
    }

    @Test
    void requestsAndAnswersAllocateNothing() {
        forwarder.begin();
        exchange();
        long allocatedBytes = allocated(this::round);
        assertThat(client.ended).isEqualTo((long) (WARM_UP + ROUNDS) * STREAMS);
        assertThat(allocatedBytes).isLessThan(ROUNDS / 2);
    }

    @Test
    void translationsAllocateNothing() {
        List<String> lines =
                List.of(
                        "POST /a?b HTTP/1.1",
                        "Host: h",
                        "Content-Length: 5",
                        "Cookie: a=b",
                        "Connection: close, x-mine",
                        "X-Mine: 1",
                        "TE: trailers",
                        "X-Other: 2",
                        "",
                        "");
        byte[] text = Chain.latin(String.join("\r\n", lines));
        MemorySegment bytes = arena.allocate(text.length);
        MemorySegment.copy(text, 0, bytes, ValueLayout.JAVA_BYTE, 0, text.length);
        Translating translating = new Translating(bytes);
        HeadExchange exchange = new HeadExchange();
        exchange.request(
                request,
                false,
                head -> assertThat(allocated(() -> translating.turn(head))).isLessThan(10_000));
        assertThat(translating.written).isPositive();
    }

    private static final class Translating {
        private static final byte[] NAME = Chain.latin("a");
        private final MemorySegment text;
        private final Http1Head head = new Http1Head();
        private final Http1ToHttp2 toHttp2 = new Http1ToHttp2(head);
        private final Http2ToHttp1 toHttp1 = new Http2ToHttp1();
        private final Http1Writer writer = new Http1Writer();
        private final HeadFields fields = new HeadFields(Arena.ofAuto());
        private final MemorySegment target = Arena.ofAuto().allocate(4096);
        private long written;

        Translating(MemorySegment text) {
            this.text = text;
        }

        void turn(Http2Fields read) {
            head.parseRequest(text, 0, (int) text.byteSize());
            toHttp2.request(NAME, NAME, 0, HeadChange.NONE, fields);
            writer.begin(target, 0, (int) target.byteSize());
            toHttp1.request(read, NAME, 0, HeadChange.NONE, writer);
            written += writer.length() + fields.count();
        }
    }

    /** What so many turns allocate, after others that do not count. */
    private static long allocated(Runnable turn) {
        for (int i = 0; i < WARM_UP; i++) {
            turn.run();
        }
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            turn.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
