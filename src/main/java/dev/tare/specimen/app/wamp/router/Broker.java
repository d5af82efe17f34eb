package dev.tare.specimen.app.wamp.router;

import dev.tare.specimen.app.wamp.message.Dict;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampId;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.message.WampMessage.Event;
import dev.tare.specimen.app.wamp.message.WampMessage.Publish;
import dev.tare.specimen.app.wamp.message.WampMessage.Published;
import dev.tare.specimen.app.wamp.message.WampMessage.Subscribe;
import dev.tare.specimen.app.wamp.message.WampMessage.Subscribed;
import dev.tare.specimen.app.wamp.message.WampMessage.Unsubscribe;
import dev.tare.specimen.app.wamp.message.WampMessage.Unsubscribed;
import dev.tare.specimen.app.wamp.message.WampUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives events to those who have subscribed to their topics.
 *
 * <p>Thread-safety: the router's thread.
 */
final class Broker {
    private final Router router;
    private final UriIndex<Subscription> index = new UriIndex<>();
    private int subscriptions;
    private long lastId;

    Broker(Router router) {
        this.router = router;
    }

    int subscriptions() {
        return subscriptions;
    }

    void subscribe(Session session, Subscribe message) throws ProtocolFault {
        MatchPolicy match = MatchPolicy.of(message.options());
        String topic = message.topic();
        if (!match.accepts(topic)) {
            session.refuse(
                    WampMessage.SUBSCRIBE,
                    message.request(),
                    WampErrors.INVALID_URI,
                    "this is no topic, nor a pattern of topics of this kind");
            return;
        }
        Subscription subscription = index.at(match, topic);
        boolean isNew = subscription == null || !subscription.subscribers().contains(session);
        int limit = router.limits().subscriptionsPerSession();
        if (isNew && session.subscriptions().size() >= limit) {
            session.refuse(
                    WampMessage.SUBSCRIBE,
                    message.request(),
                    WampErrors.LIMIT_REACHED,
                    "a session has %d subscriptions at most".formatted(limit));
            return;
        }
        if (subscription == null) {
            lastId = WampId.after(lastId);
            subscription = new Subscription(lastId, topic, match);
            index.put(match, topic, subscription);
            subscriptions++;
        }
        subscription.subscribers().add(session);
        session.subscriptions().put(subscription.id(), subscription);
        session.send(new Subscribed(message.request(), subscription.id()));
    }

    void unsubscribe(Session session, Unsubscribe message) {
        Subscription subscription = session.subscriptions().remove(message.subscription());
        if (subscription == null) {
            session.refuse(
                    WampMessage.UNSUBSCRIBE,
                    message.request(),
                    WampErrors.NO_SUCH_SUBSCRIPTION,
                    "this session has no such subscription");
            return;
        }
        drop(subscription, session);
        session.send(new Unsubscribed(message.request()));
    }

    private void drop(Subscription subscription, Session session) {
        subscription.subscribers().remove(session);
        if (subscription.subscribers().isEmpty()) {
            index.remove(subscription.match(), subscription.topic());
            subscriptions--;
        }
    }

    void publish(Session publisher, Publish message) throws ProtocolFault {
        Map<String, @Nullable Object> options = message.options();
        boolean acknowledges = Dict.flag(options, "acknowledge", false);
        boolean excludesMe = Dict.flag(options, "exclude_me", true);
        boolean disclosesMe = Dict.flag(options, "disclose_me", false);
        Audience audience = Audience.of(options);
        String topic = message.topic();
        if (!WampUri.isExact(topic) || WampUri.isReserved(topic)) {
            // Who does not want to hear of success does not hear of failure either.
            if (acknowledges) {
                publisher.refuse(
                        WampMessage.PUBLISH,
                        message.request(),
                        WampErrors.INVALID_URI,
                        "this is no topic that a client can publish to");
            }
            return;
        }
        router.counters().onPublication();
        long publication = WampId.random(router.random());
        index.forEachMatch(
                topic,
                subscription -> {
                    Event event =
                            event(
                                    subscription,
                                    publication,
                                    disclosesMe ? publisher : null,
                                    message);
                    // A subscriber that is cut off on the way leaves later, not within this walk.
                    for (Session subscriber : subscription.subscribers()) {
                        if (!(excludesMe && subscriber == publisher)
                                && audience.admits(subscriber)) {
                            subscriber.sendEvent(event);
                        }
                    }
                });
        if (acknowledges) {
            publisher.send(new Published(message.request(), publication));
        }
    }

    private static Event event(
            Subscription subscription,
            long publication,
            @Nullable Session disclosed,
            Publish message) {
        Map<String, @Nullable Object> details = Map.of();
        if (disclosed != null || subscription.match() != MatchPolicy.EXACT) {
            details = new LinkedHashMap<>();
            if (subscription.match() != MatchPolicy.EXACT) {
                details.put("topic", message.topic());
            }
            if (disclosed != null) {
                details.put("publisher", disclosed.id());
                details.put("publisher_authid", disclosed.identity().authId());
                details.put("publisher_authrole", disclosed.identity().authRole());
            }
        }
        return new Event(subscription.id(), publication, details, message.payload());
    }

    /** Forgets a session that is gone. */
    void leave(Session session) {
        List.copyOf(session.subscriptions().values()).forEach(s -> drop(s, session));
        session.subscriptions().clear();
    }
}
