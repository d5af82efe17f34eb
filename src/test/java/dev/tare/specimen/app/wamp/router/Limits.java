package dev.tare.specimen.app.wamp.router;

/** Limits that a test can reach. */
final class Limits {
    private int sessions = 100;
    private int registrations = 100;
    private int subscriptions = 100;
    private int calls = 100;
    private int invocations = 100;
    private int droppedEvents = 100;

    private Limits() {}

    static Limits standard() {
        return new Limits();
    }

    Limits sessions(int count) {
        sessions = count;
        return this;
    }

    Limits registrations(int count) {
        registrations = count;
        return this;
    }

    Limits subscriptions(int count) {
        subscriptions = count;
        return this;
    }

    Limits calls(int count) {
        calls = count;
        return this;
    }

    Limits invocations(int count) {
        invocations = count;
        return this;
    }

    Limits droppedEvents(int count) {
        droppedEvents = count;
        return this;
    }

    RouterLimits build() {
        return new RouterLimits(
                sessions,
                registrations,
                subscriptions,
                calls,
                invocations,
                RouterLimits.EVENT_QUEUE_BYTES,
                droppedEvents,
                RouterLimits.QUEUE_BYTES,
                RouterLimits.HANDSHAKE_NS);
    }
}
