package dev.tare.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.nativeaccess.LinuxPipe;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Connections of epoll that pass bytes on in a pipe. */
@SocketTest
@Timeout(60)
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
final class PipedConnectionTest {
    private final LinuxPipe pipe = new LinuxPipe();
    private LoopFixture fixture;
    private RecordingHandler client;
    private Acceptor acceptor;

    @SuppressWarnings("NullAway.Init")
    PipedConnectionTest() {}

    @BeforeEach
    void open() throws IOException {
        assertThat(pipe.open(64 * 1024)).isZero();
        fixture = new LoopFixture(IoBackEnd.EPOLL, 0);
        acceptor = fixture.listen(RecordingHandler::new);
        client = fixture.connect(acceptor);
    }

    @AfterEach
    void close() {
        fixture.close();
        pipe.close();
    }

    /** Takes into the pipe what it is told to, and sends it back. */
    private final class Mirror implements PipeTaker {
        private final int mostBytes;
        private int asked;
        private int sent;
        private int lastResult;

        Mirror(int mostBytes) {
            this.mostBytes = mostBytes;
        }

        @Override
        public boolean onReadable(PipedConnection connection) {
            asked++;
            lastResult = connection.receive(pipe, mostBytes);
            if (lastResult <= 0) {
                return false;
            }
            sent += connection.send(pipe);
            return true;
        }
    }

    private PipedConnection server() {
        return (PipedConnection) Objects.requireNonNull(fixture.accepted.getFirst().connection);
    }

    private void say(String text) {
        LoopFixture.send(client.connection(), text);
    }

    @Test
    void theTakerGetsTheBytesAndTheHandlerDoesNot() {
        Mirror mirror = new Mirror(3);
        server().offerTo(mirror);
        say("abcdefgh");
        fixture.until(() -> client.received.size() == 8);
        assertThat(client.received.toString(StandardCharsets.US_ASCII)).isEqualTo("abcdefgh");
        assertThat(mirror.sent).isEqualTo(8);
        assertThat(mirror.asked).isEqualTo(3);
        assertThat(fixture.accepted.getFirst().saw("data")).isFalse();
    }

    @Test
    void theHandlerGetsWhatTheTakerLeaves() {
        server().offerTo(connection -> false);
        say("abc");
        fixture.until(() -> fixture.accepted.getFirst().received.size() == 3);
    }

    @Test
    void theEndIsTheHandlersToHear() {
        Mirror mirror = new Mirror(100);
        server().offerTo(mirror);
        client.connection().shutdownOutput();
        fixture.until(() -> fixture.accepted.getFirst().saw("end"));
        assertThat(mirror.lastResult).isZero();
    }

    @Test
    void aResetIsToldOnceByTheResult() {
        AtomicBoolean closed = new AtomicBoolean();
        server().offerTo(connection -> {
            if (connection.receive(pipe, 100) == Connection.BROKEN) {
                connection.close();
                closed.set(true);
            }
            return true;
        });
        client.connection().reset();
        fixture.until(closed::get);
        assertThat(fixture.accepted.getFirst().events).isEmpty();
        assertThat(server().send(pipe)).isEqualTo(Connection.BROKEN);
    }

    @Test
    void nobodyIsAskedWhileNothingIsWanted() {
        Mirror mirror = new Mirror(100);
        server().offerTo(mirror);
        server().wantReadable(false);
        say("abc");
        fixture.loop.poll(fixture.clock.nowNs() + 50_000_000L);
        assertThat(mirror.asked).isZero();
        server().wantReadable(true);
        fixture.until(() -> client.received.size() == 3);
    }
}
