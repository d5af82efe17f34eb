package dev.tare.io.net.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.Connection;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.TlsFixture.Echo;
import dev.tare.io.net.tls.TlsFixture.End;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an encrypted connection must do with data, by every provider, over every back end. */
@SocketTest
abstract class TlsContractTest extends TlsBed {
    private static final int LARGE_BYTES = 12_000_000;
    private static final long A_WHILE_NS = 20_000_000;
    private static final int FEW = 2;

    private InetSocketAddress echoServer() throws IOException {
        return listen(serverOptions(authority.vouchFor("localhost")), Echo::new);
    }

    private InetSocketAddress silentServer() throws IOException {
        return listen(serverOptions(authority.vouchFor("localhost")), End::new);
    }

    @Test
    void whatIsSentComesBack() throws IOException {
        End client = connected(echoServer(), new End());
        assertThat(client.events).containsExactly("connected");
        client.send("hello");
        fixture.until(() -> client.text().length() == 5);
        client.send(" again");
        fixture.until(() -> client.text().length() == 11);
        assertThat(client.text()).isEqualTo("hello again");
    }

    @Test
    void timesOfTcpAndOfTheHandshakeAreTwoThings() throws IOException {
        End client = connected(echoServer(), new End());
        TlsFacts facts = client.facts();
        assertThat(facts.tcpConnectNs()).isNotNegative();
        assertThat(facts.handshakeNs()).isPositive();
        assertThat(facts.establishedNs() - fixture.clock.nowNs()).isNotPositive();
    }

    @Test
    void largeBodiesGoBothWaysPastSlowReaders() throws IOException {
        InetSocketAddress address =
                listen(
                        serverOptions(authority.vouchFor("localhost")),
                        () -> new Pump(LARGE_BYTES, true));
        Pump client = connected(address, new Pump(LARGE_BYTES, true));
        Pump server = (Pump) server();
        fixture.until(() -> {
            client.resume();
            server.resume();
            return client.receivedBytes == LARGE_BYTES && server.receivedBytes == LARGE_BYTES;
        });
        assertThat(client.pauses).isPositive();
    }

    @Test
    void largeBodiesGoBothWaysAtFullSpeed() throws IOException {
        InetSocketAddress address =
                listen(
                        serverOptions(authority.vouchFor("localhost")),
                        () -> new Pump(LARGE_BYTES, false));
        Pump client = connected(address, new Pump(LARGE_BYTES, false));
        Pump server = (Pump) server();
        fixture.until(
                () -> client.receivedBytes == LARGE_BYTES && server.receivedBytes == LARGE_BYTES);
    }

    @Test
    void aReaderThatStopsMakesSendTakeNothing() throws IOException {
        End client = connected(silentServer(), new End());
        End server = server();
        server.tls().wantReadable(false);
        long taken = fill(client);
        client.tls().wantWritable(true);
        fixture.pollFor(A_WHILE_NS);
        assertThat(server.events).containsExactly("connected");
        server.tls().wantReadable(true);
        fixture.until(() -> server.received.size() == taken);
        assertThat(client.saw("writable")).isTrue();
    }

    /** Sends until nothing is taken for a while; returns how much was. */
    private long fill(End end) {
        MemorySegment bytes = TlsFixture.segment("x".repeat(100_000));
        long taken = 0;
        int idle = 0;
        while (idle < FEW) {
            int sent = end.tls().send(bytes, 0, (int) bytes.byteSize());
            assertThat(sent).isNotNegative();
            taken += sent;
            idle = sent == 0 ? idle + 1 : 0;
            fixture.pollFor(sent == 0 ? A_WHILE_NS : 0);
        }
        return taken;
    }

    @Test
    void whatWasTakenArrivesThoughTheSenderHasClosed() throws IOException {
        End client = connected(silentServer(), new End());
        End server = server();
        server.tls().wantReadable(false);
        long taken = fill(client);
        client.tls().close();
        assertThat(client.tls().isOpen()).isFalse();
        fixture.pollFor(A_WHILE_NS);
        server.tls().wantReadable(true);
        fixture.until(() -> server.saw("end"));
        assertThat(server.received.size()).isEqualTo((int) taken);
        assertThat(server.events).containsExactly("connected", "data", "end");
        assertThat(client.events).containsExactly("connected");
    }

    @Test
    void ofTooManyClosedConnectionsWhosePeersDoNotReadTheOldestIsBrokenOff() throws IOException {
        LoopBuffers buffers = new LoopBuffers(FEW);
        InetSocketAddress address =
                listen(serverOptions(authority.vouchFor("localhost")), End::new, buffers);
        End first = new End();
        for (int i = 0; i <= FEW; i++) {
            End client = connected(address, i == 0 ? first : new End());
            client.tls().wantReadable(false);
            fill(server());
            server().tls().close();
        }
        assertThat(buffers.lingering()).isEqualTo(FEW);
        first.tls().wantReadable(true);
        fixture.until(() -> first.events.size() > 2);
        assertThat(first.events).endsWith(IoFailure.RESET.name());
    }

