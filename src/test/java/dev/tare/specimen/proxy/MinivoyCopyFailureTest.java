package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tare.base.time.Sleep;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.copy.CopyCounters.Count;
import dev.tare.specimen.proxy.copy.CopyMethod;
import dev.tare.specimen.proxy.copy.CopyOptions;
import dev.tare.specimen.proxy.copy.DsaFaults;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.specimen.proxy.setup.ProxyTimeouts;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bodies that break off, and clients that leave or are slow: no engine loses or mixes up a byte.
 */
@SocketTest
@Timeout(120)
@ParameterizedClass
@MethodSource("engines")
final class MinivoyCopyFailureTest {
    private static final int LENGTH = 50_000_000;
    private static final int LEAVING = 5;
    private static final long LONG_NS = 60_000_000_000L;
    private static final long SHORT_NS = 300_000_000L;

    /** What the kernel holds for two connections at most, and minivoy itself. */
    private static final long MAX_BUFFERED_BYTES = 24_000_000;

    static Stream<CopyOptions> engines() {
        DsaFaults faults = new DsaFaults(11, 0.2, 0.3, 0.1, 0.1);
        return Stream.of(
                CopyOptions.standard(),
                CopyOptions.by(CopyMethod.SPLICE),
                CopyOptions.by(CopyMethod.DSA_MODEL).withModelFaults(faults));
    }

    @Parameter CopyOptions copy = CopyOptions.standard();

    private SeededBodies bodies;
    private Minivoy proxy;

    @SuppressWarnings("NullAway.Init")
    MinivoyCopyFailureTest() {}

    @BeforeEach
    void start() throws IOException {
        bodies = new SeededBodies();
        proxy = start(bodies.server().address(), ProxyTimeouts.standard());
    }

    private Minivoy start(InetSocketAddress upstream, ProxyTimeouts timeouts) throws IOException {
        LoopOptions loop = new LoopOptions(EventLoops.auto().backEnd(), 0);
        return Minivoy.start(
                ProxyOptions.to(upstream).withLoop(loop).withCopy(copy).withTimeouts(timeouts));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        bodies.close();
    }

    private boolean splices() {
        return copy.method() == CopyMethod.SPLICE
                && proxy.stats().copies(Count.CONNECTIONS_WITHOUT_PIPES) == 0;
    }

    private static RawClient ask(RawClient client, String way, long seed, int length)
            throws IOException {
        client.send("GET /%s/%d/%d HTTP/1.1\r\nHost: h\r\n\r\n".formatted(way, seed, length));
        assertThat(client.readHeadText()).contains("Content-Length: " + length + "\n");
        return client;
    }

    private void assertOthersGetTheirOwn() throws IOException {
        for (int seed = 100; seed < 104; seed++) {
            try (RawClient client = RawClient.to(proxy.address())) {
                ask(client, "length", seed, 2_000_000);
                assertThat(SeededBodies.sha256Of(client, 2_000_000))
                        .isEqualTo(SeededBodies.sha256(seed, 2_000_000));
            }
        }
    }

    @Test
    void aBodyThatBreaksOffBreaksOffForTheClientTooAfterItsBytes() throws IOException {
        try (RawClient client = RawClient.to(proxy.address())) {
            ask(client, "half", 3, 5_000_000);
            assertThatIOException().isThrownBy(() -> client.exactly(5_000_000));
        }
        assertThat(proxy.stats().errorsSeen()).containsOnlyKeys(ProxyError.RESPONSE_TRUNCATED);
        assertOthersGetTheirOwn();
    }

    @Test
    void clientsThatVanishLeaveNothingToOthers() throws Exception {
        List<RawClient> leaving = new ArrayList<>();
        for (int i = 0; i < LEAVING; i++) {
            leaving.add(ask(RawClient.to(proxy.address(), 16 * 1024), "length", i, LENGTH));
            // What came with the head is past, which passes by memory.
            leaving.getLast().exactly(1_000_000);
        }
        awaitStandstill();
        for (RawClient client : leaving) {
            client.close();
        }
        Eventually.holds(() -> proxy.stats().errors(ProxyError.CLIENT_GONE) == LEAVING);
        Eventually.holds(() -> proxy.stats().upstreamConnectionsOpen() == 0);
        assertOthersGetTheirOwn();
        if (splices()) {
            // Each was stuck with bytes in its pipe, which is never used again.
            assertThat(proxy.stats().copies(Count.PIPES_DISCARDED)).isEqualTo(LEAVING);
        }
    }

