package dev.tare.io.net;

import static dev.tare.io.net.LoopFixture.ANY_PORT;
import static dev.tare.io.net.LoopFixture.segment;
import static dev.tare.io.net.LoopFixture.send;
import static dev.tare.io.net.LoopFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is io_uring's own: deferred sends, held data, the thread it belongs to, what it frees. */
@SocketTest
@EnabledIf("dev.tare.io.net.IoUringEventLoopTest#isThere")
final class IoUringSendsTest {
    private static final int PIECE_BYTES = 10_000;
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final int MAX_PIECES = 100_000;

    /** Runs ahead of the system's clock, if a test makes it. */
    private final AtomicLong aheadNs = new AtomicLong();

    private LoopFixture fixture;
    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        fixture =
                new LoopFixture(
                        IoBackEnd.IO_URING,
                        0,
                        (options, clock) ->
                                EventLoops.open(options, () -> clock.nowNs() + aheadNs.get()));
        loop = fixture.loop;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private long nowNs() {
        return loop.clock().nowNs();
    }

    private void pollOnce() {
        loop.poll(nowNs());
    }

    private void pollWhile(CompletableFuture<?> running) {
        long endNs = nowNs() + PATIENCE_NS;
        while (!running.isDone()) {
            assertThat(nowNs() - endNs).as("patience left, negative ns").isNegative();
            loop.poll(nowNs() + 1_000_000);
        }
    }

