package dev.tare.specimen.app.wamp.link;

import dev.tare.specimen.app.wamp.message.WampMessage;
import org.jspecify.annotations.Nullable;

/**
 * Two links whose messages go from one to the other as they are, within a thread: how callees in
 * the router itself are connected to it.
 *
 * <p>Nothing waits longer than a turn, so that {@link WampLink#queuedBytes} is 0.
 *
 * <p>Thread-safety: one thread.
 */
public final class LinkPair {
    private static final class End implements WampLink {
        private final Turns turns;
        private @Nullable End other;
        private @Nullable LinkHandler handler;
        private boolean closed;

        End(Turns turns) {
            this.turns = turns;
        }

        @Override
        public void send(WampMessage message) {
            End peer = other;
            if (!closed && peer != null) {
                turns.add(() -> peer.receive(message));
            }
        }

        private void receive(WampMessage message) {
            LinkHandler told = handler;
            if (told != null) {
                told.onMessage(message);
            }
        }

        @Override
        public void close() {
            End peer = other;
            if (!closed && peer != null) {
                closed = true;
                peer.closed = true;
                turns.add(peer::end);
                turns.add(this::end);
            }
        }

        private void end() {
            LinkHandler told = handler;
            handler = null;
            if (told != null) {
                told.onClosed();
            }
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public String transport() {
            return "in-process";
        }
    }

    private LinkPair() {}

    /** Connects the two; {@code server} is told first. */
    public static void connect(LinkAcceptor server, LinkAcceptor client, Turns turns) {
        End serverEnd = new End(turns);
        End clientEnd = new End(turns);
        serverEnd.other = clientEnd;
        clientEnd.other = serverEnd;
        serverEnd.handler = server.onLink(serverEnd);
        clientEnd.handler = client.onLink(clientEnd);
    }
}