    @Test
    void aSlowReaderHoldsUpItsUpstreamAndNotTheMemory() throws Exception {
        try (RawClient slow = RawClient.to(proxy.address(), 64 * 1024)) {
            ask(slow, "length", 1, LENGTH);
            awaitStandstill();
            assertThat(proxy.stats().upstreamBytesReceived()).isLessThan(MAX_BUFFERED_BYTES);
            assertOthersGetTheirOwn();
            assertThat(SeededBodies.sha256Of(slow, LENGTH))
                    .isEqualTo(SeededBodies.sha256(1, LENGTH));
            ask(slow, "length", 2, 100_000);
            assertThat(SeededBodies.sha256Of(slow, 100_000))
                    .isEqualTo(SeededBodies.sha256(2, 100_000));
        }
        assertThat(proxy.stats().errors()).isZero();
    }

    private void awaitStandstill() throws InterruptedException {
        long before = -1;
        long received = 0;
        while (received != before || received == 0) {
            before = received;
            Sleep.forNs(100_000_000L);
            received = proxy.stats().upstreamBytesReceived();
        }
    }

    @Test
    void aBodyThatStopsIsTimedOut() throws IOException {
        ProxyTimeouts impatient =
                new ProxyTimeouts(
                        LONG_NS, LONG_NS, LONG_NS, LONG_NS, SHORT_NS, LONG_NS, LONG_NS, LONG_NS);
        try (Minivoy timed = start(bodies.server().address(), impatient);
                RawClient client = RawClient.to(timed.address())) {
            ask(client, "stall", 3, 5_000_000);
            assertThatIOException().isThrownBy(() -> client.exactly(5_000_000));
            assertThat(timed.stats().errorsSeen()).containsOnlyKeys(ProxyError.STREAM_TIMEOUT);
        }
    }

    @Test
    void aClientThatNeverReadsIsTimedOut() throws Exception {
        ProxyTimeouts impatient =
                new ProxyTimeouts(
                        LONG_NS, LONG_NS, LONG_NS, LONG_NS, SHORT_NS, LONG_NS, LONG_NS, LONG_NS);
        try (Minivoy timed = start(bodies.server().address(), impatient);
                RawClient client = RawClient.to(timed.address(), 16 * 1024)) {
            ask(client, "length", 3, LENGTH);
            Eventually.holds(() -> timed.stats().errors(ProxyError.STREAM_TIMEOUT) == 1);
            assertThatIOException().isThrownBy(() -> client.exactly(LENGTH));
        }
    }

    @Test
    void anUpstreamThatVanishesUnderALongRequestIsABadGateway() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.exactly(1_000_000);
                        });
                Minivoy other = start(server.address(), ProxyTimeouts.standard());
                RawClient client = RawClient.to(other.address())) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + LENGTH + "\r\n\r\n");
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    client.send(SeededBodies.bytes(1, LENGTH));
                                } catch (IOException e) {
                                    // The answer comes before all is sent.
                                }
                            });
            assertThat(client.read().status()).isEqualTo(502);
            sender.join();
            assertThat(other.stats().errors(ProxyError.UPSTREAM_CLOSED)).isEqualTo(1);
        }
    }

    @Test
    void whatIsInAPipeIsSentAfterTheOrderToStop() throws Exception {
        try (RawClient slow = RawClient.to(proxy.address(), 64 * 1024)) {
            ask(slow, "length", 1, LENGTH);
            awaitStandstill();
            proxy.stop();
            assertThat(SeededBodies.sha256Of(slow, LENGTH))
                    .isEqualTo(SeededBodies.sha256(1, LENGTH));
            assertThat(slow.isClosedWithoutMore()).isTrue();
        }
        proxy.awaitEnd();
        assertThat(proxy.stats().errors()).isZero();
    }
}
