package dev.tare.specimen.app.wamp.client;

import dev.tare.specimen.app.wamp.message.WampMessage.Event;

/** Told the events of a subscription. */
@FunctionalInterface
public interface EventListener {
    void onEvent(Event event);
}
