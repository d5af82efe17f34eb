package dev.tare.io.nativeaccess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testing.SocketTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Bytes from one connection to another: client A to server A, pipe, server B to client B. */
@SocketTest
@Timeout(30)
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
final class LinuxPipeTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final int PIPE_BYTES = 64 * 1024;

    private final LinuxSockets sockets = LinuxSockets.open().orElseThrow();
    private final MemorySegment bytes = Arena.ofAuto().allocate(100_000);
    private final MemorySegment buffer = Arena.ofAuto().allocate(100_000);
    private final LinuxPipe pipe = new LinuxPipe();
    private int listener;
    private int clientA;
    private int serverA;
    private int clientB;
    private int serverB;

    @BeforeEach
    void connect() {
        for (int i = 0; i < bytes.byteSize(); i++) {
            bytes.set(ValueLayout.JAVA_BYTE, i, (byte) (i % 251));
        }
        listener = sockets.newSocket(ANY_PORT);
        assertThat(sockets.bind(listener, ANY_PORT)).isZero();
        assertThat(sockets.listen(listener, 16)).isZero();
        clientA = connected();
        serverA = sockets.accept(listener);
        clientB = connected();
        serverB = sockets.accept(listener);
        assertThat(pipe.open(PIPE_BYTES)).isZero();
    }

    private int connected() {
        int client = sockets.newSocket(ANY_PORT);
        assertThat(sockets.connect(client, sockets.localAddress(listener).orElseThrow()))
                .isEqualTo(-LinuxErrno.EINPROGRESS);
        return client;
    }

    @AfterEach
    void close() {
        for (int socket : new int[] {listener, clientA, serverA, clientB, serverB}) {
            sockets.close(socket);
        }
        pipe.close();
        pipe.close();
    }

    @Test
    void bytesPassUnchanged() {
        assertThat(pipe.fill(serverA, 1000)).isEqualTo(-LinuxErrno.EAGAIN);
        assertThat(sockets.send(clientA, bytes, 7, 5000)).isEqualTo(5000);
        assertThat(pipe.fill(serverA, 4000)).isEqualTo(4000);
        assertThat(pipe.heldBytes()).isEqualTo(4000);
        assertThat(pipe.drain(serverB)).isEqualTo(4000);
        assertThat(pipe.heldBytes()).isZero();
        assertThat(pipe.fill(serverA, 4000)).isEqualTo(1000);
        assertThat(pipe.drain(serverB)).isEqualTo(1000);
        assertThat(sockets.receive(clientB, buffer, 0, 10_000)).isEqualTo(5000);
        assertThat(MemorySegment.mismatch(bytes, 7, 5007, buffer, 0, 5000)).isEqualTo(-1);
    }

    @Test
    void theEndIsZero() {
        assertThat(sockets.shutdownOutput(clientA)).isZero();
        assertThat(pipe.fill(serverA, 1000)).isZero();
        assertThat(pipe.heldBytes()).isZero();
    }

    @Test
    void whatIsNotTakenStays() {
        int into = 0;
        int outOf = 0;
        while (pipe.heldBytes() == 0) {
            sockets.send(clientA, bytes, 0, 50_000);
            into += Math.max(0, pipe.fill(serverA, 50_000));
            outOf += drained();
        }
        assertThat(pipe.heldBytes()).isEqualTo(into - outOf);
        assertThat(pipe.drain(serverB)).isEqualTo(-LinuxErrno.EAGAIN);
        int received = 0;
        while (received < into) {
            received += Math.max(0, sockets.receive(clientB, buffer, 0, 100_000));
            drained();
        }
        assertThat(received).isEqualTo(into);
        assertThat(pipe.heldBytes()).isZero();
    }

    private int drained() {
        return pipe.heldBytes() > 0 ? Math.max(0, pipe.drain(serverB)) : 0;
    }

    @Test
    void aBrokenTargetIsAnErrorAndNoSignal() {
        assertThat(sockets.send(clientA, bytes, 0, 1000)).isEqualTo(1000);
        assertThat(pipe.fill(serverA, 1000)).isEqualTo(1000);
        sockets.setResetOnClose(clientB);
        sockets.close(clientB);
        clientB = connected();
        assertThat(pipe.drain(serverB)).isEqualTo(-LinuxErrno.EPIPE);
        assertThat(pipe.heldBytes()).isEqualTo(1000);
    }

    @Test
    void aResetSourceIsAnErrorAndNoEnd() {
        sockets.setResetOnClose(clientA);
        sockets.close(clientA);
        clientA = connected();
        assertThat(pipe.fill(serverA, 1000)).isEqualTo(-LinuxErrno.ECONNRESET);
    }
}
