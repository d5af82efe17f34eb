package dev.tare.specimen.proxy;

import dev.tare.io.net.AcceptHandler;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.tls.TlsClient;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsServer;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.proxy.log.EventLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How minivoy speaks with its clients and with its upstream: in clear, or by TLS. One serves all
 * loops, which share the certificates and the sessions to resume.
 *
 * <p>Thread-safety: any thread; connections belong to their loops' threads.
 */
final class ProxyTls implements AutoCloseable {
    /** What is spoken under TLS, on both sides. */
    private static final List<String> HTTP1 = List.of("http/1.1");

    /** The same where the upstream speaks HTTP/2: messages pass between equals only. */
    private static final List<String> HTTP2 = List.of("h2");

    private final @Nullable TlsServer server;
    private final @Nullable TlsClient client;
    private final List<CertificateWatch> watches = new ArrayList<>();
    private @Nullable Thread watcher;

    /**
     * Reads the files.
     *
     * @throws IOException when one cannot be read or does not hold what it should; the message is
     *     one line that names it
     */
    ProxyTls(ProxyOptions options) throws IOException {
        this(options.tls(), options.upstreamTls(), options.upstreamHttp2() ? HTTP2 : HTTP1);
    }

    /** The same for these two sides with HTTP/1.1; one that is empty speaks in clear. */
    ProxyTls(Optional<TlsServerOptions> ofClients, Optional<TlsClientOptions> ofUpstream)
            throws IOException {
        this(ofClients, ofUpstream, HTTP1);
    }

    private ProxyTls(
            Optional<TlsServerOptions> ofClients,
            Optional<TlsClientOptions> ofUpstream,
            List<String> alpn)
            throws IOException {
        server = ofClients.isPresent() ? server(ofClients.get().withAlpn(alpn)) : null;
        client = ofUpstream.isPresent() ? client(ofUpstream.get().withAlpn(alpn)) : null;
    }

    private TlsServer server(TlsServerOptions options) throws IOException {
        FileStamps before = FileStamps.of(options.files());
        TlsServer made = TlsServer.of(options);
        watches.add(new CertificateWatch("for clients", before, made::reload));
        return made;
    }

    private TlsClient client(TlsClientOptions options) throws IOException {
        FileStamps before = FileStamps.of(options.files());
        TlsClient made = TlsClient.of(options);
        if (!options.files().isEmpty()) {
            watches.add(new CertificateWatch("for the upstream", before, made::reload));
        }
        return made;
    }

    /** What to listen with for clients. */
    AcceptHandler over(EventLoop loop, AcceptHandler owner) {
        return server == null ? owner : server.over(loop, owner);
    }

    /**
     * Begins to connect to an upstream; see {@link EventLoop#connect}. By TLS the connection opens
     * when the handshake is done, and the upstream must prove to be whom the address names.
     */
    Connection connect(EventLoop loop, InetSocketAddress upstream, ConnectionHandler handler)
            throws IOException {
        return client == null
                ? loop.connect(upstream, handler)
                : client.connect(
                        loop, upstream, upstream.getHostString(), upstream.getPort(), handler);
    }

    /** Whether closed connections of the loop to clients still have bytes to send. */
    boolean lingers(EventLoop loop) {
        return loop.lingers() || (server != null && server.lingers(loop));
    }

    /** Takes up new certificates from now on until {@link #close}, in a thread of its own. */
    void watch(EventLog log) {
        if (!watches.isEmpty()) {
            watcher =
                    Thread.ofPlatform()
                            .daemon()
                            .name("minivoy-certificates")
                            .start(() -> CertificateWatch.watch(watches, log::say));
        }
    }

    @Override
    public void close() {
        Thread watching = watcher;
        if (watching != null) {
            watching.interrupt();
        }
    }
}
