package dev.tare.specimen.app.wamp.router;

/**
 * How much a router holds, for all and for each session.
 *
 * @param sessions open ones and such as still say hello, of all realms
 * @param registrationsPerSession procedures that one session offers
 * @param subscriptionsPerSession topics that one session has subscribed to
 * @param callsPerSession calls of one session that wait for their answer
 * @param invocationsPerSession invocations of one callee that have no answer yet; a callee with so
 *     many takes no call
 * @param eventQueueBytes what a subscriber may leave unread before events for it are dropped
 * @param droppedEvents so many events dropped one after the other, and the session is closed
 * @param queueBytes what a session may leave unread before it is closed
 * @param handshakeNs how long somebody may take from the connection to the open session
 */
public record RouterLimits(
        int sessions,
        int registrationsPerSession,
        int subscriptionsPerSession,
        int callsPerSession,
        int invocationsPerSession,
        long eventQueueBytes,
        int droppedEvents,
        long queueBytes,
        long handshakeNs) {
    public static final int SESSIONS = 10_000;
    public static final int REGISTRATIONS_PER_SESSION = 1_000;
    public static final int SUBSCRIPTIONS_PER_SESSION = 1_000;
    public static final int CALLS_PER_SESSION = 10_000;
    public static final int INVOCATIONS_PER_SESSION = 10_000;
    public static final long EVENT_QUEUE_BYTES = 1 << 20;
    public static final int DROPPED_EVENTS = 1_000;
    public static final long QUEUE_BYTES = 4 << 20;
    public static final long HANDSHAKE_NS = 10_000_000_000L;

    public RouterLimits {
        requirePositive("sessions", sessions);
        requirePositive("registrations per session", registrationsPerSession);
        requirePositive("subscriptions per session", subscriptionsPerSession);
        requirePositive("calls per session", callsPerSession);
        requirePositive("invocations per session", invocationsPerSession);
        requirePositive("bytes of an event queue", eventQueueBytes);
        requirePositive("dropped events", droppedEvents);
        requirePositive("bytes of a queue", queueBytes);
        requirePositive("handshake in nanoseconds", handshakeNs);
    }

    /** The constants. */
    public static RouterLimits standard() {
        return new RouterLimits(
                SESSIONS,
                REGISTRATIONS_PER_SESSION,
                SUBSCRIPTIONS_PER_SESSION,
                CALLS_PER_SESSION,
                INVOCATIONS_PER_SESSION,
                EVENT_QUEUE_BYTES,
                DROPPED_EVENTS,
                QUEUE_BYTES,
                HANDSHAKE_NS);
    }

    private static void requirePositive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s: %d must be 1 or more".formatted(what, value));
        }
    }
}
