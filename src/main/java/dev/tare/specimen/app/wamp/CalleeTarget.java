package dev.tare.specimen.app.wamp;

import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import dev.tare.specimen.app.wamp.transport.LinkOpening;
import dev.tare.specimen.app.wamp.transport.WampTransports;
import java.net.SocketAddress;

/** How a router is reached. */
public sealed interface CalleeTarget {
    /** Opens a link to it. */
    void open(WampTransports transports, LinkOpening opening);

    /**
     * Over a WebSocket.
     *
     * @param host as Host names it
     * @param path such as {@code /ws}
     */
    record WebSocket(SocketAddress address, String host, String path, WampSerializer serializer)
            implements CalleeTarget {
        @Override
        public void open(WampTransports transports, LinkOpening opening) {
            transports.connectWebSocket(address, host, path, serializer, opening);
        }
    }

    /** Over a RawSocket, by TCP or a unix socket. */
    record RawSocket(SocketAddress address, WampSerializer serializer) implements CalleeTarget {
        @Override
        public void open(WampTransports transports, LinkOpening opening) {
            transports.connectRawSocket(address, serializer, opening);
        }
    }
}
