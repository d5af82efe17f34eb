package dev.tare.io.net.tls;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.tls.certificate.CertificateCheck;
import dev.tare.io.net.tls.certificate.KeyMaterial;
import dev.tare.io.net.tls.certificate.PeerName;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens encrypted connections. One is made for a whole load: its loops share the certificates, and
 * the sessions to resume.
 *
 * <p>Thread-safety: any thread; {@link #connect} by the thread of its loop.
 */
public final class TlsClient {
    private final TlsClientOptions options;
    private final Map<EventLoop, LoopBuffers> buffers = new ConcurrentHashMap<>();
    private volatile TlsContext context;

    private TlsClient(TlsClientOptions options) throws IOException {
        this.options = options;
        context = read(options);
    }

    /**
     * Reads the files and loads the library.
     *
     * @throws IOException when a file cannot be read or does not hold what it should, or when the
     *     provider asked for is not to be had here; the message says so in one line
     */
    public static TlsClient of(TlsClientOptions options) throws IOException {
        return new TlsClient(options);
    }

    private static TlsContext read(TlsClientOptions options) throws IOException {
        Optional<CertificateCheck> check = Optional.empty();
        if (options.authorities().isPresent()) {
            check = Optional.of(CertificateCheck.by(options.authorities().get()));
        } else if (options.verify()) {
            check = Optional.of(CertificateCheck.byTheJdk());
        }
        check = check.map(by -> by.believingOnly(options.serverUris()));
        KeyMaterial keys = options.identity().isPresent() ? options.identity().get().read() : null;
        return BoringLibrary.wanted(options.provider())
                ? BoringContext.ofClient(options, check, keys)
                : JdkContext.ofClient(options, check, keys);
    }

    /**
     * Reads the files again. Connections begun from now on go by what they hold; sessions of
     * earlier ones are not resumed.
     *
     * @throws IOException as {@link #of}; then all stays as it was
     */
    public void reload() throws IOException {
        context = read(options);
    }

    /**
     * Begins to open a connection. {@link ConnectionHandler#onConnected} comes when the handshake
     * is done; a handshake that fails ends in {@link ConnectionHandler#onFailure}. How long it may
     * take is the owner's to say, who closes the connection then.
     *
     * @param loop the loop of the calling thread
     * @param address where to connect to
     * @param host the DNS name, or literal address, that the server must prove to be, unless the
     *     options name URIs
     * @param port the port in the URL: sessions are resumed with the same host and port only
     * @return a {@link TlsConnection}
     * @throws IOException when no socket can be had at all (such as too many open files)
     */
    public TlsConnection connect(
            EventLoop loop, SocketAddress address, String host, int port, ConnectionHandler handler)
            throws IOException {
        PeerName peer = PeerName.of(options.serverName().orElse(host), port);
        SecuredConnection connection =
                new SecuredConnection(loop, buffersOf(loop), context, peer, handler);
        Connection raw = loop.connect(address, connection);
        connection.begun(raw);
        return connection;
    }

    private LoopBuffers buffersOf(EventLoop loop) {
        LoopBuffers found = buffers.get(loop);
        return found != null ? found : buffers.computeIfAbsent(loop, l -> new LoopBuffers());
    }
}
