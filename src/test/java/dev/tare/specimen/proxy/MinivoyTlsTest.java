package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.base.time.Sleep;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.JdkTls;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.origin.Content;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.setup.ProxyLimits;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What passes minivoy by TLS when all is well, on either side and on both. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyTlsTest extends MinivoyTlsBed {
    private static final int[] LENGTHS = {0, 1, 100, 16_384, 262_144, 5_000_000};
    private static final int LARGE_BYTES = 50_000_000;
    private static final int FAIR_BYTES = 5_000_000;
    private static final int SMALL_WINDOW_BYTES = 64 * 1024;

    /** What the kernel holds for two connections at most, and minivoy itself. */
    private static final long MAX_BUFFERED_BYTES = 24_000_000;

    @Parameter LoopOptions loop = LoopOptions.standard();

    @Override
    LoopOptions loop() {
        return loop;
    }

    /** minivoy before an origin, each link by TLS or in clear. */
    private Minivoy between(boolean clientsByTls, boolean upstreamByTls) throws IOException {
        Origin origin = upstreamByTls ? origin(serverTls()) : origin();
        ProxyOptions options = ProxyOptions.to(origin.address());
        if (clientsByTls) {
            options = options.withTls(serverTls());
        }
        if (upstreamByTls) {
            options = options.withUpstreamTls(clientTls());
        }
        return start(options);
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = Content.byteAt(i);
        }
        return content;
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void bodiesPassBothWays(boolean clientsByTls, boolean upstreamByTls) throws IOException {
        Minivoy proxy = between(clientsByTls, upstreamByTls);
        RawClient client = clientsByTls ? secured(proxy) : plain(proxy);
        for (int length : LENGTHS) {
            byte[] content = content(length);
            for (String path : List.of("/byte/", "/chunked/")) {
                RawResponse response = client.get(path + length);
                assertThat(response.status()).isEqualTo(200);
                assertThat(Arrays.equals(response.body(), content)).as(path + length).isTrue();
            }
            // An echo may begin before its request is whole, and its connection ends then.
            RawClient echoing = clientsByTls ? secured(proxy) : plain(proxy);
            Thread sender = echo(echoing, content);
            assertThat(Arrays.equals(echoing.read().body(), content)).as("echo").isTrue();
            join(sender);
        }
        ProxyStats stats = proxy.stats();
        assertThat(stats.errors()).isZero();
        assertThat(stats.requests()).isEqualTo(3L * LENGTHS.length);
        assertThat(stats.clientHandshakes()).isEqualTo(clientsByTls ? 1 + LENGTHS.length : 0);
        assertThat(stats.upstreamHandshakes())
                .isEqualTo(upstreamByTls ? stats.upstreamConnectionsOpened() : 0);
        assertThat(log).isEmpty();
    }

    /** Sends while somebody else reads: an echo takes no more than it could send back. */
    private static Thread echo(RawClient client, byte[] body) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        client.send(
                                "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n"
                                        .formatted(body.length));
                        client.send(body);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, http", "true, https"})
    void requestsAreToldHowTheirClientSpeaks(boolean byTls, String protocol) throws IOException {
        try (ScriptedServer server =
                ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            ProxyOptions options = ProxyOptions.to(server.address());
            Minivoy proxy = start(byTls ? options.withTls(serverTls()) : options);
            RawClient client = byTls ? secured(proxy) : plain(proxy);
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(server.heads().getFirst())
                    .contains("\nX-Forwarded-Proto: " + protocol + "\n")
                    .contains("\nX-Forwarded-For: 127.0.0.1\n");
        }
    }

    @Test
    void theNameAskedForChoosesTheCertificate() throws IOException {
        List<TlsIdentity> identities =
                List.of(
                        authority.vouchFor("first.example"),
                        authority.vouchFor("second.example"),
                        authority.vouchFor("*.third.example"));
        Minivoy proxy =
                start(ProxyOptions.to(nowhere()).withTls(TlsServerOptions.standard(identities)));
        assertThat(subject(proxy, "first.example")).isEqualTo("CN=first.example");
        assertThat(subject(proxy, "second.example")).isEqualTo("CN=second.example");
        assertThat(subject(proxy, "any.third.example")).isEqualTo("CN=*.third.example");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> subject(proxy, "unknown.example"))
                .withMessageContaining("unknown.example");
    }

    private String subject(Minivoy proxy, String name) throws IOException {
        SSLSocket socket = opened(jdk().secured(JdkTls.plain(proxy.address()), name));
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    @Test
    void laterConnectionsResumeSessionsOnBothSides() throws Exception {
        Origin origin = origin(serverTls());
        Minivoy proxy =
                start(
                        ProxyOptions.to(origin.address())
                                .withTls(serverTls())
                                .withUpstreamTls(clientTls())
                                .withLimits(new ProxyLimits(100, 0, 1024)));
        JdkTls jdk = jdk();
        for (int i = 0; i < 3; i++) {
            try (RawClient client = jdk.connect(proxy.address(), "localhost")) {
                assertThat(client.get("/byte/1000").status()).isEqualTo(200);
            }
        }
        ProxyStats stats = proxy.stats();
        assertThat(stats.clientHandshakes()).isEqualTo(3);
        assertThat(stats.clientHandshakesResumed()).isEqualTo(2);
        assertThat(stats.upstreamHandshakes()).isEqualTo(3);
        assertThat(stats.upstreamHandshakesResumed()).isEqualTo(2);
        assertThat(stats.json()).contains("\"client_handshakes_resumed\":2,");
    }

    @Test
    void bothSidesOfBothLinksShowWhoTheyAre() throws IOException {
        TlsServerOptions mutual = serverTls().withClientAuthorities(authority.file());
        Origin origin = origin(mutual);
        Minivoy proxy =
                start(
                        ProxyOptions.to(origin.address())
                                .withTls(mutual)
                                .withUpstreamTls(
                                        clientTls().withIdentity(authority.vouchFor("minivoy"))));
        JdkTls known = JdkTls.trusting(authority.file(), authority.vouchFor("client"));
        RawClient client = opened(known.connect(proxy.address(), "localhost"));
        assertThat(client.get("/byte/10").body()).hasSize(10);
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    void aTunnelLeadsThroughTls() throws IOException {
        String agree =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
        try (ScriptedServer server =
                new ScriptedServer((connection, number) -> {
                    connection.readHeadText();
                    connection.send(agree);
                    connection.send(connection.exactly(5));
                })) {
            Minivoy proxy = start(ProxyOptions.to(server.address()).withTls(serverTls()));
            RawClient client = secured(proxy);
            client.send(
                    "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
            assertThat(client.readHeadText()).startsWith("HTTP/1.1 101 ");
            client.send("hello");
            assertThat(new String(client.exactly(5), US_ASCII)).isEqualTo("hello");
            assertThat(client.isClosedWithoutMore()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aSlowReaderHoldsUpItsUpstreamAndNotTheMemory(boolean upstreamByTls) throws Exception {
        Minivoy proxy = between(true, upstreamByTls);
        RawClient slow = opened(jdk().connect(proxy.address(), "localhost", SMALL_WINDOW_BYTES));
        slow.send("GET /byte/" + LARGE_BYTES + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(slow.readHeadText()).contains("Content-Length: " + LARGE_BYTES);
        long before = -1;
        long received = 0;
        while (received != before || received == 0) {
            before = received;
            Sleep.forNs(100_000_000L);
            received = proxy.stats().upstreamBytesReceived();
        }
        assertThat(received).isLessThan(MAX_BUFFERED_BYTES);
        assertThat(slow.exactly(LARGE_BYTES)).hasSize(LARGE_BYTES);
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    void stoppingFinishesWhatIsInFlightAndAcceptsNoMore() throws Exception {
        Minivoy proxy = between(true, true);
        InetSocketAddress address = proxy.address();
        RawClient idle = secured(proxy);
        assertThat(idle.get("/byte/1").status()).isEqualTo(200);
        RawClient waiting = secured(proxy);
        waiting.send("GET /byte/5?delay=300ms HTTP/1.1\r\nHost: h\r\n\r\n");
        RawClient reading = opened(jdk().connect(address, "localhost", SMALL_WINDOW_BYTES));
        reading.send("GET /byte/" + FAIR_BYTES + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(reading.readHeadText()).startsWith("HTTP/1.1 200 OK\n");
        Eventually.holds(() -> proxy.stats().requests() == 3);
        proxy.stop();
        assertThat(idle.isClosedWithoutMore()).isTrue();
        RawResponse response = waiting.read();
        assertThat(response.body()).hasSize(5);
        assertThat(response.field("connection")).isEqualTo("close");
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> RawClient.to(address));
        assertThat(Arrays.equals(reading.exactly(FAIR_BYTES), content(FAIR_BYTES))).isTrue();
        proxy.awaitEnd();
        assertThat(proxy.stats().errors()).isZero();
        assertThat(proxy.stats().clientConnectionsOpen()).isZero();
    }
}
