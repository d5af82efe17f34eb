package dev.tare.specimen.app.wamp.router;

import dev.tare.specimen.app.wamp.message.Dict;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampId;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.message.WampMessage.Call;
import dev.tare.specimen.app.wamp.message.WampMessage.Cancel;
import dev.tare.specimen.app.wamp.message.WampMessage.Interrupt;
import dev.tare.specimen.app.wamp.message.WampMessage.Invocation;
import dev.tare.specimen.app.wamp.message.WampMessage.Register;
import dev.tare.specimen.app.wamp.message.WampMessage.Registered;
import dev.tare.specimen.app.wamp.message.WampMessage.Result;
import dev.tare.specimen.app.wamp.message.WampMessage.Unregister;
import dev.tare.specimen.app.wamp.message.WampMessage.Unregistered;
import dev.tare.specimen.app.wamp.message.WampMessage.Yield;
import dev.tare.specimen.app.wamp.message.WampUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls to callees and results back.
 *
 * <p>Thread-safety: the router's thread.
 */
final class Dealer {
    /** The longest timeout that is kept to; longer ones are cut to it. */
    static final long MAX_TIMEOUT_MS = 24L * 3600 * 1000;

    private static final long NS_PER_MS = 1_000_000L;
    private static final String KILL = "kill";
    private static final String KILL_NO_WAIT = "killnowait";
    private static final String SKIP = "skip";

    private final Router router;
    private final UriIndex<Registration> index = new UriIndex<>();
    private int registrations;
    private int pendingInvocations;
    private long lastId;

    Dealer(Router router) {
        this.router = router;
    }

    int registrations() {
        return registrations;
    }

    int pendingInvocations() {
        return pendingInvocations;
    }

    // Registrations.

    void register(Session session, Register message) throws ProtocolFault {
        Map<String, @Nullable Object> options = message.options();
        MatchPolicy match = MatchPolicy.of(options);
        InvokePolicy invoke = InvokePolicy.of(options);
        CalleeSlot slot =
                new CalleeSlot(
                        session,
                        Dict.integer(options, "concurrency", 1).orElse(0),
                        Dict.flag(options, "disclose_caller", false),
                        Dict.flag(options, "forward_timeout", false)
                                && session.features().timesOut());
        Registration registration = index.at(match, message.procedure());
        String error = obstacle(session, message, match, registration, invoke);
        if (error != null) {
            session.refuse(
                    WampMessage.REGISTER,
                    message.request(),
                    error,
                    "register of procedure '%s' is not possible".formatted(message.procedure()));
            return;
        }
        if (registration == null) {
            lastId = WampId.after(lastId);
            registration = new Registration(lastId, message.procedure(), match, invoke);
            index.put(match, message.procedure(), registration);
            registrations++;
        }
        // Who registers again for the same shared registration has it already.
        if (!registration.has(session)) {
            registration.add(slot);
            session.registrations().put(registration.id(), registration);
        }
        session.send(new Registered(message.request(), registration.id()));
    }

    private @Nullable String obstacle(
            Session session,
            Register message,
            MatchPolicy match,
            @Nullable Registration registration,
            InvokePolicy invoke) {
        if (!match.accepts(message.procedure()) || WampUri.isReserved(message.procedure())) {
            return WampErrors.INVALID_URI;
        }
        if (registration != null && registration.invoke() == InvokePolicy.SINGLE) {
            return WampErrors.PROCEDURE_ALREADY_EXISTS;
        }
        if (registration != null && registration.invoke() != invoke) {
            return WampErrors.DIFFERENT_INVOCATION_POLICY;
        }
        boolean isFull =
                session.registrations().size() >= router.limits().registrationsPerSession();
        return isFull ? WampErrors.LIMIT_REACHED : null;
    }

    void unregister(Session session, Unregister message) {
        Registration registration = session.registrations().remove(message.registration());
        if (registration == null) {
            session.refuse(
                    WampMessage.UNREGISTER,
                    message.request(),
                    WampErrors.NO_SUCH_REGISTRATION,
                    "this session has no such registration");
            return;
        }
        drop(registration, session);
        session.send(new Unregistered(message.request()));
    }

    private void drop(Registration registration, Session session) {
        if (registration.remove(session)) {
            index.remove(registration.match(), registration.procedure());
            registrations--;
        }
    }

