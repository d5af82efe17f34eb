package dev.tare.load.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.io.wire.Http1Head;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking a script for requests and telling it of answers makes no Java object. */
final class ScriptAllocationTest {
    private static final int REQUESTS = 5_000;
    private static final int TRIES = 60;

    /** For what the runtime itself may do now and then; half a byte a request is more. */
    private static final long TOLERATED_BYTES = 2_048;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir Path folder;

    @Test
    void theHotPathAllocatesNothing() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nX-Token: t\r\nContent-Length: 5\r\n\r\n";
        List<Long> counts = new ArrayList<>();
        try (Arena arena = Arena.ofConfined();
                WrkScript script =
                        Scripts.open(
                                folder,
                                """
                                local n = 0
                                function delay() return 0 end
                                function request()
                                    n = n + 1
                                    wrk.headers['X-Count'] = n
                                    return wrk.format('GET', '/' .. n)
                                end
                                function response(status, headers, body)
                                    last = headers['X-Token'] .. body
                                end
                                """)) {
            ScriptThread thread = script.threads().getFirst();
            ScriptAnswer place = thread.newAnswer();
            MemorySegment buffer = arena.allocate(4_096);
            byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
            MemorySegment head = arena.allocate(bytes.length);
            head.copyFrom(MemorySegment.ofArray(bytes));
            Http1Head parsed = new Http1Head();
            parsed.parseResponse(head, 0, bytes.length);
            for (int i = 0; i < TRIES && !last(counts); i++) {
                counts.add(bytesOf(thread, place, parsed, buffer));
            }
        }
        assertThat(last(counts)).as("bytes for every 5000 requests: %s", counts).isTrue();
    }

    private static boolean last(List<Long> counts) {
        return !counts.isEmpty() && counts.getLast() < TOLERATED_BYTES;
    }

    private static long bytesOf(
            ScriptThread thread, ScriptAnswer place, Http1Head head, MemorySegment buffer) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < REQUESTS; i++) {
            thread.nextDelayNs();
            int length = thread.nextRequest();
            thread.copyRequest(0, buffer, 0, length);
            place.begin(head);
            place.onBody(buffer, 0, 5);
            thread.answered(place);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
