package dev.tare.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A loop, and what tests do with one. */
final class LoopFixture implements AutoCloseable {
    private static final long PATIENCE_NS = 20_000_000_000L;
    static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    final NanoClock clock;
    final EventLoop loop;

    /** The handlers of accepted connections, in the order of their acceptance. */
    final List<RecordingHandler> accepted = new ArrayList<>();

    private final AtomicLong clockReads = new AtomicLong();

    /** How a test opens its loop. */
    interface Opener {
        EventLoop open(LoopOptions options, NanoClock clock) throws IOException;
    }

    LoopFixture(IoBackEnd backEnd, long spinNs) throws IOException {
        this(backEnd, spinNs, EventLoops::open);
    }

    LoopFixture(IoBackEnd backEnd, long spinNs, Opener opener) throws IOException {
        NanoClock system = NanoClock.system();
        this.clock =
                () -> {
                    clockReads.incrementAndGet();
                    return system.nowNs();
                };
        this.loop = opener.open(new LoopOptions(backEnd, spinNs), clock);
    }

    /** How often the clock was read: a loop that spins reads it thousands of times a second. */
    long clockReads() {
        return clockReads.get();
    }

    /** Listens; every accepted connection gets a handler of its own. */
    Acceptor listen(Supplier<? extends RecordingHandler> handlers) throws IOException {
        return loop.listen(ANY_PORT, 1024, false, c -> accept(c, handlers.get()));
    }

    RecordingHandler accept(Connection connection, RecordingHandler handler) {
        handler.connection = connection;
        accepted.add(handler);
        return handler;
    }

    /** A connection to {@code acceptor} that both sides know of. */
    RecordingHandler connect(Acceptor acceptor) throws IOException {
        RecordingHandler handler = new RecordingHandler();
        int before = accepted.size();
        handler.connection = loop.connect(acceptor.localAddress(), handler);
        until(() -> handler.saw("connected") && accepted.size() > before);
        return handler;
    }

    /** Polls until the condition holds. */
    void until(BooleanSupplier condition) {
        long endNs = clock.nowNs() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(clock.nowNs() - endNs).as("patience left, negative ns").isNegative();
            loop.poll(endNs);
        }
    }

    /** Polls for a while, whatever happens; returns how many events were dispatched. */
    int pollFor(long durationNs) {
        int dispatched = 0;
        long endNs = clock.nowNs() + durationNs;
        do {
            dispatched += loop.poll(endNs);
        } while (clock.nowNs() - endNs < 0);
        return dispatched;
    }

    static void send(Connection connection, String text) {
        MemorySegment bytes = segment(text.getBytes(StandardCharsets.ISO_8859_1));
        int length = (int) bytes.byteSize();
        assertThat(connection.send(bytes, 0, length)).isEqualTo(length);
    }

    static String text(RecordingHandler handler) {
        return handler.received.toString(StandardCharsets.ISO_8859_1);
    }

    static MemorySegment segment(byte[] bytes) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    @Override
    public void close() {
        loop.close();
    }
}