    @Test
    void aShortSendIsTakenAndGoesOutWithTheNextPoll() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            RecordingHandler client = connectTo(server);
            try (Socket peer = server.accept()) {
                MemorySegment bytes = segment(new byte[] {1, 2, 3});
                assertThat(client.connection().send(bytes, 0, 3)).isEqualTo(3);
                bytes.fill((byte) 9);
                assertThat(peer.getInputStream().available()).isZero();
                pollOnce();
                assertThat(peer.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
            }
        }
    }

    private RecordingHandler connectTo(ServerSocket server) throws IOException {
        RecordingHandler client = new RecordingHandler();
        loop.connect(server.getLocalSocketAddress(), client);
        fixture.until(() -> client.saw("connected"));
        return client;
    }

    @Test
    void shortAndLongSendsOfManyConnectionsKeepTheirOrder() throws IOException {
        byte[] all = new byte[600_000];
        new Random(1).nextBytes(all);
        MemorySegment bytes = segment(all);
        Acceptor acceptor = fixture.listen(RecordingHandler::new);
        RecordingHandler[] clients = {fixture.connect(acceptor), fixture.connect(acceptor)};
        Random random = new Random(2);
        int[] sent = new int[2];
        while (sent[0] < all.length || sent[1] < all.length) {
            int i = random.nextInt(2);
            int most = random.nextInt(4) == 0 ? 60_000 : 300;
            int length = Math.min(1 + random.nextInt(most), all.length - sent[i]);
            if (length > 0) {
                sent[i] += clients[i].connection().send(bytes, sent[i], length);
            }
            if (random.nextInt(8) == 0 || length == 0) {
                pollOnce();
            }
        }
        for (RecordingHandler server : fixture.accepted) {
            fixture.until(() -> server.received.size() == all.length);
            assertThat(server.received.toByteArray()).isEqualTo(all);
        }
    }

    /** Sends pieces until none is taken; returns how many bytes were. */
    private long fill(Connection connection, byte[] pattern) {
        MemorySegment bytes = segment(pattern);
        long taken = 0;
        for (int i = 0; i < MAX_PIECES; i++) {
            int at = (int) (taken % PIECE_BYTES);
            int piece = connection.send(bytes, at, PIECE_BYTES - at);
            assertThat(piece).isNotNegative();
            taken += piece;
            pollOnce();
            if (piece == 0) {
                return taken;
            }
        }
        throw new AssertionError("a connection that nobody reads takes everything");
    }

    private static byte[] pattern() {
        byte[] pattern = new byte[PIECE_BYTES];
        new Random(3).nextBytes(pattern);
        return pattern;
    }

    private static void assertPattern(InputStream input, byte[] pattern, long bytes)
            throws IOException {
        for (long read = 0; read < bytes; read += PIECE_BYTES) {
            int length = (int) Math.min(PIECE_BYTES, bytes - read);
            assertThat(input.readNBytes(length)).isEqualTo(Arrays.copyOf(pattern, length));
        }
    }

    @Test
    void whatTheKernelRefusesOfADeferredSendIsKeptAndSentInItsOrder() throws Exception {
        byte[] pattern = pattern();
        try (ServerSocket server = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            RecordingHandler client = connectTo(server);
            try (Socket peer = server.accept()) {
                long taken = fill(client.connection(), pattern);
                client.connection().wantWritable(true);
                CompletableFuture<Void> reading =
                        CompletableFuture.runAsync(() -> {
                            try {
                                assertPattern(peer.getInputStream(), pattern, taken);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
                fixture.until(() -> client.saw("writable"));
                client.connection().wantWritable(false);
                pollWhile(reading);
                reading.get();
            }
        }
    }

    @Test
    void whatWasTakenArrivesThoughTheConnectionIsClosedAtOnce() throws IOException {
        byte[] pattern = pattern();
        try (ServerSocket server = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            RecordingHandler client = connectTo(server);
            try (Socket peer = server.accept()) {
                long taken = fill(client.connection(), pattern);
                assertThat(loop.lingers()).isFalse();
                client.connection().close();
                assertThat(client.connection().isOpen()).isFalse();
                assertThat(loop.lingers()).isTrue();
                CompletableFuture<Integer> reading =
                        CompletableFuture.supplyAsync(() -> {
                            try {
                                assertPattern(peer.getInputStream(), pattern, taken);
                                return peer.getInputStream().read();
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
                pollWhile(reading);
                assertThat(reading.join()).isEqualTo(-1);
            }
        }
        assertThat(loop.lingers()).isFalse();
        assertThat(loop.poll(nowNs())).isZero();
    }

    @Test
    void aClosedConnectionThatNobodyReadsIsGivenUpAfterAWhile() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            RecordingHandler client = connectTo(server);
            try (Socket peer = server.accept()) {
                fill(client.connection(), pattern());
                client.connection().close();
                pollOnce();
                aheadNs.addAndGet(LingeringConnections.MAX_LINGER_NS);
                pollOnce();
                assertThat(loop.lingers()).isFalse();
                peer.setSoTimeout(10_000);
                assertThat(catchThrowable(() -> peer.getInputStream().readAllBytes()))
                        .isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void aDeferredSendOnAConnectionThatWasResetEndsInAFailure() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            RecordingHandler client = connectTo(server);
            Socket peer = server.accept();
            peer.setSoLinger(true, 0);
            peer.close();
            send(client.connection(), "into the void");
            fixture.until(() -> client.saw("RESET"));
            assertThat(client.events).containsExactly("connected", "RESET");
        }
    }

    @Test
    void dataThatComesUnwantedIsHeldInItsOrderAndNoMoreOfItThanTheRingHolds() throws IOException {
        byte[] body = new byte[8 << 20];
        new Random(4).nextBytes(body);
        Acceptor acceptor =
                fixture.listen(() ->
                        new RecordingHandler() {
                            @Override
                            public void onData(Connection c, MemorySegment b, long at, int length) {
                                super.onData(c, b, at, length);
                                // The headroom is the handler's, of held data too.
                                b.asSlice(at - EventLoop.HEADROOM_BYTES, EventLoop.HEADROOM_BYTES)
                                        .fill((byte) 0);
                                c.wantReadable(false);
                            }
                        });
        RecordingHandler client = fixture.connect(acceptor);
        RecordingHandler server = fixture.accepted.getFirst();
        MemorySegment bytes = segment(body);
        int sent = 0;
        int stops = 0;
        while (server.received.size() < body.length) {
            int before = server.received.size();
            if (sent < body.length) {
                sent += client.connection().send(bytes, sent, body.length - sent);
            }
            pollOnce();
            if (server.received.size() > before) {
                stops++;
                assertThat(server.received.size() - before)
                        .isLessThanOrEqualTo(EventLoop.RECEIVE_BUFFER_BYTES);
            }
            server.connection().wantReadable(true);
        }
        assertThat(server.received.toByteArray()).isEqualTo(body);
        assertThat(stops).isGreaterThan(body.length / EventLoop.RECEIVE_BUFFER_BYTES - 1);
    }

    @Test
    void theEndThatComesUnwantedIsToldAfterTheHeldData() throws IOException {
        RecordingHandler client = fixture.connect(fixture.listen(RecordingHandler::new));
        RecordingHandler server = fixture.accepted.getFirst();
        server.connection().wantReadable(false);
        send(client.connection(), "last words");
        client.connection().close();
        for (int i = 0; i < 5; i++) {
            pollOnce();
        }
        assertThat(server.events).isEmpty();
        server.connection().wantReadable(true);
        fixture.until(() -> server.saw("end"));
        assertThat(server.events).containsExactly("data", "end");
        assertThat(text(server)).isEqualTo("last words");
    }

    @Test
    void anotherThreadIsToldThatTheLoopIsNotItsOwn() throws Exception {
        pollOnce();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> thrown.complete(catchThrowable(() -> loop.poll(nowNs() + 1_000_000))))
                .join();
        assertThat(thrown.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to the thread");
        pollOnce();
    }

    @Test
    void whatIsClosedBeforeTheFirstPollIsNeverDone() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            server.setSoTimeout(50);
            loop.connect(server.getLocalSocketAddress(), new RecordingHandler()).close();
            RecordingHandler second = new RecordingHandler();
            loop.connect(server.getLocalSocketAddress(), second);
            fixture.until(() -> second.saw("connected"));
            server.accept().close();
            assertThat(catchThrowable(server::accept)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void connectsThatWaitForAFullUnixQueueCanBeClosed(@TempDir Path folder) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address, 1);
            List<RecordingHandler> clients = new ArrayList<>();
            List<Connection> connections = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                clients.add(new RecordingHandler());
                connections.add(loop.connect(address, clients.getLast()));
            }
            fixture.pollFor(20_000_000);
            assertThat(clients.getFirst().events).containsExactly("connected");
            assertThat(clients.getLast().events).isEmpty();
            connections.getLast().close();
            connections.forEach(Connection::close);
            fixture.pollFor(1_000_000);
            assertThat(clients.getLast().events).isEmpty();
        }
    }

    @Test
    void manyOpenedLoopsLeaveNothingBehind() throws IOException {
        openUseAndClose();
        long descriptors = descriptors();
        assertThat(mappings()).as("two of each of the fixture's and this one's").isPositive();
        long mappings = mappings();
        for (int i = 0; i < 200; i++) {
            openUseAndClose();
        }
        assertThat(descriptors()).isEqualTo(descriptors);
        assertThat(mappings()).isEqualTo(mappings);
    }

    private static void openUseAndClose() throws IOException {
        try (LoopFixture other = new LoopFixture(IoBackEnd.IO_URING, 0)) {
            RecordingHandler client = other.connect(other.listen(RecordingHandler::new));
            send(client.connection(), "x");
            // One that is accepted by the kernel, and by nobody else.
            other.loop.connect(
                    new InetSocketAddress(ANY_PORT.getAddress(), 1), new RecordingHandler());
            other.loop.poll(other.clock.nowNs());
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("io_uring")).count();
        }
    }
}
