package dev.tare.specimen.app.wamp.router;

import java.util.HashSet;
import java.util.Set;

/**
 * Sessions that can reach each other.
 *
 * <p>Thread-safety: the router's thread.
 */
final class Realm {
    private final String name;
    private final Dealer dealer;
    private final Broker broker;
    private final Set<Session> sessions = new HashSet<>();

    Realm(String name, Router router) {
        this.name = name;
        dealer = new Dealer(router);
        broker = new Broker(router);
    }

    String name() {
        return name;
    }

    Dealer dealer() {
        return dealer;
    }

    Broker broker() {
        return broker;
    }

    int sessions() {
        return sessions.size();
    }

    void join(Session session) {
        sessions.add(session);
    }

    void leave(Session session) {
        if (sessions.remove(session)) {
            dealer.leave(session);
            broker.leave(session);
        }
    }
}
