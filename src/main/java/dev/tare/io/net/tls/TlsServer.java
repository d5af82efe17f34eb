package dev.tare.io.net.tls;

import dev.tare.io.net.AcceptHandler;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.certificate.KeyMaterial;
import dev.tare.io.net.tls.certificate.PeerName;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Secures accepted connections. One is made for a whole server: its loops share the certificates.
 *
 * <p>Thread-safety: any thread; what {@link #over} returns belongs to its loop's thread.
 */
public final class TlsServer {
    private final TlsServerOptions options;
    private final Map<EventLoop, LoopBuffers> buffers = new ConcurrentHashMap<>();
    private volatile TlsContext context;

    private TlsServer(TlsServerOptions options) throws IOException {
        this.options = options;
        context = read(options);
    }

    /**
     * Reads the files and loads the library.
     *
     * @throws IOException when a file cannot be read or does not hold what it should, or when the
     *     provider asked for is not to be had here; the message says so in one line
     */
    public static TlsServer of(TlsServerOptions options) throws IOException {
        return new TlsServer(options);
    }

    private static TlsContext read(TlsServerOptions options) throws IOException {
        List<KeyMaterial> identities = new ArrayList<>();
        for (TlsIdentity identity : options.identities()) {
            identities.add(identity.read());
        }
        return BoringLibrary.wanted(options.provider())
                ? BoringContext.ofServer(options, identities)
                : JdkContext.ofServer(options, identities);
    }

    /**
     * Reads the files again. Connections accepted from now on are shown what they hold; sessions of
     * earlier ones are not resumed.
     *
     * @throws IOException as {@link #of}; then all stays as it was
     */
    public void reload() throws IOException {
        context = read(options);
    }

    /**
     * What to listen with instead of {@code owner}. The owner gets its connection at once, before
     * the handshake, so that it can limit their number and their time; its first callback is {@link
     * ConnectionHandler#onConnected} when the handshake is done, {@link ConnectionHandler#onEnd}
     * when the client leaves without a word, or {@link ConnectionHandler#onFailure} when the
     * handshake fails.
     *
     * @param loop the loop that will listen
     */
    public AcceptHandler over(EventLoop loop, AcceptHandler owner) {
        return over(loop, owner, buffers.computeIfAbsent(loop, l -> new LoopBuffers()));
    }

    AcceptHandler over(EventLoop loop, AcceptHandler owner, LoopBuffers shared) {
        return raw -> {
            SecuredConnection connection =
                    new SecuredConnection(loop, shared, context, PeerName.NONE, NobodyYet.INSTANCE);
            connection.accepted(raw);
            connection.owned(owner.onAccept(connection));
            return connection;
        };
    }

    /**
     * Whether connections of the loop that their owners have closed still have bytes to send:
     * whoever wants those to arrive polls on before the loop is closed.
     *
     * @param loop the loop of the calling thread
     */
    public boolean lingers(EventLoop loop) {
        LoopBuffers shared = buffers.get(loop);
        return shared != null && shared.lingering() > 0;
    }

    /** Stands in until the owner has named the handler; no event reaches it. */
    private enum NobodyYet implements ConnectionHandler {
        INSTANCE;

        @Override
        public void onConnected(Connection connection) {}

        @Override
        public void onData(Connection connection, MemorySegment buffer, long offset, int length) {}

        @Override
        public void onWritable(Connection connection) {}

        @Override
        public void onEnd(Connection connection) {}

        @Override
        public void onFailure(Connection connection, IoFailure failure) {}
    }
}