    @Test
    void theHeadroomBeforeTheDataMayBeWrittenTo() throws IOException {
        End client =
                connected(
                        echoServer(),
                        new End() {
                            @Override
                            public void onData(
                                    Connection source, MemorySegment buffer, long offset, int n) {
                                assertThat(offset).isGreaterThanOrEqualTo(EventLoop.HEADROOM_BYTES);
                                buffer.asSlice(offset - EventLoop.HEADROOM_BYTES)
                                        .asSlice(0, EventLoop.HEADROOM_BYTES + n)
                                        .fill((byte) 1);
                                super.onData(source, buffer, offset, n);
                            }
                        });
        client.send("abc");
        fixture.until(() -> client.received.size() == 3);
        client.send("def");
        fixture.until(() -> client.received.size() == 6);
    }

    @Test
    void closeNotifyIsTheEndAndTheOtherDirectionGoesOn() throws IOException {
        End client = connected(silentServer(), new End());
        End server = server();
        client.send("last words");
        client.tls().shutdownOutput();
        fixture.until(() -> server.saw("end"));
        assertThat(server.text()).isEqualTo("last words");
        server.send("answer");
        fixture.until(() -> client.text().equals("answer"));
        server.tls().close();
        fixture.until(() -> client.saw("end"));
        assertThat(client.events).containsExactly("connected", "data", "end");
        assertThat(client.tls().send(TlsFixture.segment("x"), 0, 1)).isEqualTo(Connection.BROKEN);
    }

    @Test
    void aFinWithoutCloseNotifyIsATruncation() throws IOException {
        End client = connected(echoServer(), new End());
        lastRaw().shutdownOutput();
        fixture.until(client::failed);
        assertThat(client.events).containsExactly("connected", IoFailure.TLS_TRUNCATED.name());
        assertThat(client.reason()).contains("without close_notify");
    }

    @Test
    void bytesThatAreNotTlsAfterTheHandshakeAreAFailureOfTheProtocol() throws IOException {
        End client = connected(echoServer(), new End());
        MemorySegment garbage = TlsFixture.segment("\27\3\3\0\100" + "z".repeat(64));
        assertThat(lastRaw().send(garbage, 0, (int) garbage.byteSize())).isPositive();
        fixture.until(client::failed);
        assertThat(client.events).containsExactly("connected", IoFailure.TLS_PROTOCOL.name());
    }

    @Test
    void aResetIsAReset() throws IOException {
        End client = connected(echoServer(), new End());
        lastRaw().reset();
        fixture.until(() -> client.events.size() > 1);
        assertThat(client.events).containsExactly("connected", IoFailure.RESET.name());
    }

    @Test
    void aClosedConnectionCallsNobody() throws IOException {
        End client = connected(silentServer(), new End());
        client.send("hello");
        client.tls().close();
        client.tls().close();
        fixture.pollFor(A_WHILE_NS);
        assertThat(client.events).containsExactly("connected");
        fixture.until(() -> server().saw("end"));
    }

    @Test
    void nothingIsSentBeforeTheHandshakeIsDone() throws IOException {
        InetSocketAddress address = echoServer();
        End client = fixture.connect(TlsClient.of(clientOptions()), address, new End());
        assertThat(client.tls().send(TlsFixture.segment("x"), 0, 1)).isZero();
        assertThat(client.tls().facts()).isEmpty();
        client.tls().close();
        fixture.pollFor(A_WHILE_NS);
        assertThat(client.events).isEmpty();
    }

    @Test
    void whoeverRefusesTheConnectionRefusesTlsToo() throws IOException {
        InetSocketAddress address = echoServer();
        InetSocketAddress nobody = new InetSocketAddress(address.getAddress(), 1);
        End client = fixture.connect(TlsClient.of(clientOptions()), nobody, new End());
        fixture.until(() -> !client.events.isEmpty());
        assertThat(client.events).containsExactly(IoFailure.REFUSED.name());
    }

