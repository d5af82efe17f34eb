package dev.tare.specimen.app.wamp;

import dev.tare.specimen.app.wamp.client.ClientSession;
import dev.tare.specimen.app.wamp.client.JoinOptions;
import dev.tare.specimen.app.wamp.client.SessionListener;
import dev.tare.specimen.app.wamp.link.LinkPair;
import dev.tare.specimen.app.wamp.link.Turns;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.router.Router;
import dev.tare.specimen.app.wamp.router.RouterLimits;
import dev.tare.specimen.app.wamp.router.RouterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A router without sockets, and peers of it that a test speaks for. */
public final class RouterBed {
    /** What a callee announces that can be interrupted and gives partial results. */
    public static final Map<String, @Nullable Object> ABLE_CALLEE =
            Map.of(
                    "callee",
                    Map.of(
                            "features",
                            Map.of("call_canceling", true, "progressive_call_results", true)));

    /** What a callee announces that can neither. */
    public static final Map<String, @Nullable Object> PLAIN_ROLES =
            Map.of(
                    "callee",
                    Map.of(),
                    "caller",
                    Map.of(),
                    "publisher",
                    Map.of(),
                    "subscriber",
                    Map.of());

    /** Seconds since 1970 of the bed's wall clock. */
    public static final long EPOCH_S = 1_800_000_000L;

    private final Turns turns = new Turns(_ -> {});
    private final ManualTimers timers = new ManualTimers();
    private final Router router;

    public RouterBed() {
        this(RouterOptions.standard());
    }

    public RouterBed(RouterLimits limits) {
        this(RouterOptions.standard().withLimits(limits));
    }

    public RouterBed(RouterOptions options) {
        router =
                new Router(
                        options, timers, () -> EPOCH_S * 1_000_000_000L, new SplittableRandom(42));
    }

    public Router router() {
        return router;
    }

    public Turns turns() {
        return turns;
    }

    /** Lets time pass, and what follows from that happen. */
    public void pass(long durationNs) {
        timers.pass(durationNs);
        turns.run();
    }

    public int waits() {
        return timers.waiting();
    }

    /** A connection that has said nothing. */
    public Peer connect() {
        Peer peer = new Peer(turns);
        LinkPair.connect(router, peer::on, turns);
        return peer;
    }

    /** A session of realm1 with these roles. */
    public Peer join(Map<String, @Nullable Object> roles) {
        Peer peer = connect();
        peer.send(new WampMessage.Hello(RouterOptions.REALM, Map.of("roles", roles)));
        peer.joined();
        return peer;
    }

    /** A session of realm1 that has announced the least. */
    public Peer join() {
        return join(PLAIN_ROLES);
    }

    /** A session of our client's; what it is told comes into {@code told}. */
    public ClientSession client(JoinOptions options, List<String> told) {
        List<ClientSession> sessions = new ArrayList<>();
        SessionListener listener =
                new SessionListener() {
                    @Override
                    public void onJoined(ClientSession session) {
                        told.add("joined");
                    }

                    @Override
                    public void onLeft(String reason, String message) {
                        told.add("left: " + reason);
                    }
                };
        LinkPair.connect(
                router,
                link -> {
                    ClientSession session = ClientSession.join(link, options, listener);
                    sessions.add(session);
                    return session;
                },
                turns);
        turns.run();
        return sessions.getFirst();
    }

    /** A session of realm1 of our client's. */
    public ClientSession client() {
        return client(JoinOptions.anonymous(RouterOptions.REALM), new ArrayList<>());
    }
}