    // Calls.

    void call(Session caller, Call message) throws ProtocolFault {
        Map<String, @Nullable Object> options = message.options();
        boolean wantsProgress = Dict.flag(options, "receive_progress", false);
        boolean disclosesMe = Dict.flag(options, "disclose_me", false);
        long timeoutMs = Math.min(Dict.integer(options, "timeout", 0).orElse(0), MAX_TIMEOUT_MS);
        if (caller.calls().containsKey(message.request())) {
            throw new ProtocolFault("CALL: request %d is in use".formatted(message.request()));
        }
        String procedure = message.procedure();
        if (!WampUri.isExact(procedure)) {
            refuse(caller, message, WampErrors.INVALID_URI, "this is no procedure's name");
            return;
        }
        int limit = router.limits().callsPerSession();
        if (caller.calls().size() >= limit) {
            String said = "a session has %d calls at once at most".formatted(limit);
            refuse(caller, message, WampErrors.LIMIT_REACHED, said);
            return;
        }
        Registration registration = index.best(procedure);
        if (registration == null) {
            String said = "no callee registered for procedure '" + procedure + "'";
            refuse(caller, message, WampErrors.NO_SUCH_PROCEDURE, said);
            return;
        }
        CalleeSlot slot = registration.choose(router.random());
        if (slot == null) {
            String said = "all callees of procedure '" + procedure + "' are busy";
            refuse(caller, message, WampErrors.MAX_CONCURRENCY_REACHED, said);
            return;
        }
        boolean forwards = timeoutMs > 0 && slot.forwardsTimeout();
        PendingCall pending =
                new PendingCall(
                        this,
                        caller,
                        message.request(),
                        slot,
                        slot.callee().nextInvocation(),
                        wantsProgress && slot.callee().features().progresses(),
                        forwards ? 0 : timeoutMs * NS_PER_MS);
        begin(pending);
        slot.callee()
                .send(
                        new Invocation(
                                pending.invocation(),
                                registration.id(),
                                details(
                                        pending,
                                        registration.match() == MatchPolicy.EXACT
                                                ? null
                                                : procedure,
                                        disclosesMe || slot.disclosesCaller(),
                                        forwards ? timeoutMs : 0),
                                message.payload()));
    }

    private static void refuse(Session caller, Call message, String error, String said) {
        caller.refuse(WampMessage.CALL, message.request(), error, said);
    }

    private void begin(PendingCall pending) {
        router.counters().onCall();
        pending.caller().calls().put(pending.request(), pending);
        pending.callee().invocations().put(pending.invocation(), pending);
        pending.slot().onInvoked();
        pendingInvocations++;
        if (pending.timeoutNs() > 0) {
            router.timers().waitFor(pending, pending.timeoutNs());
        }
    }

    private static Map<String, @Nullable Object> details(
            PendingCall pending, @Nullable String procedure, boolean discloses, long timeoutMs) {
        if (procedure == null && !discloses && !pending.isProgressive() && timeoutMs == 0) {
            return Map.of();
        }
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        if (procedure != null) {
            details.put("procedure", procedure);
        }
        if (discloses) {
            Session caller = pending.caller();
            details.put("caller", caller.id());
            details.put("caller_authid", caller.identity().authId());
            details.put("caller_authrole", caller.identity().authRole());
        }
        if (pending.isProgressive()) {
            details.put("receive_progress", true);
        }
        if (timeoutMs > 0) {
            details.put("timeout", timeoutMs);
        }
        return details;
    }

    // Answers.

    void result(Session callee, Yield message) throws ProtocolFault {
        PendingCall pending = pendingAt(callee, message.request(), "YIELD");
        boolean isPartial = Dict.flag(message.options(), "progress", false);
        if (pending == null) {
            return;
        }
        if (!isPartial) {
            finishAtCallee(pending);
            if (finishAtCaller(pending)) {
                router.counters().onResult();
                pending.caller().send(new Result(pending.request(), Map.of(), message.payload()));
            }
            return;
        }
        if (!pending.isProgressive()) {
            throw new ProtocolFault("YIELD: partial results were not asked for");
        }
        if (isAwaited(pending)) {
            if (pending.timeoutNs() > 0) {
                router.timers().stopWaiting(pending);
                router.timers().waitFor(pending, pending.timeoutNs());
            }
            pending.caller()
                    .send(
                            new Result(
                                    pending.request(),
                                    Map.of("progress", true),
                                    message.payload()));
        }
    }

