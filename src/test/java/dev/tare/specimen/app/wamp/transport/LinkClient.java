package dev.tare.specimen.app.wamp.transport;

import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.LoopThreads;
import dev.tare.specimen.app.http.AppLoop;
import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop with links of clients, and what tests do with them from their own thread. */
final class LinkClient implements AutoCloseable {
    private static final int PATIENCE_S = 30;

    final LinkCounters counters = new LinkCounters();
    private final AppLoop loop;
    private final WampTransports transports;
    private final LoopThreads thread;

    LinkClient(LoopOptions options, LinkOptions links) throws IOException {
        loop = new AppLoop(options);
        transports = new WampTransports(loop, links, counters);
        thread = LoopThreads.start("client", List.of(loop), LinkClient::run, AppLoop::stop);
    }

    private static void run(AppLoop loop) {
        try (loop) {
            loop.run();
        }
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    Peer rawSocket(SocketAddress address, WampSerializer serializer) {
        Peer peer = new Peer();
        loop.execute(() -> transports.connectRawSocket(address, serializer, peer));
        return peer;
    }

    Peer webSocket(InetSocketAddress address, WampSerializer serializer) {
        return webSocket(address, "/ws", serializer);
    }

    Peer webSocket(InetSocketAddress address, String path, WampSerializer serializer) {
        Peer peer = new Peer();
        String host = "127.0.0.1:" + address.getPort();
        loop.execute(() -> transports.connectWebSocket(address, host, path, serializer, peer));
        return peer;
    }

    @Override
    public void close() {
        thread.close();
    }

    /** A link, and all that it was told: {@code open}, messages, {@code closed} or a failure. */
    final class Peer implements LinkOpening, LinkHandler {
        private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        private @Nullable WampLink link;

        /** What it was told next. */
        Object next() throws InterruptedException {
            Object next = told.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing was told in " + PATIENCE_S + " s");
            }
            return next;
        }

        /** Whether nothing was told that was not looked at. */
        boolean isQuiet() {
            return told.isEmpty();
        }

        void send(WampMessage message) {
            loop.execute(() -> link().send(message));
        }

        void call(long request, String procedure, @Nullable Object... args) {
            send(
                    new WampMessage.Call(
                            request,
                            Map.of(),
                            procedure,
                            Payload.of(new ArrayList<>(Arrays.asList(args)))));
        }

        void close() {
            loop.execute(() -> link().close());
        }

        String transport() {
            return link().transport();
        }

        private WampLink link() {
            WampLink open = link;
            if (open == null) {
                throw new IllegalStateException("there is no link");
            }
            return open;
        }

        @Override
        public LinkHandler onLink(WampLink opened) {
            link = opened;
            told.add("open");
            return this;
        }

        @Override
        public void onFailure(String why) {
            told.add(why);
        }

        @Override
        public void onMessage(WampMessage message) {
            told.add(message);
        }

        @Override
        public void onFault(ProtocolFault fault) {
            told.add(String.valueOf(fault.getMessage()));
        }

        @Override
        public void onUnsendable(WampMessage message, String why) {
            told.add("unsendable: " + why);
        }

        @Override
        public void onClosed() {
            told.add("closed");
        }
    }
}
