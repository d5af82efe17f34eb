package dev.tare.io.net;

import static dev.tare.io.net.LoopFixture.ANY_PORT;
import static dev.tare.io.net.LoopFixture.segment;
import static dev.tare.io.net.LoopFixture.send;
import static dev.tare.io.net.LoopFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the connections of every {@link EventLoop} must do. */
@SocketTest
abstract class EventLoopContractTest {
    private static final long A_WHILE_NS = 20_000_000;

    /** Enough for a selector's slices of {@link #A_WHILE_NS}; a loop that spins reads thousands. */
    private static final long FEW_CLOCK_READS = 200;

    private static final InetSocketAddress BROADCAST =
            new InetSocketAddress(InetAddress.ofLiteral("255.255.255.255"), 9);

    private LoopFixture fixture;
    private EventLoop loop;

    abstract IoBackEnd backEnd();

    /** How the loop is opened. */
    LoopFixture.Opener opener() {
        return EventLoops::open;
    }

    @BeforeEach
    void open() throws IOException {
        fixture = new LoopFixture(backEnd(), 0, opener());
        loop = fixture.loop;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Nothing happens for a while, and the loop sleeps meanwhile. */
    private void assertQuiet() {
        long readsBefore = fixture.clockReads();
        assertThat(fixture.pollFor(A_WHILE_NS)).as("events").isZero();
        assertThat(fixture.clockReads() - readsBefore).isLessThan(FEW_CLOCK_READS);
    }

    @Test
    void whatIsSentComesBack() throws IOException {
        RecordingHandler client = fixture.connect(fixture.listen(Echo::new));
        send(client.connection(), "hello");
        fixture.until(() -> text(client).length() == 5);
        send(client.connection(), " again");
        fixture.until(() -> text(client).length() == 11);
        assertThat(text(client)).isEqualTo("hello again");
        assertThat(client.events).containsExactly("connected", "data");
        assertThat(fixture.accepted.getFirst().events).containsExactly("data");
    }

    @Test
    void deferredTasksRunOnceEachWithinTheNextPollWhichDoesNotWait() {
        List<String> ran = new ArrayList<>();
        loop.defer(() -> ran.add("first"));
        loop.defer(() -> {
            ran.add("second");
            loop.defer(() -> ran.add("of the second"));
        });
        assertThat(ran).isEmpty();
        assertThat(loop.poll(Long.MAX_VALUE)).isPositive();
        assertThat(ran).containsExactly("first", "second");
        assertThat(loop.poll(Long.MAX_VALUE)).isPositive();
        assertThat(ran).containsExactly("first", "second", "of the second");
        assertQuiet();
    }

    @Test
    void deferredTasksMayCloseTheLoop() {
        loop.defer(loop::close);
        loop.defer(() -> {
            throw new AssertionError("ran on a loop that is closed");
        });
        loop.poll(fixture.clock.nowNs() + A_WHILE_NS);
    }

    @Test
    void partOfASegmentIsSentFromItsOffset() throws IOException {
        RecordingHandler client = fixture.connect(fixture.listen(RecordingHandler::new));
        RecordingHandler server = fixture.accepted.getFirst();
        MemorySegment bytes = segment("0123456789".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.connection().send(bytes, 3, 4)).isEqualTo(4);
        fixture.until(() -> text(server).length() == 4);
        assertThat(text(server)).isEqualTo("3456");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> client.connection().send(bytes, 8, 3));
    }

    @Test
    void theHeadroomBeforeReceivedDataCanBeWrittenAndSentWithIt() throws IOException {
        Acceptor acceptor =
                fixture.listen(() ->
                        new RecordingHandler() {
                            @Override
                            public void onData(Connection c, MemorySegment b, long at, int length) {
                                long head = at - EventLoop.HEADROOM_BYTES;
                                b.asSlice(head, EventLoop.HEADROOM_BYTES).fill((byte) 'h');
                                int all = EventLoop.HEADROOM_BYTES + length;
                                assertThat(c.send(b, head, all)).isEqualTo(all);
                            }
                        });
        RecordingHandler client = fixture.connect(acceptor);
        send(client.connection(), "body");
        fixture.until(() -> text(client).endsWith("body"));
        assertThat(text(client)).isEqualTo("h".repeat(EventLoop.HEADROOM_BYTES) + "body");
    }

