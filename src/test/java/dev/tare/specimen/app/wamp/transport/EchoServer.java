package dev.tare.specimen.app.wamp.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.http.HttpService;
import dev.tare.specimen.app.http.ServerLoop;
import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A peer at the server's end of links, of every transport: {@code echo} answers with what it was
 * called with, {@code flood} sends events without end, {@code close} closes, {@code large} answers
 * with as many bytes as it is told.
 */
final class EchoServer implements AutoCloseable {
    /** Opened, and not told of their end yet. */
    final AtomicInteger open = new AtomicInteger();

    final LinkCounters counters = new LinkCounters();
    final InetSocketAddress tcp;
    final UnixDomainSocketAddress unix;
    private final HttpServer server;
    private @Nullable SocketAddress rawSocket;

    EchoServer(LoopOptions loop, LinkOptions options, Path folder) throws IOException {
        unix = UnixDomainSocketAddress.of(folder.resolve("echo.sock"));
        HttpServerOptions http = HttpServerOptions.standard("echo").withLoop(loop);
        server = HttpServer.start(http, of -> service(of, options));
        if (!(rawSocket instanceof InetSocketAddress internet)) {
            throw new IllegalStateException("the RawSocket listens nowhere");
        }
        tcp = internet;
    }

    private HttpService service(ServerLoop of, LinkOptions options) throws IOException {
        WampTransports transports = new WampTransports(of.loop(), options, counters);
        rawSocket =
                transports.listenRawSocket(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                        false,
                        Echo::new);
        transports.listenRawSocket(unix, false, Echo::new);
        return (request, reply) -> {
            if (request.path().equals("/ws")) {
                transports.upgrade(request, reply, Echo::new);
            } else {
                reply.send(404, "text/plain", "try /ws\n".getBytes(UTF_8));
            }
        };
    }

    InetSocketAddress http() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }

    /** One link's. */
    private final class Echo implements LinkHandler {
        private static final int EVENTS_AT_ONCE = 2_000;

        private final WampLink link;

        Echo(WampLink link) {
            this.link = link;
            open.incrementAndGet();
        }

        @Override
        public void onMessage(WampMessage message) {
            if (message instanceof WampMessage.Call call) {
                answer(call);
            }
        }

        private void answer(WampMessage.Call call) {
            switch (call.procedure()) {
                case "echo" ->
                        link.send(new WampMessage.Result(call.request(), Map.of(), call.payload()));
                case "large" -> {
                    int length = length(call);
                    link.send(
                            new WampMessage.Result(
                                    call.request(),
                                    Map.of(),
                                    Payload.of(List.of("x".repeat(length)))));
                }
                case "flood" -> {
                    Payload payload = Payload.of(List.of("x".repeat(5_000)));
                    for (int i = 0; i < EVENTS_AT_ONCE; i++) {
                        link.send(new WampMessage.Event(1, 1, Map.of(), payload));
                    }
                }
                default -> link.close();
            }
        }

        private static int length(WampMessage.Call call) {
            return call.payload().argsOrEmpty().getFirst() instanceof Long length
                    ? length.intValue()
                    : 0;
        }

        @Override
        public void onFault(ProtocolFault fault) {
            link.send(
                    new WampMessage.Abort(
                            Map.of("message", String.valueOf(fault.getMessage())), fault.reason()));
        }

        @Override
        public void onUnsendable(WampMessage message, String why) {
            if (message instanceof WampMessage.Result result) {
                link.send(
                        new WampMessage.Error(
                                WampMessage.CALL,
                                result.request(),
                                Map.of(),
                                WampErrors.PAYLOAD_SIZE_EXCEEDED,
                                Payload.of(List.of(why))));
            }
        }

        @Override
        public void onClosed() {
            open.decrementAndGet();
        }
    }
}
