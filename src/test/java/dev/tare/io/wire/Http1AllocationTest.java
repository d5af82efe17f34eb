package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The codec allocates nothing once it has seen the traffic. */
final class Http1AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 2_000;
    private static final int ROUNDS = 20_000;

    private static final String REQUEST =
            Bytes.lines(
                    "POST /byte/100 HTTP/1.1",
                    "Host: a:80",
                    "Connection: keep-alive, X-A",
                    "X-A: b",
                    "Transfer-Encoding: chunked",
                    "",
                    "5;a=b",
                    "hello",
                    "0",
                    "A: b",
                    "");
    private static final String RESPONSE =
            Bytes.lines(
                    "HTTP/1.1 100 Continue",
                    "",
                    "HTTP/1.1 200 OK",
                    "Server: nginx/1.22.1",
                    "Date: Fri, 20 Nov 2026 10:00:00 GMT",
                    "Content-Length: 7",
                    "",
                    "hello");

    private long sum;

    @Test
    void parsingAllocatesNothing() {
        MemorySegment bytes = Bytes.of(RESPONSE + REQUEST);
        Http1Head head = new Http1Head();
        int answer = RESPONSE.length();
        assertAllocatesNothing(() -> {
            sum += head.parseResponse(bytes, 0, answer);
            sum += head.parseRequest(bytes, answer, REQUEST.length());
            sum += head.connectionNames(2) ? head.find(KnownField.HOST) : 0;
            sum += head.parseRequest(bytes, 0, answer);
        });
    }

    @Test
    void readersAllocateNothingForMessagesInOnePiece() {
        MemorySegment bytes = Bytes.of(RESPONSE + REQUEST);
        Http1ResponseReader responses = new Http1ResponseReader();
        Http1RequestReader requests = new Http1RequestReader();
        BodySink sink = (buffer, offset, length) -> sum += length;
        assertAllocatesNothing(() -> {
            responses.begin(false);
            sum += responses.read(bytes, 0, RESPONSE.length(), sink);
            requests.begin();
            sum += requests.read(bytes, RESPONSE.length(), REQUEST.length(), sink);
            sum += responses.keepAlive() && requests.keepAlive() ? 1 : 0;
        });
    }

    @Test
    void readersAllocateNothingForMessagesInPieces() {
        MemorySegment bytes = Bytes.of(RESPONSE + REQUEST);
        Http1ResponseReader responses = new Http1ResponseReader();
        Http1RequestReader requests = new Http1RequestReader();
        assertAllocatesNothing(() -> {
            responses.begin(false);
            int first = responses.read(bytes, 0, 30, null);
            sum += responses.read(bytes, first, RESPONSE.length() - first, null);
            requests.begin();
            int at = RESPONSE.length();
            first = requests.read(bytes, at, 30, null);
            sum += requests.read(bytes, at + first, REQUEST.length() - first, null);
        });
    }

    @Test
    void writingAllocatesNothing() {
        MemorySegment target = Arena.ofAuto().allocate(1024);
        MemorySegment bytes = Bytes.of(RESPONSE);
        Http1Head head = new Http1Head();
        Http1Writer writer = new Http1Writer();
        byte[] name = Bytes.latin("Content-Length");
        int informational = head.parseResponse(bytes, 0, RESPONSE.length());
        head.parseResponse(bytes, informational, RESPONSE.length() - informational);
        assertAllocatesNothing(() -> {
            writer.begin(target, 0, 1024).statusLine(200).field(name, 12_345);
            writer.field(head, 1).crlf().chunkHeader(4096).lastChunk();
            sum += writer.length();
        });
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
