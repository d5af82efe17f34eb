package dev.tare.io.nativeaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.testing.SocketTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@SocketTest
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
final class LinuxSocketsTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private LinuxSockets sockets;
    private int listener;
    private int client;
    private int server;

    @BeforeEach
    void connect() {
        sockets = LinuxSockets.open().orElseThrow();
        listener = sockets.newSocket(ANY_PORT);
        assertThat(sockets.setNoDelay(listener)).isZero();
        assertThat(sockets.bind(listener, ANY_PORT)).isZero();
        assertThat(sockets.listen(listener, 16)).isZero();
        client = sockets.newSocket(ANY_PORT);
        assertThat(sockets.connect(client, sockets.localAddress(listener).orElseThrow()))
                .isEqualTo(-LinuxErrno.EINPROGRESS);
        // On loopback the handshake is over when connect returns.
        server = sockets.accept(listener);
        assertThat(server).isPositive();
    }

    @AfterEach
    void close() {
        sockets.close(listener);
        sockets.close(client);
        sockets.close(server);
    }

    @Test
    void theKernelTellsOfAConnectionAndOfNothingElse() {
        TcpInfo info = sockets.tcpInfo(client).orElseThrow();
        assertThat(info.segmentsSent()).isPositive();
        assertThat(info.segmentsRepeated()).isZero();
        assertThat(info.minRoundTripNs()).isBetween(0L, 10_000_000_000L);
        assertThat(info.roundTripNs()).isPositive();
        assertThat(sockets.tcpInfo(-1)).isEmpty();
    }

    @Test
    void acceptTellsWhoHasConnected() {
        assertThat(sockets.acceptedAddress()).isEqualTo(sockets.localAddress(client).orElseThrow());
        assertThat(sockets.accept(listener)).isEqualTo(-LinuxErrno.EAGAIN);
    }

    @Test
    void acceptedSocketsInheritNoDelay() {
        assertThat(sockets.noDelay(server)).isEqualTo(1);
        assertThat(sockets.noDelay(client)).isZero();
    }

    @Test
    void bytesGoThroughAndErrorsAreNegative() {
        MemorySegment hello = Arena.ofAuto().allocateFrom("hello", StandardCharsets.US_ASCII);
        MemorySegment buffer = Arena.ofAuto().allocate(64);
        assertThat(sockets.receive(server, buffer, 0, 64)).isEqualTo(-LinuxErrno.EAGAIN);
        assertThat(sockets.send(client, hello, 1, 4)).isEqualTo(4);
        assertThat(sockets.receive(server, buffer, 10, 54)).isEqualTo(4);
        assertThat(buffer.getString(10)).isEqualTo("ello");
        assertThat(sockets.shutdownOutput(client)).isZero();
        assertThat(sockets.receive(server, buffer, 0, 64)).isZero();
        assertThat(sockets.send(client, hello, 0, 1)).isEqualTo(-LinuxErrno.EPIPE);
    }

    @Test
    void memoryOfTheHeapAndOutOfBoundsIsRefused() {
        MemorySegment heap = MemorySegment.ofArray(new byte[8]);
        assertThatIllegalArgumentException().isThrownBy(() -> sockets.send(client, heap, 0, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> sockets.receive(client, heap, 0, 8));
        MemorySegment eight = Arena.ofAuto().allocate(8);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> sockets.receive(client, eight, 1, 8));
    }

    @Test
    void aTakenAddressIsAnErrorInWords() {
        int other = sockets.newSocket(ANY_PORT);
        int result = sockets.bind(other, sockets.localAddress(listener).orElseThrow());
        sockets.close(other);
        assertThat(result).isEqualTo(-LinuxErrno.EADDRINUSE);
        assertThat(LinuxErrno.text(-result)).contains("in use");
    }

    @Test
    void aClosedDescriptorHasNoAddress() {
        sockets.close(client);
        assertThat(sockets.localAddress(client)).isEmpty();
    }

    @Test
    void epollReportsWhatWasAskedForWithItsData() {
        for (boolean waitsInNs : new boolean[] {true, false}) {
            LinuxEpoll epoll = new LinuxEpoll(waitsInNs);
            assertThat(epoll.open()).isZero();
            long data = 0x1234_5678_9abc_def0L;
            int in = LinuxEpoll.EPOLLIN;
            int out = LinuxEpoll.EPOLLOUT;
            assertThat(epoll.control(LinuxEpoll.CONTROL_ADD, server, in, 7)).isZero();
            assertThat(epoll.control(LinuxEpoll.CONTROL_ADD, client, out, data)).isZero();
            for (long waitNs : new long[] {1, 2_000_000}) {
                assertThat(epoll.waitForEvents(waitNs)).isEqualTo(1);
                assertThat(epoll.events(0)).isEqualTo(out);
                assertThat(epoll.data(0)).isEqualTo(data);
            }
            assertThat(epoll.control(LinuxEpoll.CONTROL_MODIFY, client, in, data)).isZero();
            for (long waitNs : new long[] {1, 2_000_000}) {
                assertThat(epoll.waitForEvents(waitNs)).isZero();
            }
            MemorySegment byteToSend = Arena.ofAuto().allocate(ValueLayout.JAVA_BYTE);
            sockets.send(client, byteToSend, 0, 1);
            sockets.send(server, byteToSend, 0, 1);
            assertThat(epoll.pollEvents()).isEqualTo(2);
            assertThat(epoll.data(0)).isEqualTo(7);
            assertThat(epoll.data(1)).isEqualTo(data);
            assertThat(epoll.control(LinuxEpoll.CONTROL_REMOVE, server, 0, 0)).isZero();
            assertThat(epoll.pollEvents()).isEqualTo(1);
            epoll.close();
            MemorySegment buffer = Arena.ofAuto().allocate(8);
            assertThat(sockets.receive(client, buffer, 0, 8)).isEqualTo(1);
            assertThat(sockets.receive(server, buffer, 0, 8)).isEqualTo(1);
        }
    }

    @Test
    void everySignalIsReportedOnce() {
        LinuxEpoll epoll = sockets.newEpoll();
        assertThat(epoll.open()).isZero();
        for (int i = 0; i < 3; i++) {
            epoll.signal();
            assertThat(epoll.waitForEvents(1_000_000_000)).isEqualTo(1);
            assertThat(epoll.data(0)).isEqualTo(LinuxEpoll.SIGNAL_DATA);
            assertThat(epoll.pollEvents()).isZero();
        }
        epoll.close();
        epoll.signal();
        epoll.close();
        assertThat(epoll.pollEvents()).isNegative();
    }
}
