package dev.tare.load.engine;

import dev.tare.io.wire.GrowableBytes;
import dev.tare.load.request.OutgoingRequest;
import dev.tare.load.spec.LoadHooks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A user's code that goes from one port of loopback to the next, request by request; each request's
 * path is the port that it is made for. It allocates nothing.
 */
final class AddressCycle implements LoadHooks {
    private static final int MAX_THREADS = 8;

    private final List<Integer> ports;
    private final List<MemorySegment> requests;
    private final List<Part> parts;
    private long pauseNs;
    private int atOnce = 1;
    private long made;

    AddressCycle(List<Integer> ports) {
        this(ports, "");
    }

    /** Requests with a body. */
    AddressCycle(List<Integer> ports, String body) {
        this.ports = List.copyOf(ports);
        requests = ports.stream().map(port -> bytes(request(port, body))).toList();
        parts = IntStream.range(0, MAX_THREADS).mapToObj(_ -> new Part()).toList();
    }

    private static String request(int port, String body) {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return "GET /%d HTTP/1.1\r\nHost: a\r\n%s\r\n%s".formatted(port, length, body);
    }

    private static MemorySegment bytes(String text) {
        return Arena.ofAuto()
                .allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Clients pause before each request. */
    AddressCycle pausing(long durationNs) {
        pauseNs = durationNs;
        return this;
    }

    /** Each request is so many, sent together. */
    AddressCycle together(int count) {
        atOnce = count;
        return this;
    }

    /** How many requests were made, of a load of one thread. */
    long made() {
        return made;
    }

    @Override
    public List<? extends ThreadPart> threads() {
        return parts;
    }

    /** Number 1 is the first port's. */
    @Override
    public InetSocketAddress address(int number) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), ports.get(number - 1));
    }

    private final class Part implements ThreadPart {
        private int last = -1;

        @Override
        public boolean makesRequests() {
            return true;
        }

        @Override
        public int nextRequest() {
            last = (last + 1) % requests.size();
            made++;
            return atOnce;
        }

        @Override
        public void copyRequest(OutgoingRequest into) {
            MemorySegment bytes = requests.get(last);
            GrowableBytes making = into.beginMaking();
            for (int i = 0; i < atOnce; i++) {
                making.append(bytes, 0, (int) bytes.byteSize());
            }
            into.made();
        }

        @Override
        public boolean headRequest() {
            return false;
        }

        @Override
        public int address() {
            return last + 1;
        }

        @Override
        public boolean pauses() {
            return pauseNs > 0;
        }

        @Override
        public long nextPauseNs() {
            return pauseNs;
        }

        @Override
        public boolean looksAtAnswers() {
            return false;
        }

        @Override
        public AnswerObserver newObserver() {
            throw new AssertionError("answers are not looked at");
        }

        @Override
        public boolean stopAsked() {
            return false;
        }
    }
}
