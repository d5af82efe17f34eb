package dev.tare.specimen.app.wamp.router;

import dev.tare.base.time.EpochClock;
import dev.tare.specimen.app.wamp.auth.Doorkeeper;
import dev.tare.specimen.app.wamp.auth.Identity;
import dev.tare.specimen.app.wamp.link.LinkAcceptor;
import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampId;
import dev.tare.specimen.app.wamp.message.WampMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A WAMP router: whoever opens a link to it and says {@code HELLO} becomes a session of a realm.
 *
 * <p>Thread-safety: one thread, that of the loop which all its links belong to.
 */
public final class Router implements LinkAcceptor {
    /** What the router says it is. */
    public static final String AGENT = "tare";

    /** Takes a link when there is no room, and listens to nothing. */
    private static final LinkHandler NOBODY =
            new LinkHandler() {
                @Override
                public void onMessage(WampMessage message) {}

                @Override
                public void onFault(ProtocolFault fault) {}

                @Override
                public void onClosed() {}
            };

    private final RouterLimits limits;
    private final Doorkeeper doorkeeper;
    private final Timers timers;
    private final RandomGenerator random;
    private final RouterCounters counters = new RouterCounters();
    private final Map<String, Realm> realms = new HashMap<>();
    private final Map<Long, Session> sessions = new HashMap<>();

    /**
     * Makes a router without sessions.
     *
     * @param timers of the loop of all its links
     * @param clock for the stamps in challenges
     * @param random numbers that are not to be guessed: sessions are named by them
     */
    public Router(RouterOptions options, Timers timers, EpochClock clock, RandomGenerator random) {
        limits = options.limits();
        doorkeeper = new Doorkeeper(options.users(), clock);
        this.timers = timers;
        this.random = random;
        for (String name : options.realms()) {
            realms.put(name, new Realm(name, this));
        }
    }

    @Override
    public LinkHandler onLink(WampLink link) {
        return accept(link, null);
    }

    /** Takes links whose sessions come in without being asked who they are. */
    public LinkAcceptor trusting(Identity identity) {
        return link -> accept(link, identity);
    }

    private LinkHandler accept(WampLink link, @Nullable Identity trusted) {
        if (sessions.size() >= limits.sessions()) {
            counters.onAbort(WampErrors.LIMIT_REACHED);
            link.send(
                    new WampMessage.Abort(
                            Map.of("message", "the router has as many sessions as it takes"),
                            WampErrors.LIMIT_REACHED));
            link.close();
            return NOBODY;
        }
        long id = WampId.random(random);
        while (sessions.containsKey(id)) {
            id = WampId.random(random);
        }
        Session session = new Session(this, link, id, trusted);
        sessions.put(id, session);
        timers.waitFor(session, limits.handshakeNs());
        return session;
    }

    void onGone(Session session) {
        sessions.remove(session.id(), session);
    }

    @Nullable Realm realm(String name) {
        return realms.get(name);
    }

    RouterLimits limits() {
        return limits;
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    Timers timers() {
        return timers;
    }

    RandomGenerator random() {
        return random;
    }

    RouterCounters counters() {
        return counters;
    }

    /** How many links there are whose end has not come, with a session or without. */
    public int sessions() {
        return sessions.size();
    }

    /** Says goodbye to all sessions and closes their links. */
    public void shutDown() {
        List.copyOf(sessions.values()).forEach(Session::shutDown);
    }

    /** What it has done and what there is, in Prometheus' text format, version 0.0.4. */
    public String prometheus() {
        StringBuilder text = new StringBuilder(4096);
        counters.print(text);
        gauge(text, "wamp_sessions", "Open sessions.", Realm::sessions);
        gauge(text, "wamp_registrations", "Registrations.", r -> r.dealer().registrations());
        gauge(
                text,
                "wamp_invocations_pending",
                "Invocations that callees have not answered.",
                r -> r.dealer().pendingInvocations());
        gauge(text, "wamp_subscriptions", "Subscriptions.", r -> r.broker().subscriptions());
        return text.toString();
    }

    private void gauge(StringBuilder text, String name, String help, ToIntFunction<Realm> of) {
        RouterCounters.head(text, name, help, "gauge");
        realms.forEach((realm, state) ->
                text.append(name)
                        .append("{realm=\"")
                        .append(realm.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append("\"} ")
                        .append(of.applyAsInt(state))
                        .append('\n'));
    }
}
