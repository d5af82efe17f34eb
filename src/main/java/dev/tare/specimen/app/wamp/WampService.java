package dev.tare.specimen.app.wamp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.base.time.DelayQueue;
import dev.tare.base.time.EpochClock;
import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.app.http.AppLoop;
import dev.tare.specimen.app.http.HttpReply;
import dev.tare.specimen.app.http.HttpRequest;
import dev.tare.specimen.app.http.HttpService;
import dev.tare.specimen.app.wamp.auth.Identity;
import dev.tare.specimen.app.wamp.bridge.RestBridge;
import dev.tare.specimen.app.wamp.callee.Arithmetic;
import dev.tare.specimen.app.wamp.client.ClientSession;
import dev.tare.specimen.app.wamp.client.JoinOptions;
import dev.tare.specimen.app.wamp.client.RequestListener;
import dev.tare.specimen.app.wamp.client.SessionListener;
import dev.tare.specimen.app.wamp.link.LinkPair;
import dev.tare.specimen.app.wamp.link.Turns;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.router.Router;
import dev.tare.specimen.app.wamp.transport.LinkCounters;
import dev.tare.specimen.app.wamp.transport.WampTransports;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The router and all that hangs on it: {@code /ws}, {@code /call}, {@code /publish}, {@code
 * /ready}, {@code /metrics}, RawSockets, callees in the router.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class WampService implements HttpService {
    private static final long GOODBYE_STEP_NS = 10_000_000L;
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final AppLoop loop;
    private final Turns turns;
    private final Router router;
    private final WampTransports transports;
    private final LinkCounters links = new LinkCounters();
    private final RestBridge bridge;
    private final List<SocketAddress> rawSockets = new ArrayList<>();

    /**
     * Makes the router and has it listen for RawSockets.
     *
     * @throws IOException when it cannot; the message names the address
     */
    WampService(AppLoop loop, WampOptions options) throws IOException {
        this.loop = loop;
        turns = new Turns(loop.events()::defer);
        EpochClock clock = EpochClock.system();
        router =
                new Router(
                        options.router(),
                        new LoopTimers(loop),
                        clock,
                        new SplittableRandom(new SecureRandom().nextLong()));
        transports = new WampTransports(loop, options.links(), links);
        for (SocketAddress address : options.rawSockets()) {
            rawSockets.add(transports.listenRawSocket(address, false, router));
        }
        ClientSession callee = join("callee", options.realm());
        for (Arithmetic procedure : options.procedures()) {
            callee.register(procedure.uri(), Map.of(), procedure, new Registered(procedure));
        }
        turns.run();
        bridge = new RestBridge(options.bridge(), join("bridge", options.realm()), turns, clock);
    }

    /** A session of the router's own, which is asked nothing. */
    private ClientSession join(String name, String realm) {
        List<ClientSession> sessions = new ArrayList<>();
        Identity identity = new Identity(name, "trusted", "internal", "router");
        LinkPair.connect(
                router.trusting(identity),
                link -> {
                    ClientSession session =
                            ClientSession.join(
                                    link, JoinOptions.anonymous(realm), new LeavesNever(name));
                    sessions.add(session);
                    return session;
                },
                turns);
        turns.run();
        return sessions.getFirst();
    }

    private record LeavesNever(String name) implements SessionListener {
        @Override
        public void onJoined(ClientSession session) {}

        /** When the router stops. */
        @Override
        public void onLeft(String reason, String message) {}
    }

    private record Registered(Arithmetic procedure) implements RequestListener {
        @Override
        public void onDone(long id) {}

        @Override
        public void onError(String error, Payload payload) {
            throw new IllegalStateException(procedure.uri() + " in the router: " + error);
        }
    }

    /** Where it listens for RawSockets, with ports. */
    List<SocketAddress> rawSockets() {
        return rawSockets;
    }

    @Override
    public void serve(HttpRequest request, HttpReply reply) {
        switch (request.path()) {
            case "/call" -> bridge.call(request, reply);
            case "/publish" -> bridge.publish(request, reply);
            case "/ws" -> transports.upgrade(request, reply, router);
            case "/ready" -> page(request, reply, TEXT, "ready\n");
            case "/metrics" ->
                    page(
                            request,
                            reply,
                            PROMETHEUS,
                            router.prometheus() + links.prometheus() + bridge.prometheus());
            default ->
                    reply.send(
                            NOT_FOUND,
                            TEXT,
                            "not found; try /ws /call /publish /ready /metrics\n".getBytes(UTF_8));
        }
    }

    /** Answers with a page that can only be read. */
    static void page(HttpRequest request, HttpReply reply, String type, String text) {
        if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            reply.send(OK, type, text.getBytes(UTF_8));
        } else {
            reply.send(
                    NOT_ALLOWED,
                    "Allow: GET, HEAD\r\n",
                    TEXT,
                    "only GET and HEAD\n".getBytes(UTF_8));
        }
    }

    /** Says goodbye to all, and calls back when they are gone or {@code patienceNs} has passed. */
    void shutDown(long patienceNs, Runnable whenDone) {
        router.shutDown();
        turns.run();
        long endNs = loop.clock().nowNs() + patienceNs;
        loop.waitFor(
                new DelayQueue.Entry() {
                    @Override
                    public void onDue() {
                        if (router.sessions() == 0 || loop.clock().nowNs() - endNs >= 0) {
                            whenDone.run();
                        } else {
                            loop.waitFor(this, GOODBYE_STEP_NS);
                        }
                    }
                },
                GOODBYE_STEP_NS);
    }
}
