package dev.tare.specimen.proxy;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.io.net.tls.TlsFacts;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.LoopListener;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client by TLS: waits for the end of the handshake, and hands everything after it on to whoever
 * speaks what the two sides have agreed on: HTTP/2 or HTTP/1.1.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the handshake.
 */
final class ClientHandshake extends Deadlines.Waiter implements ConnectionHandler {
    private static final Optional<String> HTTP2 = Optional.of("h2");

    private final ProxyThread thread;
    private final ProxyLoop loop;
    private final TlsConnection connection;
    private final LoopListener listener;
    private @Nullable ConnectionHandler client;

    ClientHandshake(ProxyThread thread, TlsConnection connection, LoopListener listener) {
        this.thread = thread;
        loop = thread.loop();
        this.connection = connection;
        this.listener = listener;
    }

    @Override
    public void onConnected(Connection self) {
        stopWaiting();
        loop.counters().addHandshake(connection.resumed(), Count.CLIENT_HANDSHAKES);
        connection.suite().ifPresent(listener.handshakes()::add);
        boolean http2 = connection.facts().flatMap(TlsFacts::alpn).equals(HTTP2);
        client =
                http2
                        ? thread.serveHttp2(connection, listener)
                        : thread.serve(connection, listener);
    }

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        if (client != null) {
            client.onData(self, buffer, offset, length);
        }
    }

    @Override
    public void onWritable(Connection self) {
        if (client != null) {
            client.onWritable(self);
        }
    }

    @Override
    public void onEnd(Connection self) {
        if (client != null) {
            client.onEnd(self);
        } else {
            // Who has only looked whether somebody listens has done nothing wrong.
            leave();
        }
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        if (client != null) {
            client.onFailure(self, failure);
            return;
        }
        if (failure == IoFailure.TLS_CERTIFICATE) {
            loop.counters().addError(ProxyError.CLIENT_CERTIFICATE_REFUSED);
            loop.onTlsFailure("client", connection);
        } else if (failure == IoFailure.TLS_HANDSHAKE) {
            loop.counters().addError(ProxyError.CLIENT_HANDSHAKE_FAILED);
            loop.onTlsFailure("client", connection);
        }
        leave();
    }

    private void leave() {
        stopWaiting();
        connection.close();
        loop.onClientClosed();
    }

    @Override
    public void onDeadline(Deadlines expired) {
        // A stop ends the wait, too, and is nobody's fault.
        if (!loop.isStopping()) {
            loop.counters().addError(ProxyError.CLIENT_HANDSHAKE_TIMEOUT);
            loop.onTlsFailure("client", connection);
        }
        leave();
    }
}
