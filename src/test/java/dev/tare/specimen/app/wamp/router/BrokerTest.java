package dev.tare.specimen.app.wamp.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.app.wamp.Peer;
import dev.tare.specimen.app.wamp.RouterBed;
import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.message.WampMessage.Event;
import dev.tare.specimen.app.wamp.message.WampMessage.Hello;
import dev.tare.specimen.app.wamp.message.WampMessage.Published;
import dev.tare.specimen.app.wamp.message.WampMessage.Subscribe;
import dev.tare.specimen.app.wamp.message.WampMessage.Unsubscribe;
import dev.tare.specimen.app.wamp.message.WampMessage.Unsubscribed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BrokerTest {
    private static final String TOPIC = "com.example.topic";
    private static final Map<String, @Nullable Object> NONE = Map.of();

    private final RouterBed bed = new RouterBed();

    @Test
    void anEventGoesToAllWhoHaveSubscribed() {
        Peer publisher = bed.join();
        List<Peer> subscribers = List.of(bed.join(), bed.join());
        List<Long> subscriptions =
                subscribers.stream().map(peer -> peer.subscribe(TOPIC, NONE)).toList();
        assertThat(subscriptions.get(0)).isEqualTo(subscriptions.get(1));
        Payload payload = new Payload(List.of("news"), Map.of("k", 1L));
        publisher.send(new WampMessage.Publish(1, NONE, TOPIC, payload));
        Event first = subscribers.get(0).hear(Event.class);
        assertThat(first.payload()).isEqualTo(payload);
        assertThat(first.details()).isEmpty();
        assertThat(subscribers.get(1).hear(Event.class)).isEqualTo(first);
        publisher.hearNothing();
    }

    @Test
    void whoPublishesHearsOfItWhereItAsksTo() {
        Peer publisher = bed.join();
        Peer subscriber = bed.join();
        subscriber.subscribe(TOPIC, NONE);
        publisher.send(
                new WampMessage.Publish(9, Map.of("acknowledge", true), TOPIC, Payload.NONE));
        Published published = publisher.hear(Published.class);
        assertThat(published.request()).isEqualTo(9);
        assertThat(subscriber.hear(Event.class).publication()).isEqualTo(published.publication());
    }

    @Test
    void thePublisherGetsItsOwnEventOnlyWhereItAsksForIt() {
        Peer peer = bed.join();
        long subscription = peer.subscribe(TOPIC, NONE);
        peer.publish(TOPIC, NONE, "1");
        peer.hearNothing();
        peer.publish(TOPIC, Map.of("exclude_me", false), "2");
        assertThat(peer.hearEvent(subscription)).containsExactly("2");
    }

    @Test
    void thePublisherIsDisclosedWhereItAsksForIt() {
        Peer publisher = bed.join();
        Peer subscriber = bed.join();
        subscriber.subscribe(TOPIC, NONE);
        publisher.publish(TOPIC, Map.of("disclose_me", true));
        assertThat(subscriber.hear(Event.class).details())
                .containsEntry("publisher", publisher.id())
                .containsEntry("publisher_authrole", "anonymous")
                .containsKey("publisher_authid");
    }

    @Test
    void everyMatchingSubscriptionGetsTheEventAndPatternsItsTopic() {
        Peer publisher = bed.join();
        Peer subscriber = bed.join();
        long exact = subscriber.subscribe(TOPIC, NONE);
        long prefix = subscriber.subscribe("com.example", Map.of("match", "prefix"));
        long wildcard = subscriber.subscribe("com..topic", Map.of("match", "wildcard"));
        subscriber.subscribe("com.example.other", NONE);
        publisher.publish(TOPIC, NONE);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            events.add(subscriber.hear(Event.class));
        }
        subscriber.hearNothing();
        assertThat(events).extracting(Event::subscription).containsExactly(exact, prefix, wildcard);
        assertThat(events).extracting(Event::publication).containsOnly(events.get(0).publication());
        assertThat(events.get(0).details()).isEmpty();
        assertThat(events.get(1).details()).isEqualTo(Map.of("topic", TOPIC));
        assertThat(events.get(2).details()).isEqualTo(Map.of("topic", TOPIC));
    }

    @Test
    void thePublisherChoosesItsAudience() {
        Peer publisher = bed.join();
        Peer a = bed.join();
        Peer b = bed.join();
        a.subscribe(TOPIC, NONE);
        b.subscribe(TOPIC, NONE);
        publisher.publish(TOPIC, Map.of("exclude", List.of(a.id())), "not a");
        publisher.publish(TOPIC, Map.of("eligible", List.of(a.id())), "a");
        publisher.publish(TOPIC, Map.of("eligible", List.of()), "nobody");
        publisher.publish(
                TOPIC, Map.of("eligible", List.of(a.id()), "exclude", List.of(a.id())), "nobody");
        publisher.publish(TOPIC, Map.of("exclude_authrole", List.of("anonymous")), "nobody");
        publisher.publish(TOPIC, Map.of("eligible_authrole", List.of("anonymous")), "all");
        publisher.publish(TOPIC, Map.of("eligible_authid", List.of("joe")), "nobody");
        publisher.publish(TOPIC, Map.of("exclude_authid", List.of("joe")), "all");
        assertThat(heard(a)).containsExactly("a", "all", "all");
        assertThat(heard(b)).containsExactly("not a", "all", "all");
    }

    private static List<Object> heard(Peer peer) {
        List<Object> heard = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            heard.addAll(peer.hear(Event.class).payload().argsOrEmpty());
        }
        peer.hearNothing();
        return heard;
    }

    static final List<Map<String, @Nullable Object>> WRONG_OPTIONS =
            List.of(
                    Map.of("exclude", 5L),
                    Map.of("exclude", List.of("5")),
                    Map.of("eligible_authid", List.of(5L)),
                    Map.of("acknowledge", "true"));

    @ParameterizedTest
    @FieldSource("WRONG_OPTIONS")
    void anOptionOfAWrongTypeIsAViolation(Map<String, @Nullable Object> options) {
        Peer publisher = bed.join();
        publisher.publish(TOPIC, options);
        publisher.hearAbort(WampErrors.PROTOCOL_VIOLATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", "a b", "wamp.session.on_join"})
    void whatIsNoTopicForClientsIsRefused(String topic) {
        Peer peer = bed.join();
        peer.publish(topic, NONE);
        peer.hearNothing();
        peer.publish(topic, Map.of("acknowledge", true));
        peer.hearError(WampErrors.INVALID_URI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", "a b"})
    void whatIsNoTopicIsNotSubscribedTo(String topic) {
        Peer peer = bed.join();
        peer.send(new Subscribe(1, NONE, topic));
        peer.hearError(WampErrors.INVALID_URI);
    }

    @Test
    void whoUnsubscribesGetsNoMoreEvents() {
        Peer publisher = bed.join();
        Peer subscriber = bed.join();
        Peer other = bed.join();
        long subscription = subscriber.subscribe(TOPIC, NONE);
        assertThat(subscriber.subscribe(TOPIC, NONE)).isEqualTo(subscription);
        other.subscribe(TOPIC, NONE);
        subscriber.send(new Unsubscribe(7, subscription));
        assertThat(subscriber.hear(Unsubscribed.class)).isEqualTo(new Unsubscribed(7));
        publisher.publish(TOPIC, NONE);
        other.hear(Event.class);
        subscriber.hearNothing();
        subscriber.send(new Unsubscribe(8, subscription));
        subscriber.hearError(WampErrors.NO_SUCH_SUBSCRIPTION);
    }

    @Test
    void aSubscriberThatDiesLeavesNothing() {
        Peer publisher = bed.join();
        Peer subscriber = bed.join();
        subscriber.subscribe(TOPIC, NONE);
        subscriber.hangUp();
        publisher.publish(TOPIC, Map.of("acknowledge", true));
        publisher.hear(Published.class);
        assertThat(bed.router().prometheus())
                .contains("wamp_subscriptions{realm=\"realm1\"} 0\n")
                .contains("wamp_events_total 0\n");
    }

    @Test
    void subscriptionsOfASessionAreBounded() {
        RouterBed small = new RouterBed(Limits.standard().subscriptions(1).build());
        Peer peer = small.join();
        long subscription = peer.subscribe(TOPIC, NONE);
        peer.send(new Subscribe(2, NONE, "a.b"));
        peer.hearError(WampErrors.LIMIT_REACHED);
        assertThat(peer.subscribe(TOPIC, NONE)).isEqualTo(subscription);
    }

    /** A connection whose peer leaves as much unread as a test says. */
    private static final class StalledLink implements WampLink {
        private long queuedBytes;
        private int sent;
        private boolean closed;

        @Override
        public void send(WampMessage message) {
            sent++;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public long queuedBytes() {
            return queuedBytes;
        }

        @Override
        public String transport() {
            return "stalled";
        }
    }

    private StalledLink stalledSubscriber(RouterBed routed) {
        StalledLink link = new StalledLink();
        LinkHandler session = routed.router().onLink(link);
        session.onMessage(new Hello("realm1", Map.of("roles", RouterBed.PLAIN_ROLES)));
        session.onMessage(new Subscribe(1, NONE, TOPIC));
        assertThat(link.sent).isEqualTo(2);
        return link;
    }

    @Test
    void eventsAreDroppedForASubscriberThatDoesNotReadAndTheRestGoesOn() {
        RouterBed routed = new RouterBed(Limits.standard().droppedEvents(3).build());
        StalledLink stalled = stalledSubscriber(routed);
        Peer publisher = routed.join();
        Peer reader = routed.join();
        long subscription = reader.subscribe(TOPIC, NONE);
        stalled.queuedBytes = RouterLimits.EVENT_QUEUE_BYTES + 1;
        publisher.publish(TOPIC, NONE);
        publisher.publish(TOPIC, NONE);
        assertThat(stalled.sent).isEqualTo(2);
        stalled.queuedBytes = RouterLimits.EVENT_QUEUE_BYTES;
        publisher.publish(TOPIC, NONE);
        assertThat(stalled.sent).isEqualTo(3);
        stalled.queuedBytes = RouterLimits.EVENT_QUEUE_BYTES + 1;
        publisher.publish(TOPIC, NONE);
        publisher.publish(TOPIC, NONE);
        assertThat(stalled.closed).isFalse();
        publisher.publish(TOPIC, NONE);
        assertThat(stalled.closed).isTrue();
        for (int i = 0; i < 6; i++) {
            reader.hearEvent(subscription);
        }
        assertThat(routed.router().prometheus())
                .contains("wamp_events_dropped_total 5\n")
                .contains("wamp_sessions_too_slow_total 1\n");
    }

    @Test
    void whoReadsNothingAtAllIsCutOff() {
        StalledLink stalled = stalledSubscriber(bed);
        LinkHandler session = bed.router().onLink(stalled);
        session.onMessage(new Hello("realm1", Map.of("roles", RouterBed.PLAIN_ROLES)));
        stalled.queuedBytes = RouterLimits.QUEUE_BYTES + 1;
        int before = stalled.sent;
        session.onMessage(new Subscribe(2, NONE, "a.b"));
        assertThat(stalled.sent).isEqualTo(before);
        assertThat(stalled.closed).isTrue();
        session.onClosed();
        assertThat(bed.router().prometheus()).contains("wamp_sessions{realm=\"realm1\"} 1\n");
    }
}
