package dev.tare.specimen.app.wamp.router;

import dev.tare.base.time.DelayQueue;
import dev.tare.specimen.app.wamp.auth.Admission;
import dev.tare.specimen.app.wamp.auth.Admission.Admitted;
import dev.tare.specimen.app.wamp.auth.Admission.Challenged;
import dev.tare.specimen.app.wamp.auth.Admission.Refused;
import dev.tare.specimen.app.wamp.auth.Identity;
import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampId;
import dev.tare.specimen.app.wamp.message.WampMessage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of the router, from its connection to its end.
 *
 * <p>Thread-safety: the router's thread.
 */
final class Session extends DelayQueue.Entry implements LinkHandler {
    private enum State {
        /** Nothing has been said. */
        CONNECTED,
        /** Has to prove who it is. */
        CHALLENGED,
        /** Is part of its realm. */
        OPEN,
        /** Is not; nothing that comes is looked at any more. */
        CLOSED
    }

    private final Router router;
    private final WampLink link;
    private final long id;
    private final @Nullable Identity trusted;

    /** What it has asked for and waits for. */
    private final Map<Long, PendingCall> calls = new HashMap<>();

    /** What it was asked for and has not answered. */
    private final Map<Long, PendingCall> invocations = new HashMap<>();

    private final Map<Long, Registration> registrations = new LinkedHashMap<>();
    private final Map<Long, Subscription> subscriptions = new LinkedHashMap<>();
    private State state = State.CONNECTED;
    private @Nullable Realm realm;
    private @Nullable Identity identity;
    private Admission.@Nullable Proof proof;
    private PeerFeatures features = PeerFeatures.NONE;
    private long lastInvocation;
    private int droppedInARow;

    /**
     * Makes one for a new link.
     *
     * @param trusted as whom it comes in without being asked; null to ask
     */
    Session(Router router, WampLink link, long id, @Nullable Identity trusted) {
        this.router = router;
        this.link = link;
        this.id = id;
        this.trusted = trusted;
    }

    // What comes.

    @Override
    public void onMessage(WampMessage message) {
        try {
            switch (state) {
                case CONNECTED -> greet(message);
                case CHALLENGED -> authenticate(message);
                case OPEN -> serve(message);
                case CLOSED -> {}
            }
        } catch (ProtocolFault fault) {
            onFault(fault);
        }
    }

    @Override
    public void onFault(ProtocolFault fault) {
        if (state != State.CLOSED) {
            abort(fault.reason(), String.valueOf(fault.getMessage()));
        }
    }

    /** What its peer does not take is an error to whoever waits for it; an event is lost. */
    @Override
    public void onUnsendable(WampMessage message, String why) {
        Payload words = Payload.of(List.of(why));
        if (message instanceof WampMessage.Invocation invocation) {
            // As if the callee had said so.
            onMessage(
                    new WampMessage.Error(
                            WampMessage.INVOCATION,
                            invocation.request(),
                            Map.of(),
                            WampErrors.PAYLOAD_SIZE_EXCEEDED,
                            words));
        } else if (message instanceof WampMessage.Result result
                && !Boolean.TRUE.equals(result.details().get("progress"))) {
            refuse(WampMessage.CALL, result.request(), WampErrors.PAYLOAD_SIZE_EXCEEDED, why);
        } else if (message instanceof WampMessage.Error error
                && !error.payload().equals(Payload.NONE)) {
            send(
                    new WampMessage.Error(
                            error.requestType(),
                            error.request(),
                            Map.of(),
                            error.error(),
                            Payload.NONE));
        }
    }

    @Override
    public void onClosed() {
        leave();
        router.onGone(this);
    }

    /** The time for saying hello is over. */
    @Override
    public void onDue() {
        abort(WampErrors.PROTOCOL_VIOLATION, "the session was not opened in time");
    }

    // Opening.

    private void greet(WampMessage message) throws ProtocolFault {
        switch (message) {
            case WampMessage.Hello hello -> greet(hello);
            case WampMessage.Abort _ -> close();
            default -> throw new ProtocolFault("a session begins with HELLO");
        }
    }

    private void greet(WampMessage.Hello hello) throws ProtocolFault {
        Realm found = router.realm(hello.realm());
        if (found == null) {
            abort(WampErrors.NO_SUCH_REALM, "there is no realm of this name");
            return;
        }
        realm = found;
        features = PeerFeatures.of(hello.details());
        decide(
                trusted == null
                        ? router.doorkeeper().judge(hello.details(), id)
                        : new Admitted(trusted));
    }

    private void authenticate(WampMessage message) throws ProtocolFault {
        switch (message) {
            case WampMessage.Authenticate answer when proof != null ->
                    decide(proof.judge(answer.signature()));
            case WampMessage.Abort _ -> close();
            default -> throw new ProtocolFault("CHALLENGE is answered by AUTHENTICATE");
        }
    }

    private void decide(Admission admission) {
        switch (admission) {
            case Admitted admitted -> open(admitted.identity());
            case Refused refused -> abort(refused.reason(), refused.message());
            case Challenged challenged -> {
                state = State.CHALLENGED;
                proof = challenged.proof();
                link.send(
                        new WampMessage.Challenge(challenged.method().word(), challenged.extra()));
            }
        }
    }

