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

/**
 * Secures accepted connections. One is made for a whole server: its loops share the certificates.
 *
 * <p>Thread-safety: any thread; what {@link #over} returns belongs to its loop's thread.
 */
public final class TlsServer {
    private final TlsContext context;

    private TlsServer(TlsContext context) {
        this.context = context;
    }

    /**
     * Reads the files and loads the library.
     *
     * @throws IOException when a file cannot be read or does not hold what it should, or when the
     *     provider asked for is not to be had here; the message says so in one line
     */
    public static TlsServer of(TlsServerOptions options) throws IOException {
        KeyMaterial keys = options.identity().read();
        return new TlsServer(
                BoringLibrary.wanted(options.provider())
                        ? BoringContext.ofServer(options, keys)
                        : JdkContext.ofServer(options, keys));
    }

    /**
     * What to listen with instead of {@code owner}. The owner gets its connection at once, before
     * the handshake, so that it can limit their number and their time; its first callback is {@link
     * ConnectionHandler#onData}, or {@link ConnectionHandler#onFailure} when the handshake fails.
     *
     * @param loop the loop that will listen
     */
    public AcceptHandler over(EventLoop loop, AcceptHandler owner) {
        return over(loop, owner, new LoopBuffers());
    }

    AcceptHandler over(EventLoop loop, AcceptHandler owner, LoopBuffers buffers) {
        return raw -> {
            SecuredConnection connection =
                    new SecuredConnection(
                            loop, buffers, context, PeerName.NONE, NobodyYet.INSTANCE);
            connection.accepted(raw);
            connection.owned(owner.onAccept(connection));
            return connection;
        };
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