    /** Listens without TLS, and says that to whoever connects. */
    private InetSocketAddress rawServer(String saying, boolean thenFin) throws IOException {
        return (InetSocketAddress)
                fixture.loop
                        .listen(
                                TlsFixture.ANY_PORT,
                                16,
                                false,
                                raw ->
                                        new End() {
                                            @Override
                                            public void onData(
                                                    Connection source,
                                                    MemorySegment buffer,
                                                    long offset,
                                                    int length) {
                                                MemorySegment bytes = TlsFixture.segment(saying);
                                                source.send(bytes, 0, (int) bytes.byteSize());
                                                if (thenFin) {
                                                    source.shutdownOutput();
                                                }
                                            }
                                        })
                        .localAddress();
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsNamed() throws IOException {
        InetSocketAddress address = rawServer("HTTP/1.1 400 Bad Request\r\n\r\n", false);
        End client = refused(clientOptions(), address, "localhost", IoFailure.TLS_HANDSHAKE);
        assertThat(client.reason()).contains("does not speak TLS").contains("'HTTP/1.1 400'");
    }

    @Test
    void halfAHandshakeIsAFailedOne() throws IOException {
        InetSocketAddress address = rawServer("\26\3\3\0\172\2\0\0", true);
        End client = refused(clientOptions(), address, "localhost", IoFailure.TLS_HANDSHAKE);
        assertThat(client.reason()).contains("closed the connection during the handshake");
    }

    @Test
    void aHandshakeOfGarbageIsAFailedOne() throws IOException {
        InetSocketAddress address = rawServer("\26\3\3\0\172" + "q".repeat(122), false);
        refused(clientOptions(), address, "localhost", IoFailure.TLS_HANDSHAKE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Hello requests (RFC 5246, section 7.4.1.1), and a message of 16 MB.
                "\26\3\3\0\4\0\0\0\0",
                "\26\3\3\0\12\2\377\377\377\3\3\3\3\3\3"
            })
    void aHandshakeWithoutEndIsAFailedOne(String record) throws IOException {
        InetSocketAddress address = rawServer(record.repeat(20_000), false);
        End client = refused(clientOptions(), address, "localhost", IoFailure.TLS_HANDSHAKE);
        assertThat(client.reason()).startsWith("the handshake has failed: ");
    }

    @Test
    void aClientThatDoesNotSpeakTlsFailsAtTheServer() throws IOException {
        InetSocketAddress address = echoServer();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
            fixture.until(() -> !fixture.accepted.isEmpty() && server().failed());
            assertThat(server().events).containsExactly(IoFailure.TLS_HANDSHAKE.name());
            assertThat(server().reason()).contains("'GET / HTTP/1'");
        }
    }

    @Test
    void aClientThatLeavesDuringTheHandshakeFailsAtTheServer() throws IOException {
        InetSocketAddress address = echoServer();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(new byte[] {22, 3});
        }
        fixture.until(() -> !fixture.accepted.isEmpty() && server().failed());
        assertThat(server().events).containsExactly(IoFailure.TLS_HANDSHAKE.name());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatLeavesWithoutAWordIsNoFailureOfTls(boolean withReset) throws IOException {
        InetSocketAddress address = echoServer();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            fixture.until(() -> !fixture.accepted.isEmpty());
            socket.setSoLinger(withReset, 0);
        }
        fixture.until(() -> !server().events.isEmpty());
        assertThat(server().events).containsExactly(withReset ? IoFailure.RESET.name() : "end");
        assertThat(server().tls().failureReason()).isEmpty();
    }

    /** Sends a known sequence of bytes and wants the same; a slow one pauses after every piece. */
    private static final class Pump extends End {
        private static final int PERIOD = 251 * 1021;
        private static final MemorySegment PATTERN = pattern();

        private final int totalBytes;
        private final boolean slow;
        private boolean paused;
        private int sentBytes;
        int receivedBytes;
        int pauses;

        Pump(int totalBytes, boolean slow) {
            this.totalBytes = totalBytes;
            this.slow = slow;
        }

        private static MemorySegment pattern() {
            byte[] bytes = new byte[PERIOD];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (i % 251 ^ i / 251);
            }
            return TlsFixture.segment(new String(bytes, ISO_8859_1));
        }

        @Override
        public void onConnected(Connection source) {
            super.onConnected(source);
            onWritable(source);
        }

        @Override
        public void onWritable(Connection source) {
            int sent = 1;
            while (sent > 0 && sentBytes < totalBytes) {
                int offset = sentBytes % PERIOD;
                int length = Math.min(PERIOD - offset, totalBytes - sentBytes);
                sent = source.send(PATTERN, offset, length);
                assertThat(sent).isNotNegative();
                sentBytes += sent;
            }
            source.wantWritable(sentBytes < totalBytes);
        }

        @Override
        public void onData(Connection source, MemorySegment buffer, long offset, int length) {
            assertThat(paused).as("data came that was not wanted").isFalse();
            assertThat(length).isBetween(1, EventLoop.RECEIVE_BUFFER_BYTES);
            for (int i = 0; i < length; ) {
                int at = receivedBytes % PERIOD;
                int piece = Math.min(length - i, PERIOD - at);
                assertThat(
                                MemorySegment.mismatch(
                                        buffer,
                                        offset + i,
                                        offset + i + piece,
                                        PATTERN,
                                        at,
                                        at + piece))
                        .isEqualTo(-1);
                i += piece;
                receivedBytes += piece;
            }
            if (slow) {
                paused = true;
                pauses++;
                source.wantReadable(false);
            }
        }

        void resume() {
            if (paused) {
                paused = false;
                tls().wantReadable(true);
            }
        }
    }
}
