package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.JdkTls;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyLogs;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.specimen.proxy.setup.ProxyTimeouts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of minivoy's TLS begin with; all that they open is closed after each. */
abstract class MinivoyTlsBed {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    static final long SHORT_NS = 150_000_000L;
    static final long LONG_NS = 60_000_000_000L;

    @TempDir Path folder = Path.of("");

    /** What minivoy has said, a line an element. */
    final List<String> log = new CopyOnWriteArrayList<>();

    private final PrintStream events = new PrintStream(new Lines(), true, UTF_8);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    TestAuthority authority;

    abstract LoopOptions loop();

    @BeforeEach
    void makeAuthority() {
        authority = new TestAuthority(folder, "Tare's test authority");
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Something to be closed after the test, before what was opened earlier. */
    <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    Origin origin() throws IOException {
        return opened(Origin.start(OriginOptions.standard().withLoop(loop())));
    }

    Origin origin(TlsServerOptions tls) throws IOException {
        return opened(Origin.start(OriginOptions.standard().withLoop(loop()).withTls(tls)));
    }

    /** Starts minivoy with the options, on the back end of the test. */
    Minivoy start(ProxyOptions options) throws IOException {
        return opened(
                Minivoy.start(
                        options.withLoop(loop())
                                .withLogs(new ProxyLogs(LogLevel.INFO, Optional.empty())),
                        System.out,
                        events));
    }

    /** Waits until minivoy has said a line with all of these in it. */
    void awaitLine(String... parts) throws InterruptedException {
        Eventually.holds(
                () -> log.stream().anyMatch(line -> Stream.of(parts).allMatch(line::contains)));
    }

    /** How a server speaks that is {@code localhost}. */
    TlsServerOptions serverTls() {
        return TlsServerOptions.standard(authority.vouchFor("localhost", "127.0.0.1"));
    }

    /** How a client speaks that believes the authority. */
    TlsClientOptions clientTls() {
        return TlsClientOptions.standard().withAuthorities(authority.file());
    }

    JdkTls jdk() {
        return JdkTls.trusting(authority.file());
    }

    /** A client by TLS. */
    RawClient secured(Minivoy proxy) throws IOException {
        return opened(jdk().connect(proxy.address(), "localhost"));
    }

    RawClient plain(Minivoy proxy) throws IOException {
        return opened(RawClient.to(proxy.address()));
    }

    /** Timeouts that are long but for these. */
    static ProxyTimeouts timeouts(long requestHeadNs, long connectNs) {
        return new ProxyTimeouts(
                LONG_NS, requestHeadNs, connectNs, LONG_NS, LONG_NS, LONG_NS, LONG_NS, LONG_NS);
    }

    /** Takes what is written, which is a whole line each time. */
    private final class Lines extends OutputStream {
        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("events are written line by line");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            log.add(new String(bytes, offset, length, UTF_8));
        }
    }

    static InetSocketAddress nowhere() {
        return new InetSocketAddress(LOOPBACK, 9);
    }
}
