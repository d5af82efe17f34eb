package dev.tare.io.net;

import static dev.tare.io.net.LoopFixture.ANY_PORT;
import static dev.tare.io.net.LoopFixture.send;
import static dev.tare.io.net.LoopFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How every {@link EventLoop} must wait, listen and end. */
@SocketTest
abstract class EventLoopWaitContractTest {
    private static final long AN_HOUR_NS = 3_600_000_000_000L;
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

    @Test
    void theBackEndIsTheOneAskedFor() {
        assertThat(loop.backEnd()).isEqualToIgnoringCase(backEnd().name());
        assertThat(loop.clock()).isSameAs(fixture.clock);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000})
    void pollReturnsAtItsEndAndNotBefore(long spinNs) throws IOException {
        try (LoopFixture other = new LoopFixture(backEnd(), spinNs)) {
            for (long waitNs : new long[] {-1, 0, 1, 30_000, 900_000, 1_000_000, 5_700_000}) {
                long untilNs = other.clock.nowNs() + waitNs;
                assertThat(other.loop.poll(untilNs)).isZero();
                assertThat(other.clock.nowNs() - untilNs).isNotNegative();
            }
        }
    }

    @Test
    void aTimeThatHasPassedStillPollsOnce() throws IOException {
        RecordingHandler client = fixture.connect(fixture.listen(RecordingHandler::new));
        RecordingHandler server = fixture.accepted.getFirst();
        send(client.connection(), "x");
        assertThat(loop.poll(fixture.clock.nowNs() - AN_HOUR_NS)).isEqualTo(1);
        assertThat(text(server)).isEqualTo("x");
    }

    @Test
    void aWakeBeforeThePollEndsItAtOnce() {
        loop.wake();
        loop.wake();
        assertThat(loop.poll(fixture.clock.nowNs() + AN_HOUR_NS)).isZero();
        long untilNs = fixture.clock.nowNs() + 2_000_000;
        loop.poll(untilNs);
        assertThat(fixture.clock.nowNs() - untilNs).as("the wake is used up").isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000})
    void anotherThreadCanWakeTheLoopAgainAndAgain(long spinNs) throws Exception {
        try (LoopFixture other = new LoopFixture(backEnd(), spinNs)) {
            int rounds = 2000;
            AtomicInteger asked = new AtomicInteger();
            Semaphore answers = new Semaphore(0);
            Thread waker =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 1; i <= rounds; i++) {
                                    asked.set(i);
                                    other.loop.wake();
                                    answers.acquireUninterruptibly();
                                }
                            });
            // A single wake that were lost would keep this from ever getting to its end.
            for (int answered = 0; answered < rounds; ) {
                other.loop.poll(other.clock.nowNs() + AN_HOUR_NS);
                if (asked.get() > answered) {
                    answered++;
                    answers.release();
                }
            }
            waker.join();
        }
    }

    @Test
    void wakingAClosedLoopDoesNothing() {
        loop.close();
        loop.wake();
        loop.close();
        assertThatIllegalStateException().isThrownBy(() -> loop.poll(0));
    }

    @Test
    void aHandlerMayCloseTheLoop() throws IOException {
        Acceptor acceptor =
                fixture.listen(() ->
                        new RecordingHandler() {
                            @Override
                            public void onData(Connection c, MemorySegment b, long at, int length) {
                                super.onData(c, b, at, length);
                                loop.close();
                            }
                        });
        RecordingHandler client = fixture.connect(acceptor);
        send(client.connection(), "x");
        assertThat(loop.poll(fixture.clock.nowNs() + AN_HOUR_NS)).isEqualTo(1);
        assertThat(client.connection().isOpen()).isFalse();
        assertThat(client.events).containsExactly("connected");
        assertThatIllegalStateException().isThrownBy(() -> loop.poll(0));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Socket().connect(acceptor.localAddress()));
    }

    @Test
    void closingTheLoopClosesItsConnections() throws IOException {
        Acceptor acceptor = fixture.listen(RecordingHandler::new);
        try (Socket peer = new Socket()) {
            peer.connect(acceptor.localAddress());
            fixture.until(() -> fixture.accepted.size() == 1);
            loop.close();
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(fixture.accepted.getFirst().events).isEmpty();
    }

    @Test
    void aClosedAcceptorListensNoMoreButItsConnectionsStay() throws IOException {
        Acceptor acceptor = fixture.listen(RecordingHandler::new);
        RecordingHandler client = fixture.connect(acceptor);
        acceptor.close();
        acceptor.close();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Socket().connect(acceptor.localAddress()));
        send(client.connection(), "x");
        fixture.until(() -> text(fixture.accepted.getFirst()).equals("x"));
        loop.listen(acceptor.localAddress(), 1, false, c -> new RecordingHandler()).close();
    }

    @Test
    void aTakenPortIsAnExceptionThatNamesTheAddress() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            InetSocketAddress address =
                    new InetSocketAddress(ANY_PORT.getAddress(), taken.getLocalPort());
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> loop.listen(address, 1, false, c -> new RecordingHandler()))
                    .withMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .withMessageContaining("in use");
        }
    }

    @Test
    void aBacklogOutOfRangeIsRefused() {
        for (int backlog : new int[] {0, 65_536}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            loop.listen(ANY_PORT, backlog, false, c -> new RecordingHandler()))
                    .withMessageContaining(String.valueOf(backlog));
        }
    }

    @Test
    void loopsThatReuseAPortShareItsConnections() throws IOException {
        AtomicInteger both = new AtomicInteger();
        AcceptHandler counting =
                c -> {
                    both.incrementAndGet();
                    return new RecordingHandler();
                };
        try (LoopFixture other = new LoopFixture(backEnd(), 0)) {
            SocketAddress address = loop.listen(ANY_PORT, 128, true, counting).localAddress();
            AtomicInteger second = new AtomicInteger();
            other.loop.listen(
                    address,
                    128,
                    true,
                    c -> {
                        second.incrementAndGet();
                        return counting.onAccept(c);
                    });
            List<RecordingHandler> clients = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                RecordingHandler client = new RecordingHandler();
                clients.add(client);
                loop.connect(address, client);
            }
            while (both.get() < 64) {
                loop.poll(fixture.clock.nowNs() + 100_000);
                other.loop.poll(fixture.clock.nowNs() + 100_000);
            }
            fixture.until(() -> clients.stream().allMatch(c -> c.saw("connected")));
            // All 64 on one side would happen once in 2^63 runs.
            assertThat(second.get()).isBetween(1, 63);
        }
    }

    @Test
    void ipv6WorksToo() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this machine has no ::1");
        Acceptor acceptor =
                loop.listen(
                        new InetSocketAddress(loopback, 0),
                        16,
                        false,
                        c -> fixture.accept(c, new RecordingHandler()));
        assertThat(((InetSocketAddress) acceptor.localAddress()).getAddress()).isEqualTo(loopback);
        RecordingHandler client = fixture.connect(acceptor);
        send(client.connection(), "six");
        RecordingHandler server = fixture.accepted.getFirst();
        fixture.until(() -> text(server).equals("six"));
        assertThat(((InetSocketAddress) server.connection().remoteAddress()).getAddress())
                .isEqualTo(loopback);
        assertThat(client.connection().remoteAddress()).isEqualTo(acceptor.localAddress());
    }

    @Test
    void theLoopMayBeOpenedOnOneThreadAndPolledOnAnother() throws Exception {
        Acceptor acceptor = fixture.listen(RecordingHandler::new);
        CountDownLatch done = new CountDownLatch(1);
        Thread poller =
                Thread.ofPlatform()
                        .start(() -> {
                            fixture.until(() -> fixture.accepted.size() == 1);
                            done.countDown();
                        });
        try (Socket peer = new Socket()) {
            peer.connect(acceptor.localAddress());
            done.await();
        }
        poller.join();
        assertThat(fixture.accepted).hasSize(1);
    }
}
