package dev.tare.specimen.app.wamp.router;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A topic, or a pattern of topics, and who has subscribed to it.
 *
 * @param subscribers in the order in which they came
 */
record Subscription(long id, String topic, MatchPolicy match, Set<Session> subscribers) {
    Subscription(long id, String topic, MatchPolicy match) {
        this(id, topic, match, new LinkedHashSet<>());
    }
}
