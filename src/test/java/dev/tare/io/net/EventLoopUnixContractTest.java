package dev.tare.io.net;

import static dev.tare.io.net.LoopFixture.segment;
import static dev.tare.io.net.LoopFixture.send;
import static dev.tare.io.net.LoopFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link EventLoop} must do with unix sockets. */
@SocketTest
abstract class EventLoopUnixContractTest {
    @TempDir Path folder;
    private LoopFixture fixture;
    private EventLoop loop;

    abstract IoBackEnd backEnd();

    @BeforeEach
    void open() throws IOException {
        fixture = new LoopFixture(backEnd(), 0);
        loop = fixture.loop;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(folder.resolve("socket"));
    }

    private Acceptor listen(SocketAddress address) throws IOException {
        return loop.listen(address, 16, false, c -> fixture.accept(c, new RecordingHandler()));
    }

    @Test
    void bytesGoBothWaysAndEachDirectionEndsOnItsOwn() throws IOException {
        RecordingHandler client = fixture.connect(listen(address()));
        RecordingHandler server = fixture.accepted.getFirst();
        send(client.connection(), "question");
        client.connection().shutdownOutput();
        fixture.until(() -> server.saw("end"));
        assertThat(text(server)).isEqualTo("question");
        send(server.connection(), "answer");
        server.connection().close();
        fixture.until(() -> client.saw("end"));
        assertThat(text(client)).isEqualTo("answer");
    }

    @Test
    void theAcceptorHasItsPathAndAClientWithoutANameAnEmptyOne() throws IOException {
        Acceptor acceptor = listen(address());
        RecordingHandler client = fixture.connect(acceptor);
        assertThat(acceptor.localAddress()).isEqualTo(address());
        assertThat(client.connection().remoteAddress()).isEqualTo(address());
        assertThat(fixture.accepted.getFirst().connection().remoteAddress())
                .isEqualTo(UnixDomainSocketAddress.of(""));
    }

    @Test
    void aForeignClientIsServed() throws IOException {
        Acceptor acceptor = listen(address());
        try (SocketChannel peer = SocketChannel.open(acceptor.localAddress())) {
            fixture.until(() -> fixture.accepted.size() == 1);
            send(fixture.accepted.getFirst().connection(), "hello");
            loop.poll(fixture.clock.nowNs());
            ByteBuffer buffer = ByteBuffer.allocate(5);
            assertThat(peer.read(buffer)).isEqualTo(5);
            assertThat(new String(buffer.array(), StandardCharsets.US_ASCII)).isEqualTo("hello");
        }
    }

    @Test
    void whatTheKernelDoesNotTakeStaysWithTheCaller() throws IOException {
        RecordingHandler client =
                fixture.connect(
                        loop.listen(
                                address(),
                                16,
                                false,
                                c -> {
                                    c.wantReadable(false);
                                    return fixture.accept(c, new RecordingHandler());
                                }));
        int bytes = 8 << 20;
        int taken = client.connection().send(segment(new byte[bytes]), 0, bytes);
        assertThat(taken).isBetween(1, bytes - 1);
        RecordingHandler server = fixture.accepted.getFirst();
        server.connection().wantReadable(true);
        fixture.until(() -> server.received.size() == taken);
    }

    @Test
    void whereNothingListensIsARefusal() throws IOException {
        RecordingHandler absent = new RecordingHandler();
        loop.connect(address(), absent);
        fixture.until(() -> absent.saw("REFUSED"));
        listen(address()).close();
        RecordingHandler stale = new RecordingHandler();
        loop.connect(address(), stale);
        fixture.until(() -> stale.saw("REFUSED"));
    }

    @Test
    void aStaleFileIsNotRemovedButNamedWithItsRemedy() throws IOException {
        listen(address()).close();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> listen(address()))
                .withMessageContaining("unix:" + address().getPath())
                .withMessageContaining("in use")
                .withMessageContaining("remove the file");
        Files.delete(address().getPath());
        listen(address());
    }

    @Test
    void aPathThatDoesNotFitIsOneLineThatNamesIt() throws IOException {
        // The JDK's own bound is one byte less.
        int mostBytes = EventLoop.MAX_UNIX_PATH_BYTES - (backEnd() == IoBackEnd.NIO ? 1 : 0);
        Path longest = folder.resolve("x".repeat(mostBytes - folder.toString().length() - 1));
        fixture.connect(listen(UnixDomainSocketAddress.of(longest)));
        UnixDomainSocketAddress tooLong = UnixDomainSocketAddress.of(longest + "xx");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> listen(tooLong))
                .withMessageContaining("107")
                .withMessageContaining(tooLong.getPath().toString());
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> loop.connect(tooLong, new RecordingHandler()))
                .withMessageContaining("not " + (mostBytes + 2));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> listen(UnixDomainSocketAddress.of("")))
                .withMessageContaining("1 to 107");
    }

    @Test
    void anAddressOfAnotherKindIsRefused() {
        SocketAddress strange =
                new SocketAddress() {
                    @Override
                    public String toString() {
                        return "strange";
                    }
                };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> listen(strange))
                .withMessageContaining("strange");
    }
}