    @Test
    void whatTheKernelDoesNotTakeIsSentWhenItIsWritable() throws IOException {
        byte[] body = new byte[24 << 20];
        new Random(1).nextBytes(body);
        Sender sender = new Sender(segment(body));
        Acceptor acceptor = loop.listen(ANY_PORT, 16, false, this::unread);
        loop.connect(acceptor.localAddress(), sender);
        fixture.until(() -> sender.refusals > 0 && !fixture.accepted.isEmpty());
        RecordingHandler receiver = fixture.accepted.getFirst();
        receiver.connection().wantReadable(true);
        fixture.until(() -> receiver.received.size() == body.length);
        assertThat(receiver.received.toByteArray()).isEqualTo(body);
        fixture.until(() -> sender.sent == body.length);
        assertQuiet();
    }

    private RecordingHandler unread(Connection connection) {
        connection.wantReadable(false);
        return fixture.accept(connection, new RecordingHandler());
    }

    @Test
    void nothingIsReadWhileItIsNotWanted() throws IOException {
        RecordingHandler client = fixture.connect(loop.listen(ANY_PORT, 16, false, this::unread));
        RecordingHandler server = fixture.accepted.getFirst();
        send(client.connection(), "wait");
        assertQuiet();
        server.connection().wantReadable(true);
        fixture.until(() -> text(server).equals("wait"));
        server.connection().wantReadable(false);
        send(client.connection(), " again");
        assertQuiet();
        server.connection().wantReadable(true);
        fixture.until(() -> text(server).equals("wait again"));
    }

    @Test
    void aHandlerCanStopTheDataOfOthersThatAreReadyToo() throws IOException {
        List<RecordingHandler> clients = connectMany(StopsTheOthers::new, 8);
        clients.forEach(client -> send(client.connection(), "x"));
        fixture.until(() -> fixture.accepted.stream().anyMatch(server -> server.saw("data")));
        assertQuiet();
        assertThat(fixture.accepted.stream().filter(server -> server.saw("data"))).hasSize(1);
    }

