package dev.tare.specimen.proxy.client.http1;

import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.HttpMethod;
import dev.tare.io.wire.KnownField;
import dev.tare.specimen.proxy.cluster.Upstream;
import java.lang.foreign.MemorySegment;

/**
 * Bytes of another protocol, both ways as they are, between a client and an upstream that has
 * agreed to speak it. Each way has its own end; with both ends both connections end.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none for a byte.
 */
final class Tunnel {
    private final Downstream client;
    private final Upstream server;

    /** A tunnel; {@link #begin} follows when the client was told of it. */
    Tunnel(Downstream client, Upstream server) {
        this.client = client;
        this.server = server;
    }

    /**
     * Whether a request asks for WebSocket. No other protocol is passed on: by {@code h2c} a client
     * would speak with the upstream past every rule of the proxy.
     *
     * <p>Source: RFC 6455, section 4.1; RFC 9110, section 7.8.
     */
    static boolean isAskedFor(Http1Head head) {
        int field = head.find(KnownField.UPGRADE);
        return field >= 0
                && head.method() == HttpMethod.GET
                && head.minorVersion() == 1
                && head.upgrade()
                && head.copy(head.valueStart(field), head.valueEnd(field))
                        .equalsIgnoreCase("websocket");
    }

    /** Passes on what the client has done before it was told of the switch. */
    void begin() {
        awaitMore();
        server.connection().wantReadable(!client.hasPending());
        if (client.heldLength() > 0) {
            client.passRaw(client.held(), client.heldStart(), client.heldLength());
        }
        if (client.isClosed()) {
            return;
        }
        client.releaseHeld();
        if (client.inputEnded()) {
            clientEnded();
        } else {
            client.connection().wantReadable(!server.hasPending());
        }
    }

    void fromClient(MemorySegment buffer, long offset, int length) {
        if (!server.send(buffer, offset, length)) {
            server.onBroken();
        } else {
            awaitMore();
            client.connection().wantReadable(!server.hasPending());
        }
    }

    void fromServer(MemorySegment buffer, long offset, int length) {
        if (!client.send(buffer, offset, length)) {
            client.onClientGone();
        } else {
            awaitMore();
            server.connection().wantReadable(!client.hasPending());
        }
    }

    /** Waits for the next byte, from either side. */
    void awaitMore() {
        server.awaitTunnel();
    }

    /** The client sends no more. */
    void clientEnded() {
        server.endOutput();
        endIfOver();
    }

    /** The upstream sends no more. */
    void serverEnded() {
        client.endOutput();
        endIfOver();
    }

    /** Closes both sides when neither has more to say and each has got all. */
    void endIfOver() {
        if (!server.isClosed() && client.outputEnded() && server.outputEnded()) {
            server.close();
            client.onTunnelEnded();
        }
    }
}
