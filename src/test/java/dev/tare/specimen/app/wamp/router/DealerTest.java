package dev.tare.specimen.app.wamp.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.app.wamp.Peer;
import dev.tare.specimen.app.wamp.RouterBed;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.message.WampMessage.Invocation;
import dev.tare.specimen.app.wamp.message.WampMessage.Registered;
import dev.tare.specimen.app.wamp.message.WampMessage.Result;
import dev.tare.specimen.app.wamp.message.WampMessage.Unregister;
import dev.tare.specimen.app.wamp.message.WampMessage.Unregistered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DealerTest {
    private static final String ADD2 = "com.example.add2";
    private static final Map<String, @Nullable Object> NONE = Map.of();

    private final RouterBed bed = new RouterBed();

    private static Map<String, @Nullable Object> shared(String invoke) {
        return Map.of("invoke", invoke);
    }

    @Test
    void aCallGoesToTheCalleeAndItsResultBack() {
        Peer callee = bed.join();
        Peer caller = bed.join();
        long registration = callee.register(ADD2, NONE);
        Payload asked = new Payload(List.of(2L, 3L), Map.of("verbose", false));
        caller.send(new WampMessage.Call(77, NONE, ADD2, asked));
        Invocation invocation = callee.hear(Invocation.class);
        assertThat(invocation).isEqualTo(new Invocation(1, registration, NONE, asked));
        callee.answer(invocation, 5L);
        assertThat(caller.hear(Result.class))
                .isEqualTo(new Result(77, NONE, Payload.of(List.of(5L))));
    }

    @Test
    void theErrorOfACalleeGoesBackWithItsPayload() {
        Peer callee = bed.join();
        Peer caller = bed.join();
        callee.register(ADD2, NONE);
        long request = caller.call(ADD2);
        Payload why = new Payload(List.of("no"), Map.of("code", 7L));
        callee.send(
                new WampMessage.Error(
                        WampMessage.INVOCATION,
                        callee.hear(Invocation.class).request(),
                        NONE,
                        "com.example.error",
                        why));
        assertThat(caller.hear(WampMessage.Error.class))
                .isEqualTo(
                        new WampMessage.Error(
                                WampMessage.CALL, request, NONE, "com.example.error", why));
    }

    @Test
    void callsAreAnsweredInWhateverOrder() {
        Peer callee = bed.join();
        Peer caller = bed.join();
        callee.register(ADD2, NONE);
        long first = caller.call(ADD2);
        long second = caller.call(ADD2);
        Invocation one = callee.hear(Invocation.class);
        Invocation two = callee.hear(Invocation.class);
        callee.answer(two, "two");
        callee.answer(one, "one");
        assertThat(caller.hear(Result.class).request()).isEqualTo(second);
        assertThat(caller.hear(Result.class).request()).isEqualTo(first);
    }

    @Test
    void aSessionCanCallItself() {
        Peer peer = bed.join();
        peer.register(ADD2, NONE);
        peer.call(ADD2);
        peer.answer(peer.hear(Invocation.class), 1L);
        peer.hear(Result.class);
    }

    @Test
    void aProcedureThatNobodyOffersIsAnError() {
        Peer caller = bed.join();
        caller.call("com.example.sub2");
        assertThat(caller.hearError(WampErrors.NO_SUCH_PROCEDURE).payload().argsOrEmpty())
                .containsExactly("no callee registered for procedure 'com.example.sub2'");
        caller.hearNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", "a b", "wamp.session.count"})
    void whatIsNoProcedureForClientsIsNotRegistered(String procedure) {
        Peer callee = bed.join();
        callee.askToRegister(procedure, NONE);
        callee.hearError(WampErrors.INVALID_URI);
        callee.register("a.b", NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", "a b"})
    void whatIsNoProcedureIsNotCalled(String procedure) {
        Peer caller = bed.join();
        caller.call(procedure);
        caller.hearError(WampErrors.INVALID_URI);
        caller.hearNothing();
    }

    @Test
    void aProcedureIsRegisteredOnceUnlessItIsShared() {
        Peer first = bed.join();
        Peer second = bed.join();
        first.register(ADD2, NONE);
        second.askToRegister(ADD2, NONE);
        second.hearError(WampErrors.PROCEDURE_ALREADY_EXISTS);
        second.askToRegister(ADD2, shared("roundrobin"));
        second.hearError(WampErrors.PROCEDURE_ALREADY_EXISTS);
        first.askToRegister(ADD2, NONE);
        first.hearError(WampErrors.PROCEDURE_ALREADY_EXISTS);
    }

    @Test
    void whoSharesAProcedureKeepsToItsRule() {
        long registration = bed.join().register(ADD2, shared("roundrobin"));
        Peer second = bed.join();
        for (String other : List.of("single", "random", "first", "last")) {
            second.askToRegister(ADD2, shared(other));
            second.hearError(WampErrors.DIFFERENT_INVOCATION_POLICY);
        }
        assertThat(second.register(ADD2, shared("roundrobin"))).isEqualTo(registration);
        assertThat(second.register(ADD2, shared("roundrobin"))).isEqualTo(registration);
    }

    @ParameterizedTest
    @CsvSource({"roundrobin, 0120120", "first, 0000000", "last, 2222222"})
    void sharedRegistrationsAreInvokedByTheirRule(String invoke, String expected) {
        assertThat(whoIsInvoked(invoke, 7)).isEqualTo(expected);
    }

    @Test
    void randomReachesAllOfThem() {
        assertThat(whoIsInvoked("random", 100)).contains("0", "1", "2");
    }

    private String whoIsInvoked(String invoke, int calls) {
        List<Peer> callees = List.of(bed.join(), bed.join(), bed.join());
        callees.forEach(callee -> callee.register(ADD2, shared(invoke)));
        Peer caller = bed.join();
        StringBuilder invoked = new StringBuilder();
        for (int call = 0; call < calls; call++) {
            caller.call(ADD2);
            invoked.append(whoHasIt(callees));
        }
        return invoked.toString();
    }

    private static int whoHasIt(List<Peer> callees) {
        List<Integer> who = new ArrayList<>();
        for (int i = 0; i < callees.size(); i++) {
            if (callees.get(i).hears(Invocation.class)) {
                who.add(i);
            }
        }
        assertThat(who).hasSize(1);
        return who.getFirst();
    }

    @Test
    void theOthersGoOnWhenOneOfThemUnregisters() {
        List<Peer> callees = List.of(bed.join(), bed.join(), bed.join());
        long registration = 0;
        for (Peer callee : callees) {
            registration = callee.register(ADD2, shared("roundrobin"));
        }
        Peer caller = bed.join();
        caller.call(ADD2);
        assertThat(whoHasIt(callees)).isZero();
        callees.get(0).send(new Unregister(90, registration));
        callees.get(0).hear(Unregistered.class);
        StringBuilder invoked = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            caller.call(ADD2);
            invoked.append(whoHasIt(callees));
        }
        assertThat(invoked).hasToString("1212");
    }

    @Test
    void whoUnregistersIsNotCalledAnyMoreAndCanBeReplaced() {
        Peer first = bed.join();
        Peer caller = bed.join();
        long registration = first.register(ADD2, NONE);
        first.send(new Unregister(9, registration));
        assertThat(first.hear(Unregistered.class)).isEqualTo(new Unregistered(9));
        caller.call(ADD2);
        caller.hearError(WampErrors.NO_SUCH_PROCEDURE);
        first.send(new Unregister(10, registration));
        first.hearError(WampErrors.NO_SUCH_REGISTRATION);
        assertThat(bed.join().register(ADD2, NONE)).isNotEqualTo(registration);
    }

    @Test
    void nobodyUnregistersWhatIsAnothers() {
        long registration = bed.join().register(ADD2, NONE);
        Peer other = bed.join();
        other.send(new Unregister(1, registration));
        other.hearError(WampErrors.NO_SUCH_REGISTRATION);
    }

    @ParameterizedTest
    @CsvSource({
        "prefix, com.example, com.example.add2",
        "prefix, com.example., com.example.add2",
        "wildcard, com..add2, com.example.add2"
    })
    void patternsAreRegisteredAndToldWhatWasCalled(String match, String pattern, String called) {
        Peer callee = bed.join();
        Peer caller = bed.join();
        callee.register(pattern, Map.of("match", match));
        caller.call(called);
        assertThat(callee.hear(Invocation.class).details()).isEqualTo(Map.of("procedure", called));
    }

    @Test
    void theCallerIsDisclosedWhereItOrTheCalleeAsksForIt() {
        Peer callee = bed.join();
        Peer caller = bed.join();
        callee.register("a.plain", NONE);
        callee.register("a.asking", Map.of("disclose_caller", true));
        caller.call("a.plain");
        assertThat(callee.hear(Invocation.class).details()).isEmpty();
        caller.call("a.plain", Map.of("disclose_me", true));
        assertThat(callee.hear(Invocation.class).details())
                .containsEntry("caller", caller.id())
                .containsEntry("caller_authrole", "anonymous")
                .containsKey("caller_authid");
        caller.call("a.asking");
        assertThat(callee.hear(Invocation.class).details()).containsEntry("caller", caller.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "first", "last", "roundrobin", "random"})
    void aCalleeHasAsManyCallsAtOnceAsItTakes(String invoke) {
        Peer callee = bed.join();
        Peer caller = bed.join();
        callee.register(ADD2, Map.of("invoke", invoke, "concurrency", 2L));
        caller.call(ADD2);
        caller.call(ADD2);
        caller.call(ADD2);
        caller.hearError(WampErrors.MAX_CONCURRENCY_REACHED);
        callee.answer(callee.hear(Invocation.class));
        caller.hear(Result.class);
        caller.call(ADD2);
        caller.hearNothing();
        callee.hear(Invocation.class);
        callee.hear(Invocation.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"roundrobin", "random"})
    void callsGoToACalleeThatHasRoom(String invoke) {
        Peer narrow = bed.join();
        Peer wide = bed.join();
        Peer caller = bed.join();
        narrow.register(ADD2, Map.of("invoke", invoke, "concurrency", 1L));
        wide.register(ADD2, Map.of("invoke", invoke, "concurrency", 3L));
        for (int i = 0; i < 4; i++) {
            caller.call(ADD2);
        }
        caller.hearNothing();
        caller.call(ADD2);
        caller.hearError(WampErrors.MAX_CONCURRENCY_REACHED);
        narrow.hear(Invocation.class);
        narrow.hearNothing();
    }

    @Test
    void partialResultsComeAsTheyAreMade() {
        Peer callee = bed.join(RouterBed.ABLE_CALLEE);
        Peer caller = bed.join();
        callee.register(ADD2, NONE);
        long request = caller.call(ADD2, Map.of("receive_progress", true));
        Invocation invocation = callee.hear(Invocation.class);
        assertThat(invocation.details()).isEqualTo(Map.of("receive_progress", true));
        Payload part = Payload.of(List.of("part"));
        callee.send(new WampMessage.Yield(invocation.request(), Map.of("progress", true), part));
        assertThat(caller.hear(Result.class))
                .isEqualTo(new Result(request, Map.of("progress", true), part));
        callee.answer(invocation, "all");
        assertThat(caller.hear(Result.class).details()).isEmpty();
    }

    @Test
    void aCalleeThatCannotIsNotAskedForPartialResults() {
        Peer callee = bed.join();
        Peer caller = bed.join();
        callee.register(ADD2, NONE);
        caller.call(ADD2, Map.of("receive_progress", true));
        assertThat(callee.hear(Invocation.class).details()).isEmpty();
    }

    @Test
    void partialResultsThatNobodyAskedForAreAViolation() {
        Peer callee = bed.join(RouterBed.ABLE_CALLEE);
        Peer caller = bed.join();
        callee.register(ADD2, NONE);
        caller.call(ADD2);
        long invocation = callee.hear(Invocation.class).request();
        callee.send(new WampMessage.Yield(invocation, Map.of("progress", true), Payload.NONE));
        callee.hearAbort(WampErrors.PROTOCOL_VIOLATION);
        caller.hearError(WampErrors.CANCELED);
    }

    @Test
    void aRequestThatIsUnderWayIsNotMadeAgain() {
        Peer callee = bed.join();
        Peer caller = bed.join();
        callee.register(ADD2, NONE);
        caller.send(new WampMessage.Call(5, NONE, ADD2, Payload.NONE));
        caller.send(new WampMessage.Call(5, NONE, ADD2, Payload.NONE));
        caller.hearAbort(WampErrors.PROTOCOL_VIOLATION);
    }

    @Test
    void registrationsOfASessionAreBounded() {
        RouterBed small = new RouterBed(Limits.standard().registrations(2).build());
        Peer callee = small.join();
        callee.register("a.1", NONE);
        callee.register("a.2", NONE);
        callee.askToRegister("a.3", NONE);
        callee.hearError(WampErrors.LIMIT_REACHED);
        small.join().register("a.3", NONE);
    }

    @Test
    void callsOfASessionAreBounded() {
        RouterBed small = new RouterBed(Limits.standard().calls(2).build());
        Peer callee = small.join();
        Peer caller = small.join();
        callee.register(ADD2, NONE);
        caller.call(ADD2);
        caller.call(ADD2);
        caller.call(ADD2);
        caller.hearError(WampErrors.LIMIT_REACHED);
        callee.answer(callee.hear(Invocation.class));
        caller.hear(Result.class);
        caller.call(ADD2);
        caller.hearNothing();
    }

    @Test
    void invocationsOfACalleeAreBoundedHoweverManyItAsksFor() {
        RouterBed small = new RouterBed(Limits.standard().invocations(1).build());
        Peer callee = small.join();
        Peer caller = small.join();
        callee.register("a.1", NONE);
        callee.register("a.2", NONE);
        caller.call("a.1");
        caller.call("a.2");
        caller.hearError(WampErrors.MAX_CONCURRENCY_REACHED);
    }

    @Test
    void figuresTellWhatThereIsAndWas() {
        Peer callee = bed.join();
        Peer caller = bed.join();
        callee.register(ADD2, NONE);
        caller.call(ADD2);
        caller.call("a.b");
        caller.hearError(WampErrors.NO_SUCH_PROCEDURE);
        assertThat(bed.router().prometheus())
                .contains("wamp_calls_total 1\n")
                .contains("wamp_results_total 0\n")
                .contains("wamp_errors_total{error=\"wamp.error.no_such_procedure\"} 1\n")
                .contains("wamp_sessions{realm=\"realm1\"} 2\n")
                .contains("wamp_registrations{realm=\"realm1\"} 1\n")
                .contains("wamp_invocations_pending{realm=\"realm1\"} 1\n");
        callee.answer(callee.hear(Invocation.class), 5L);
        callee.hangUp();
        assertThat(bed.router().prometheus())
                .contains("wamp_results_total 1\n")
                .contains("wamp_sessions{realm=\"realm1\"} 1\n")
                .contains("wamp_registrations{realm=\"realm1\"} 0\n")
                .contains("wamp_invocations_pending{realm=\"realm1\"} 0\n");
    }

    @Test
    void registeredAnswersTheRequestThatAsked() {
        Peer callee = bed.join();
        callee.send(new WampMessage.Register(4711, NONE, ADD2));
        assertThat(callee.hear(Registered.class).request()).isEqualTo(4711);
    }
}
