package dev.tare.io.net.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.io.net.Acceptor;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.LoopOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A loop on which both ends of encrypted connections run. */
final class TlsFixture implements AutoCloseable {
    private static final long PATIENCE_NS = 20_000_000_000L;
    static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    final NanoClock clock = NanoClock.system();
    final EventLoop loop;

    /** The handlers of accepted connections, in the order of their acceptance. */
    final List<End> accepted = new ArrayList<>();

    TlsFixture(IoBackEnd backEnd) throws IOException {
        loop = EventLoops.open(new LoopOptions(backEnd, 0), clock);
    }

    /** Listens with TLS; every accepted connection gets an end of its own. */
    InetSocketAddress listen(TlsServer server, Supplier<? extends End> ends) throws IOException {
        Acceptor acceptor =
                loop.listen(ANY_PORT, 64, false, server.over(loop, c -> accept(c, ends.get())));
        return (InetSocketAddress) acceptor.localAddress();
    }

    End accept(Connection connection, End end) {
        end.connection = connection;
        accepted.add(end);
        return end;
    }

    /** Begins to connect to {@code localhost}, wherever that listens. */
    <E extends End> E connect(TlsClient client, InetSocketAddress address, E end)
            throws IOException {
        return connect(client, address, "localhost", end);
    }

    <E extends End> E connect(TlsClient client, InetSocketAddress address, String host, E end)
            throws IOException {
        end.connection = client.connect(loop, address, host, address.getPort(), end);
        return end;
    }

    /** Polls until the condition holds. */
    void until(BooleanSupplier condition) {
        long endNs = clock.nowNs() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(clock.nowNs() - endNs).as("patience left, negative ns").isNegative();
            loop.poll(Math.min(endNs, clock.nowNs() + 20_000_000));
        }
    }

    /** Polls for a while, whatever happens. */
    void pollFor(long durationNs) {
        long endNs = clock.nowNs() + durationNs;
        do {
            loop.poll(endNs);
        } while (clock.nowNs() - endNs < 0);
    }

    static MemorySegment segment(String text) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(ISO_8859_1));
    }

    @Override
    public void close() {
        loop.close();
    }

    /** One end of a connection: writes down what happens; a test overrides what it wants. */
    static class End implements ConnectionHandler {
        /** The callbacks in order: {@code connected}, {@code data}, {@code end}, a failure. */
        final List<String> events = new ArrayList<>();

        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        @Nullable Connection connection;

        TlsConnection tls() {
            if (!(connection instanceof TlsConnection tls)) {
                throw new IllegalStateException("there is no connection yet");
            }
            return tls;
        }

        boolean saw(String event) {
            return events.contains(event);
        }

        boolean saw(IoFailure failure) {
            return events.contains(failure.name());
        }

        boolean failed() {
            return !events.isEmpty() && tls().failureReason().isPresent();
        }

        String reason() {
            return tls().failureReason().orElseThrow();
        }

        TlsFacts facts() {
            return tls().facts().orElseThrow();
        }

        String text() {
            return received.toString(ISO_8859_1);
        }

        void send(String text) {
            MemorySegment bytes = segment(text);
            int length = (int) bytes.byteSize();
            assertThat(tls().send(bytes, 0, length)).isEqualTo(length);
        }

        private void record(String event) {
            // A run of data is one event: TCP cuts it as it likes.
            if (!event.equals("data") || events.isEmpty() || !events.getLast().equals("data")) {
                events.add(event);
            }
        }

        @Override
        public void onConnected(Connection source) {
            record("connected");
        }

        @Override
        public void onData(Connection source, MemorySegment buffer, long offset, int length) {
            record("data");
            received.writeBytes(buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
        }

        @Override
        public void onWritable(Connection source) {
            record("writable");
        }

        @Override
        public void onEnd(Connection source) {
            record("end");
        }

        @Override
        public void onFailure(Connection source, IoFailure failure) {
            record(failure.name());
        }
    }

    /** Sends back what arrives, as long as the kernel takes it at once. */
    static final class Echo extends End {
        @Override
        public void onData(Connection source, MemorySegment buffer, long offset, int length) {
            super.onData(source, buffer, offset, length);
            assertThat(source.send(buffer, offset, length)).isEqualTo(length);
        }
    }
}