    private void open(Identity who) {
        Realm joined = realm;
        if (joined == null) {
            throw new IllegalStateException("a session opens in no realm");
        }
        router.timers().stopWaiting(this);
        state = State.OPEN;
        identity = who;
        proof = null;
        joined.join(this);
        router.counters().onJoined();
        Map<String, @Nullable Object> details = who.asDetails();
        details.put("realm", joined.name());
        details.put("agent", Router.AGENT);
        details.put("roles", RouterRoles.ROLES);
        link.send(new WampMessage.Welcome(id, details));
    }

    // Serving.

    private void serve(WampMessage message) throws ProtocolFault {
        Realm joined = realm;
        if (joined == null) {
            throw new IllegalStateException("an open session has no realm");
        }
        Dealer dealer = joined.dealer();
        Broker broker = joined.broker();
        switch (message) {
            case WampMessage.Call call -> dealer.call(this, call);
            case WampMessage.Yield result -> dealer.result(this, result);
            case WampMessage.Error error -> dealer.error(this, error);
            case WampMessage.Cancel cancel -> dealer.cancel(this, cancel);
            case WampMessage.Register register -> dealer.register(this, register);
            case WampMessage.Unregister unregister -> dealer.unregister(this, unregister);
            case WampMessage.Publish publish -> broker.publish(this, publish);
            case WampMessage.Subscribe subscribe -> broker.subscribe(this, subscribe);
            case WampMessage.Unsubscribe unsubscribe -> broker.unsubscribe(this, unsubscribe);
            case WampMessage.Goodbye _ -> {
                link.send(new WampMessage.Goodbye(Map.of(), WampErrors.GOODBYE_AND_OUT));
                close();
            }
            case WampMessage.Abort _ -> close();
            case WampMessage.Hello _,
                    WampMessage.Welcome _,
                    WampMessage.Challenge _,
                    WampMessage.Authenticate _,
                    WampMessage.Published _,
                    WampMessage.Subscribed _,
                    WampMessage.Unsubscribed _,
                    WampMessage.Event _,
                    WampMessage.Result _,
                    WampMessage.Registered _,
                    WampMessage.Unregistered _,
                    WampMessage.Invocation _,
                    WampMessage.Interrupt _ ->
                    throw new ProtocolFault(
                            "%s is nothing that the client of an open session sends"
                                    .formatted(
                                            message.getClass()
                                                    .getSimpleName()
                                                    .toUpperCase(java.util.Locale.ROOT)));
        }
    }

    // Sending.

    /** Sends a message, unless the peer leaves too much unread: then it is cut off. */
    void send(WampMessage message) {
        if (state != State.OPEN) {
            return;
        }
        if (link.queuedBytes() > router.limits().queueBytes()) {
            cutOff();
            return;
        }
        link.send(message);
    }

    /** Sends an event, or drops it when the peer does not read. */
    void sendEvent(WampMessage.Event event) {
        if (state != State.OPEN) {
            return;
        }
        if (link.queuedBytes() <= router.limits().eventQueueBytes()) {
            droppedInARow = 0;
            router.counters().onEvent();
            link.send(event);
            return;
        }
        droppedInARow++;
        router.counters().onEventDropped();
        if (droppedInARow >= router.limits().droppedEvents()) {
            cutOff();
        }
    }

    /** The peer does not read: there is no use in telling it why. Its traces go when it is gone. */
    private void cutOff() {
        router.counters().onTooSlow();
        state = State.CLOSED;
        link.close();
    }

    /** Refuses a request. */
    void refuse(int type, long request, String error, String message) {
        router.counters().onError(error);
        send(new WampMessage.Error(type, request, Map.of(), error, Payload.of(List.of(message))));
    }

    private void abort(String reason, String message) {
        router.counters().onAbort(reason);
        if (state != State.CLOSED) {
            link.send(new WampMessage.Abort(Map.of("message", message), reason));
        }
        close();
    }

    /** Tells the peer that the router stops. */
    void shutDown() {
        if (state == State.OPEN) {
            link.send(new WampMessage.Goodbye(Map.of(), WampErrors.SYSTEM_SHUTDOWN));
        }
        close();
    }

    // The end.

    private void close() {
        leave();
        link.close();
    }

    /** Nothing of it is left in the realm. */
    private void leave() {
        state = State.CLOSED;
        proof = null;
        router.timers().stopWaiting(this);
        Realm joined = realm;
        realm = null;
        if (joined != null && identity != null) {
            joined.leave(this);
        }
    }

    // What the realm keeps with it.

    long id() {
        return id;
    }

    /** As whom it came in; it is open. */
    Identity identity() {
        Identity who = identity;
        if (who == null) {
            throw new IllegalStateException("session %d is not open".formatted(id));
        }
        return who;
    }

    PeerFeatures features() {
        return features;
    }

    Map<Long, PendingCall> calls() {
        return calls;
    }

    Map<Long, PendingCall> invocations() {
        return invocations;
    }

    Map<Long, Registration> registrations() {
        return registrations;
    }

    Map<Long, Subscription> subscriptions() {
        return subscriptions;
    }

    /** Whether it has room for one more invocation. */
    boolean takesInvocations() {
        return invocations.size() < router.limits().invocationsPerSession();
    }

    /** A number for the next invocation. */
    long nextInvocation() {
        lastInvocation = WampId.after(lastInvocation);
        return lastInvocation;
    }

    /** Whether there has been an invocation of this number. */
    boolean hadInvocation(long number) {
        return number <= lastInvocation;
    }
}
