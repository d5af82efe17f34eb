package dev.tare.io.nativeaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.testing.SocketTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SocketTest
@EnabledIf("isThere")
final class LinuxIoUringTest {
    private static final int HEADROOM_BYTES = 64;
    private static final int BUFFER_BYTES = 4096;
    private static final long SIGNAL = 77;
    private static final long RECEIVE = 78;
    private static final long SEND = 79;
    private static final long A_SECOND_NS = 1_000_000_000;

    private LinuxSockets sockets;
    private LinuxIoUring ring;
    private int client;
    private int server;

    static boolean isThere() {
        return LinuxIoUring.absence().isEmpty();
    }

    @BeforeEach
    void connect() {
        sockets = LinuxSockets.open().orElseThrow();
        SocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        int listener = sockets.newSocket(anyPort);
        sockets.bind(listener, anyPort);
        sockets.listen(listener, 16);
        client = sockets.newBlockingSocket(anyPort);
        assertThat(sockets.connect(client, sockets.localAddress(listener).orElseThrow())).isZero();
        server = sockets.accept(listener);
        sockets.close(listener);
        ring = LinuxIoUring.open().orElseThrow();
        setUp(2);
    }

    private void setUp(int longCount) {
        IoUringBuffers.Sizes sizes =
                new IoUringBuffers.Sizes(HEADROOM_BYTES, longCount, BUFFER_BYTES, 2, BUFFER_BYTES);
        assertThat(ring.setUp(sizes, SIGNAL)).isZero();
        assertThat(ring.adopt()).isZero();
    }

    @AfterEach
    void close() {
        ring.close();
        sockets.close(client);
        sockets.close(server);
    }

    /** Waits for the next completion; returns what it carries. */
    private long await() {
        while (ring.unread() == 0) {
            assertThat(ring.enter(A_SECOND_NS)).as("in time").isTrue();
        }
        return ring.data(0);
    }

    private void say(String text) {
        MemorySegment bytes = Arena.ofAuto().allocateFrom(text, StandardCharsets.US_ASCII);
        assertThat(sockets.send(client, bytes, 0, text.length())).isEqualTo(text.length());
    }

    private String heard() {
        assertThat(await()).isEqualTo(RECEIVE);
        assertThat(IoUringBuffers.isFilled(ring.flags(0))).isTrue();
        long at = ring.buffers().take(ring.flags(0), ring.result(0));
        MemorySegment piece = ring.buffers().memory().asSlice(at, ring.result(0));
        ring.buffers().giveBack(ring.flags(0));
        ring.advance();
        byte[] bytes = piece.toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void aWaitEndsInTimeOrByASignalOfAnyThread() throws Exception {
        ring.enter(0);
        assertThat(ring.enter(1000)).as("a wait in vain").isFalse();
        assertThat(ring.check()).isZero();
        for (int i = 0; i < 3; i++) {
            Thread waker = Thread.ofPlatform().start(ring::signal);
            assertThat(await()).isEqualTo(SIGNAL);
            assertThat(ring.flags(0) & LinuxIoUring.MORE).isNotZero();
            ring.advance();
            waker.join();
            assertThat(ring.unread()).isZero();
        }
        ring.close();
        ring.signal();
        ring.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 0})
    void oneReceiveServesManyPiecesInBuffersThatAreUsedAgain(int longCount) {
        ring.close();
        ring = LinuxIoUring.open().orElseThrow();
        setUp(longCount);
        assertThat(ring.buffers().roomBytes()).isEqualTo(2 * BUFFER_BYTES);
        ring.receive(server, true, true, RECEIVE);
        for (int i = 0; i < 50; i++) {
            String text = "piece %d %s".formatted(i, "x".repeat(i * 20));
            say(text);
            StringBuilder all = new StringBuilder();
            while (all.length() < text.length()) {
                all.append(heard());
            }
            assertThat(all).hasToString(text);
        }
    }

    @Test
    void aPieceHasItsHeadroom() {
        ring.receive(server, false, false, RECEIVE);
        say("x");
        await();
        assertThat(ring.flags(0) & LinuxIoUring.MORE).as("one piece was asked for").isZero();
        assertThat(ring.buffers().take(ring.flags(0), 1)).isGreaterThanOrEqualTo(HEADROOM_BYTES);
    }

    @Test
    void aSendIsQuietUnlessNotAllOfItIsTaken() {
        MemorySegment bytes = Arena.ofAuto().allocate(1 << 20);
        ring.send(client, bytes.address(), 10, SEND);
        ring.extendSend(1, 20);
        ring.enter(0);
        assertThat(ring.unread()).isZero();
        MemorySegment buffer = Arena.ofAuto().allocate(64);
        assertThat(sockets.receive(server, buffer, 0, 64)).isEqualTo(20);
        while (ring.unread() == 0) {
            ring.send(client, bytes.address(), 1 << 20, SEND);
            ring.enter(0);
        }
        assertThat(ring.data(0)).isEqualTo(SEND);
        assertThat(ring.result(0)).isBetween(-LinuxErrno.EAGAIN, (1 << 20) - 1);
        ring.advance();
        ring.send(client, bytes.address(), 1, SEND);
        ring.enter(0);
        assertThat(ring.result(0)).isEqualTo(-LinuxErrno.EAGAIN);
    }

    @Test
    void whatIsCancelledOrForgottenCompletesNoMore() {
        ring.receive(server, true, true, RECEIVE);
        ring.enter(0);
        ring.cancel(RECEIVE, 0);
        assertThat(await()).isEqualTo(RECEIVE);
        assertThat(ring.result(0)).isEqualTo(-LinuxErrno.ECANCELED);
        ring.advance();
        say("unheard");
        ring.receive(server, true, false, RECEIVE);
        ring.forget(server);
        assertThat(ring.enter(1_000_000)).isTrue();
        assertThat(ring.unread()).isZero();
    }

    @Test
    void itHasRoomForSoManyOperationsAndNoMore() {
        while (ring.prepared() < LinuxIoUring.MAX_PREPARED) {
            assertThat(ring.hasRoom()).isTrue();
            ring.cancel(1, 2);
        }
        assertThat(ring.hasRoom()).isFalse();
        ring.enter(0);
        assertThat(ring.hasRoom()).isTrue();
        assertThat(ring.prepared()).isZero();
        // There was nothing to cancel, which is a failure, which is not quiet.
        assertThat(ring.data(0)).isEqualTo(2);
        assertThat(ring.result(0)).isEqualTo(-LinuxErrno.ENOENT);
    }

    @Test
    void aRingOfAnotherThreadSaysSo() throws Exception {
        CompletableFuture<Integer> check = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> check.complete(ring.check())).join();
        assertThat(check.get()).isEqualTo(-LinuxErrno.EEXIST);
        assertThat(ring.isAdopted()).isTrue();
    }

    @Test
    void countsThatAreNoPowersOfTwoAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IoUringBuffers.Sizes(0, 3, 1, 1, 1))
                .withMessageContaining("3 and 1");
    }
}
