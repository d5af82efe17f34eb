package dev.tare.specimen.app.wamp.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.wire.websocket.ClientHandshake;
import dev.tare.io.wire.websocket.ServerHandshake;
import dev.tare.specimen.app.http.AppLoop;
import dev.tare.specimen.app.http.HttpReply;
import dev.tare.specimen.app.http.HttpRequest;
import dev.tare.specimen.app.wamp.link.LinkAcceptor;
import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.List;

/**
 * Opens links on one loop, as server and as client.
 *
 * <p>Thread-safety: its loop's thread, and before that the one that makes it.
 */
public final class WampTransports {
    /** The longest queue of connections not yet accepted. */
    private static final int BACKLOG = 4096;

    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AppLoop loop;
    private final LinkOptions options;
    private final LinkCounters counters;
    private final SharedMemory memory = new SharedMemory();

    /** Transports without links. */
    public WampTransports(AppLoop loop, LinkOptions options, LinkCounters counters) {
        this.loop = loop;
        this.options = options;
        this.counters = counters;
    }

    /**
     * Listens for RawSockets until the loop is closed; returns the address with its port.
     *
     * @param address of TCP, or a unix socket, whose file is only for its owner
     * @param shared whether other loops may listen on the same port
     * @throws IOException when the address cannot be bound; the message names it
     */
    public SocketAddress listenRawSocket(
            SocketAddress address, boolean shared, LinkAcceptor acceptor) throws IOException {
        return loop.listen(address, BACKLOG, shared, accepted -> accept(accepted, acceptor));
    }

    private ConnectionHandler accept(Connection accepted, LinkAcceptor acceptor) {
        RawSocketLink link = new RawSocketLink(this, acceptor);
        link.on(accepted);
        return link;
    }

    /**
     * Answers a request that opens a WebSocket, or refuses it: the upgrade of a service's path.
     *
     * @param request whatever was asked at that path
     * @param reply is answered by this
     */
    public void upgrade(HttpRequest request, HttpReply reply, LinkAcceptor acceptor) {
        if (!options.origins().allows(request.head())) {
            refuse(reply, FORBIDDEN, "", "pages of this origin may not; see --allow-origin");
        } else if (memory.links >= options.maxLinks()) {
            refuse(reply, UNAVAILABLE, "", "there are too many links");
        } else {
            switch (ServerHandshake.answer(request.head(), WampSerializer.subprotocols())) {
                case ServerHandshake.Refused(int status, String fields, String reason) ->
                        refuse(reply, status, fields, reason);
                case ServerHandshake.Accepted(String fields, String subprotocol) -> {
                    WampSerializer serializer =
                            WampSerializer.ofSubprotocol(subprotocol).orElseThrow();
                    reply.upgrade(fields, taken -> take(taken, serializer, acceptor));
                }
            }
        }
    }

    private void refuse(HttpReply reply, int status, String fields, String reason) {
        counters.refused.increment();
        reply.send(status, fields, TEXT, (reason + "\n").getBytes(UTF_8));
    }

    private ConnectionHandler take(
            Connection taken, WampSerializer serializer, LinkAcceptor acceptor) {
        WebSocketLink link = new WebSocketLink(this, serializer, acceptor);
        link.on(taken);
        link.opened();
        return link;
    }

    /** Opens a RawSocket. */
    public void connectRawSocket(
            SocketAddress address, WampSerializer serializer, LinkOpening opening) {
        connect(address, new RawSocketLink(this, serializer, named(address, opening)));
    }

    /**
     * Opens a WebSocket.
     *
     * @param host as Host names it
     * @param path in origin-form, percent-encoded, such as {@code /ws}
     */
    public void connectWebSocket(
            SocketAddress address,
            String host,
            String path,
            WampSerializer serializer,
            LinkOpening opening) {
        byte[] nonce = new byte[ClientHandshake.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        ClientHandshake handshake =
                new ClientHandshake(host, path, List.of(serializer.subprotocol()), nonce);
        connect(address, new WebSocketLink(this, serializer, handshake, named(address, opening)));
    }

    private void connect(SocketAddress address, StreamLink link) {
        try {
            link.on(loop.events().connect(address, link));
        } catch (IOException e) {
            // No socket at all, such as for want of descriptors.
            loop.events().defer(() -> link.fail(String.valueOf(e.getMessage())));
        }
    }

    /** The same, told of failures with the address. */
    private static LinkOpening named(SocketAddress address, LinkOpening opening) {
        return new LinkOpening() {
            @Override
            public LinkHandler onLink(WampLink link) {
                return opening.onLink(link);
            }

            @Override
            public void onFailure(String why) {
                opening.onFailure("no link to %s: %s".formatted(text(address), why));
            }
        };
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress internet
                ? internet.getHostString() + ":" + internet.getPort()
                : "unix:" + address;
    }

    AppLoop loop() {
        return loop;
    }

    LinkOptions options() {
        return options;
    }

    LinkCounters counters() {
        return counters;
    }

    SharedMemory memory() {
        return memory;
    }

    /** Whether there are more links than there may be, those being opened among them. */
    boolean isFull() {
        return memory.links > options.maxLinks();
    }
}