    private List<RecordingHandler> connectMany(Supplier<RecordingHandler> handlers, int count)
            throws IOException {
        Acceptor acceptor = fixture.listen(handlers);
        List<RecordingHandler> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(fixture.connect(acceptor));
        }
        return clients;
    }

    @Test
    void aClosedConnectionHearsNothingThoughItsEventIsInTheBatch() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            InetSocketAddress pending = fill(full);
            List<RecordingHandler> fresh = new ArrayList<>();
            List<RecordingHandler> clients =
                    connectMany(() -> new ReplacesTheOthers(pending, fresh), 8);
            clients.forEach(client -> send(client.connection(), "x"));
            fixture.until(() -> !fresh.isEmpty());
            fixture.pollFor(A_WHILE_NS);
            assertThat(fixture.accepted.stream().filter(s -> !s.events.isEmpty())).hasSize(1);
            // They have the descriptors of the closed ones, and not their events.
            assertThat(fresh).hasSize(7).allSatisfy(h -> assertThat(h.events).isEmpty());
        }
    }

    /** Fills the queue of a server that accepts nothing: who connects now stays in doubt. */
    private InetSocketAddress fill(ServerSocket server) throws IOException {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        List<RecordingHandler> queued = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            queued.add(new RecordingHandler());
            loop.connect(address, queued.getLast());
        }
        fixture.pollFor(A_WHILE_NS);
        assertThat(queued.getLast().events).as("the queue is full").isEmpty();
        return address;
    }

    @Test
    void aConnectionMayBeClosedFromItsOwnCallback() throws IOException {
        Acceptor acceptor =
                fixture.listen(() ->
                        new RecordingHandler() {
                            @Override
                            public void onData(Connection c, MemorySegment b, long at, int length) {
                                super.onData(c, b, at, length);
                                c.wantWritable(true);
                                c.close();
                                c.close();
                            }
                        });
        RecordingHandler client = fixture.connect(acceptor);
        send(client.connection(), "x");
        fixture.until(() -> client.saw("end"));
        RecordingHandler server = fixture.accepted.getFirst();
        assertThat(server.events).containsExactly("data");
        assertThat(server.connection().isOpen()).isFalse();
        MemorySegment bytes = segment(new byte[1]);
        assertThat(server.connection().send(bytes, 0, 1)).isEqualTo(Connection.BROKEN);
        assertQuiet();
    }

    @Test
    void manyConnectionsEcho() throws IOException {
        Acceptor acceptor = fixture.listen(Echo::new);
        List<RecordingHandler> clients = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String greeting = "I am number " + i;
            RecordingHandler client =
                    new RecordingHandler() {
                        @Override
                        public void onConnected(Connection connection) {
                            super.onConnected(connection);
                            send(connection, greeting);
                        }
                    };
            clients.add(client);
            loop.connect(acceptor.localAddress(), client);
        }
        fixture.until(() -> clients.stream().allMatch(c -> text(c).startsWith("I am number ")));
        for (int i = 0; i < 500; i++) {
            assertThat(text(clients.get(i))).isEqualTo("I am number " + i);
        }
        assertThat(fixture.accepted).hasSize(500);
    }

    @Test
    void aRefusedConnectIsReportedFromWithinPoll() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket closedSoon = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            nobody = new InetSocketAddress(ANY_PORT.getAddress(), closedSoon.getLocalPort());
        }
        RecordingHandler client = new RecordingHandler();
        Connection connection = loop.connect(nobody, client);
        assertThat(client.events).isEmpty();
        assertThat(connection.isOpen()).isTrue();
        assertThat(connection.send(segment(new byte[1]), 0, 1)).isZero();
        fixture.until(() -> !client.events.isEmpty());
        assertQuiet();
        assertThat(client.events).containsExactly("REFUSED");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aConnectThatFailsAtOnceIsReportedFromWithinPollToo() throws IOException {
        RecordingHandler client = new RecordingHandler();
        loop.connect(BROADCAST, client);
        assertThat(client.events).isEmpty();
        fixture.until(() -> !client.events.isEmpty());
        assertThat(client.events).containsExactly("UNREACHABLE");
    }

    @Test
    void aConnectionClosedBeforeItsOutcomeIsKnownHearsNothing() throws IOException {
        RecordingHandler first = new RecordingHandler();
        loop.connect(BROADCAST, first).close();
        RecordingHandler second = new RecordingHandler();
        loop.connect(fixture.listen(RecordingHandler::new).localAddress(), second).close();
        fixture.pollFor(A_WHILE_NS);
        assertThat(first.events).isEmpty();
        assertThat(second.events).isEmpty();
    }

    @Test
    void anUnknownHostIsAnExceptionThatNamesIt() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no-such-host", 80);
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> loop.connect(unknown, new RecordingHandler()))
                .withMessageContaining("no-such-host");
    }

    @Test
    void eachDirectionEndsOnItsOwn() throws IOException {
        RecordingHandler client = fixture.connect(fixture.listen(RecordingHandler::new));
        RecordingHandler server = fixture.accepted.getFirst();
        send(client.connection(), "question");
        client.connection().shutdownOutput();
        fixture.until(() -> server.saw("end"));
        assertThat(server.events).containsExactly("data", "end");
        assertQuiet();
        send(server.connection(), "answer");
        server.connection().shutdownOutput();
        fixture.until(() -> client.saw("end"));
        assertThat(client.events).containsExactly("connected", "data", "end");
        assertThat(text(client)).isEqualTo("answer");
        // Both are ended and neither is closed: the kernel calls that a hang-up, again and again.
        assertQuiet();
        assertThat(server.connection().isOpen()).isTrue();
        MemorySegment bytes = segment(new byte[1]);
        assertThat(server.connection().send(bytes, 0, 1)).isEqualTo(Connection.BROKEN);
        assertQuiet();
    }

    @Test
    void aResetOfTheOtherSideIsAFailure() throws IOException {
        Acceptor acceptor = fixture.listen(RecordingHandler::new);
        try (Socket peer = new Socket()) {
            peer.connect(acceptor.localAddress());
            fixture.until(() -> fixture.accepted.size() == 1);
            peer.setSoLinger(true, 0);
        }
        RecordingHandler server = fixture.accepted.getFirst();
        fixture.until(() -> !server.events.isEmpty());
        assertQuiet();
        assertThat(server.events).containsExactly("RESET");
        assertThat(server.connection().isOpen()).isFalse();
    }

    @Test
    void aResetIsFoundOutAsSoonAsSomethingIsWantedAgain() throws IOException {
        Acceptor acceptor = loop.listen(ANY_PORT, 16, false, this::unread);
        try (Socket peer = new Socket()) {
            peer.connect(acceptor.localAddress());
            fixture.until(() -> fixture.accepted.size() == 1);
            peer.setSoLinger(true, 0);
        }
        RecordingHandler server = fixture.accepted.getFirst();
        assertQuiet();
        assertThat(server.events).isEmpty();
        server.connection().wantReadable(true);
        fixture.until(() -> server.saw("RESET"));
    }

    @Test
    void sendingOnABrokenConnectionSaysSoAndNoCallbackFollows() throws IOException {
        Acceptor acceptor = loop.listen(ANY_PORT, 16, false, this::unread);
        try (Socket peer = new Socket()) {
            peer.connect(acceptor.localAddress());
            fixture.until(() -> fixture.accepted.size() == 1);
            peer.setSoLinger(true, 0);
        }
        RecordingHandler server = fixture.accepted.getFirst();
        assertQuiet();
        MemorySegment bytes = segment(new byte[1]);
        assertThat(server.connection().send(bytes, 0, 1)).isEqualTo(Connection.BROKEN);
        server.connection().wantReadable(true);
        server.connection().wantWritable(true);
        assertQuiet();
        assertThat(server.events).isEmpty();
        assertThat(server.connection().isOpen()).isTrue();
        server.connection().close();
        assertThat(server.connection().isOpen()).isFalse();
    }

    @Test
    void resetSendsRstAndCloseSendsFin() throws IOException {
        Acceptor acceptor = fixture.listen(RecordingHandler::new);
        try (Socket reset = new Socket();
                Socket closed = new Socket()) {
            reset.connect(acceptor.localAddress());
            fixture.until(() -> fixture.accepted.size() == 1);
            closed.connect(acceptor.localAddress());
            fixture.until(() -> fixture.accepted.size() == 2);
            fixture.accepted.get(0).connection().reset();
            fixture.accepted.get(1).connection().close();
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> reset.getInputStream().read());
            assertThat(closed.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(fixture.accepted).allSatisfy(h -> assertThat(h.events).isEmpty());
    }

    @Test
    void bothSidesKnowEachOthersAddress() throws IOException {
        Acceptor acceptor = fixture.listen(RecordingHandler::new);
        RecordingHandler client = fixture.connect(acceptor);
        assertThat(client.connection().remoteAddress()).isEqualTo(acceptor.localAddress());
        try (Socket peer = new Socket()) {
            peer.connect(acceptor.localAddress());
            fixture.until(() -> fixture.accepted.size() == 2);
            assertThat(fixture.accepted.get(1).connection().remoteAddress())
                    .isEqualTo(peer.getLocalSocketAddress());
        }
    }

    @Test
    void anExceptionOfAHandlerReachesTheCallerOfPollAndTheLoopLivesOn() throws IOException {
        RecordingHandler client = fixture.connect(fixture.listen(ThrowsOnce::new));
        RecordingHandler server = fixture.accepted.getFirst();
        send(client.connection(), "one");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> fixture.until(() -> server.saw("data")))
                .withMessage("once");
        send(client.connection(), "two");
        fixture.until(() -> text(server).equals("onetwo"));
    }

    /** Sends back what arrives. */
    private static final class Echo extends RecordingHandler {
        @Override
        public void onData(Connection c, MemorySegment buffer, long at, int length) {
            super.onData(c, buffer, at, length);
            assertThat(c.send(buffer, at, length)).isEqualTo(length);
        }
    }

    private static final class ThrowsOnce extends RecordingHandler {
        @Override
        public void onData(Connection c, MemorySegment buffer, long at, int length) {
            boolean first = events.isEmpty();
            super.onData(c, buffer, at, length);
            if (first) {
                throw new IllegalStateException("once");
            }
        }
    }

    /** Stops the data of all others as soon as it gets some. */
    private final class StopsTheOthers extends RecordingHandler {
        @Override
        public void onData(Connection c, MemorySegment buffer, long at, int length) {
            super.onData(c, buffer, at, length);
            fixture.accepted.forEach(other -> other.connection().wantReadable(false));
        }
    }

    /** Closes all others as soon as it gets data, and opens as many new connections. */
    private final class ReplacesTheOthers extends RecordingHandler {
        private final InetSocketAddress address;
        private final List<RecordingHandler> fresh;

        ReplacesTheOthers(InetSocketAddress address, List<RecordingHandler> fresh) {
            this.address = address;
            this.fresh = fresh;
        }

        @Override
        public void onData(Connection c, MemorySegment buffer, long at, int length) {
            super.onData(c, buffer, at, length);
            for (RecordingHandler other : List.copyOf(fixture.accepted)) {
                if (!other.equals(this) && other instanceof ReplacesTheOthers) {
                    other.connection().close();
                    RecordingHandler handler = new RecordingHandler();
                    fresh.add(handler);
                    try {
                        loop.connect(address, handler);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }
    }

    /** Sends a segment as fast as the kernel takes it. */
    private static final class Sender extends RecordingHandler {
        private final MemorySegment bytes;
        private long sent;
        private int refusals;

        Sender(MemorySegment bytes) {
            this.bytes = bytes;
        }

        @Override
        public void onConnected(Connection connection) {
            onWritable(connection);
        }

        @Override
        public void onWritable(Connection connection) {
            while (sent < bytes.byteSize()) {
                int length = (int) Math.min(bytes.byteSize() - sent, 1 << 20);
                int taken = connection.send(bytes, sent, length);
                assertThat(taken).isBetween(0, length);
                sent += taken;
                if (taken == 0) {
                    refusals++;
                    connection.wantWritable(true);
                    return;
                }
            }
            connection.wantWritable(false);
        }
    }
}