    void error(Session callee, WampMessage.Error message) throws ProtocolFault {
        if (message.requestType() != WampMessage.INVOCATION) {
            throw new ProtocolFault("ERROR: a client sends it for invocations only");
        }
        PendingCall pending = pendingAt(callee, message.request(), "ERROR");
        if (pending != null) {
            finishAtCallee(pending);
            answer(pending, message.error(), message.payload());
        }
    }

    /** The call that a callee answers; null when nobody waits for that any more. */
    private static @Nullable PendingCall pendingAt(Session callee, long invocation, String kind)
            throws ProtocolFault {
        PendingCall pending = callee.invocations().get(invocation);
        if (pending == null && !callee.hadInvocation(invocation)) {
            throw new ProtocolFault(
                    "%s: there has been no invocation %d".formatted(kind, invocation));
        }
        return pending;
    }

    private void answer(PendingCall pending, String error, Payload payload) {
        if (finishAtCaller(pending)) {
            router.counters().onError(error);
            pending.caller()
                    .send(
                            new WampMessage.Error(
                                    WampMessage.CALL, pending.request(), Map.of(), error, payload));
        }
    }

    private static boolean isAwaited(PendingCall pending) {
        return pending.caller().calls().get(pending.request()) == pending;
    }

    /** The caller gets its answer now; returns false when it has had one, or is gone. */
    private boolean finishAtCaller(PendingCall pending) {
        router.timers().stopWaiting(pending);
        return pending.caller().calls().remove(pending.request(), pending);
    }

    private void finishAtCallee(PendingCall pending) {
        if (pending.callee().invocations().remove(pending.invocation(), pending)) {
            pending.slot().onFinished();
            pendingInvocations--;
        }
    }

    // Cancelling.

    void cancel(Session caller, Cancel message) throws ProtocolFault {
        String mode = Dict.text(message.options(), "mode").orElse(KILL_NO_WAIT);
        if (!mode.equals(KILL) && !mode.equals(KILL_NO_WAIT) && !mode.equals(SKIP)) {
            throw new ProtocolFault("option mode must be skip, kill or killnowait");
        }
        PendingCall pending = caller.calls().get(message.request());
        if (pending == null) {
            // The answer and this message have met on the way.
            return;
        }
        boolean cancels = pending.callee().features().cancels();
        if (mode.equals(KILL) && cancels) {
            if (!pending.isInterrupted()) {
                interrupt(pending, KILL);
            }
            return;
        }
        if (mode.equals(KILL_NO_WAIT)) {
            interruptAndForget(pending);
        }
        answer(pending, WampErrors.CANCELED, Payload.of(List.of("the call was cancelled")));
    }

    /** Of a call: no result has come in time. */
    void onTimeout(PendingCall pending) {
        interruptAndForget(pending);
        answer(pending, WampErrors.TIMEOUT, Payload.of(List.of("the call has timed out")));
    }

    private static void interrupt(PendingCall pending, String mode) {
        pending.onInterrupted();
        pending.callee().send(new Interrupt(pending.invocation(), Map.of("mode", mode)));
    }

    /**
     * Tells the callee that nobody waits. One that does not understand that is taken to be at work
     * until it answers.
     */
    private void interruptAndForget(PendingCall pending) {
        if (pending.callee().features().cancels()) {
            interrupt(pending, KILL_NO_WAIT);
            finishAtCallee(pending);
        }
    }

    /** Forgets a session that is gone: as a callee first, then as a caller. */
    void leave(Session session) {
        List.copyOf(session.registrations().values()).forEach(r -> drop(r, session));
        session.registrations().clear();
        for (PendingCall pending : List.copyOf(session.invocations().values())) {
            finishAtCallee(pending);
            answer(pending, WampErrors.CANCELED, Payload.of(List.of("the callee has left")));
        }
        for (PendingCall pending : List.copyOf(session.calls().values())) {
            finishAtCaller(pending);
            interruptAndForget(pending);
        }
    }
}
