package dev.tare.specimen.proxy.setup;

import dev.tare.io.net.AcceptHandler;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.tls.TlsClient;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsServer;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.proxy.config.HttpProtocol;
import dev.tare.specimen.proxy.config.ListenerProtocol;
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
public final class ProxyTls implements AutoCloseable {
    private static final String HTTP1 = "http/1.1";
    private static final String HTTP2 = "h2";

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
    public ProxyTls(ProxyOptions options) throws IOException {
        this(
                options.tls(),
                ListenerProtocol.AUTO,
                options.upstreamTls(),
                options.upstreamHttp2() ? HttpProtocol.HTTP2 : HttpProtocol.HTTP1);
    }

    private ProxyTls(
            Optional<TlsServerOptions> ofClients,
            ListenerProtocol ofListener,
            Optional<TlsClientOptions> ofUpstream,
            HttpProtocol ofCluster)
            throws IOException {
        server = ofClients.isPresent() ? server(ofClients.get().withAlpn(alpn(ofListener))) : null;
        client = ofUpstream.isPresent() ? client(ofUpstream.get().withAlpn(alpn(ofCluster))) : null;
    }

    /** The same for a listener; in clear if there are no options. */
    public static ProxyTls ofListener(Optional<TlsServerOptions> options, ListenerProtocol protocol)
            throws IOException {
        return new ProxyTls(options, protocol, Optional.empty(), HttpProtocol.HTTP1);
    }

    /** The same for a cluster; in clear if there are no options. */
    public static ProxyTls ofCluster(Optional<TlsClientOptions> options, HttpProtocol protocol)
            throws IOException {
        return new ProxyTls(Optional.empty(), ListenerProtocol.AUTO, options, protocol);
    }

    private static List<String> alpn(ListenerProtocol protocol) {
        return switch (protocol) {
            case AUTO -> List.of(HTTP2, HTTP1);
            case HTTP1 -> List.of(HTTP1);
            case HTTP2 -> List.of(HTTP2);
        };
    }

    private static List<String> alpn(HttpProtocol protocol) {
        return switch (protocol) {
            case HTTP1 -> List.of(HTTP1);
            case HTTP2 -> List.of(HTTP2);
        };
    }

    /** Whether upstreams are spoken with by TLS. */
    public boolean securesUpstreams() {
        return client != null;
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
    public AcceptHandler over(EventLoop loop, AcceptHandler owner) {
        return server == null ? owner : server.over(loop, owner);
    }

    /**
     * Begins to connect to an upstream; see {@link EventLoop#connect}. By TLS the connection opens
     * when the handshake is done, and the upstream must prove to be whom the address names.
     */
    public Connection connect(EventLoop loop, InetSocketAddress upstream, ConnectionHandler handler)
            throws IOException {
        return client == null
                ? loop.connect(upstream, handler)
                : client.connect(
                        loop, upstream, upstream.getHostString(), upstream.getPort(), handler);
    }

    /** Whether closed connections of the loop to clients still have bytes to send. */
    public boolean lingers(EventLoop loop) {
        return loop.lingers() || (server != null && server.lingers(loop));
    }

    /** Takes up new certificates from now on until {@link #close}, in a thread of its own. */
    public void watch(EventLog log) {
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
