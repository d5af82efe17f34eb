package dev.tare.specimen.app.wamp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.app.wamp.Peer;
import dev.tare.specimen.app.wamp.RouterBed;
import dev.tare.specimen.app.wamp.auth.Credential;
import dev.tare.specimen.app.wamp.auth.User;
import dev.tare.specimen.app.wamp.auth.Users;
import dev.tare.specimen.app.wamp.auth.WampCra;
import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.LinkPair;
import dev.tare.specimen.app.wamp.link.Turns;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.router.RouterLimits;
import dev.tare.specimen.app.wamp.router.RouterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class ClientSessionTest {
    private static final Map<String, @Nullable Object> NONE = Map.of();
    private static final Payload HELLO = Payload.of(List.of("hello"));

    private final RouterBed bed = new RouterBed();
    private final List<String> told = new ArrayList<>();

    private final class Answers implements CallListener, RequestListener {
        private long id;

        @Override
        public void onProgress(Payload part) {
            told.add("part " + part.argsOrEmpty());
        }

        @Override
        public void onResult(Payload result) {
            told.add("result " + result.argsOrEmpty());
        }

        @Override
        public void onDone(long done) {
            id = done;
            told.add("done");
        }

        @Override
        public void onError(String error, Payload payload) {
            told.add("error " + error);
        }
    }

    private void run() {
        bed.turns().run();
    }

    /** Registers a procedure; returns its registration. */
    private long offer(ClientSession session, String name, Procedure procedure) {
        Answers answers = new Answers();
        session.register(name, NONE, procedure, answers);
        run();
        assertThat(told).containsExactly("done");
        told.clear();
        return answers.id;
    }

    private long call(ClientSession session, String name, Map<String, @Nullable Object> options) {
        long request = session.call(name, options, HELLO, new Answers());
        run();
        return request;
    }

    @Test
    void aProcedureIsOfferedCalledAndTakenBack() {
        ClientSession callee = bed.client();
        ClientSession caller = bed.client();
        long registration =
                offer(callee, "a.echo", (invocation, to) -> to.result(invocation.payload()));
        call(caller, "a.echo", NONE);
        callee.unregister(registration, new Answers());
        run();
        call(caller, "a.echo", NONE);
        assertThat(told)
                .containsExactly("result [hello]", "done", "error wamp.error.no_such_procedure");
    }

    @Test
    void partsComeBeforeTheResultAndNothingAfterIt() {
        ClientSession callee = bed.client();
        offer(
                callee,
                "a.parts",
                (invocation, to) -> {
                    to.progress(Payload.of(List.of(1L)));
                    to.progress(Payload.of(List.of(2L)));
                    to.result(Payload.of(List.of(3L)));
                    to.result(Payload.of(List.of(4L)));
                    to.error("a.b", Payload.NONE);
                    to.progress(Payload.of(List.of(5L)));
                });
        ClientSession caller = bed.client();
        call(caller, "a.parts", Map.of("receive_progress", true));
        call(caller, "a.parts", NONE);
        assertThat(told).containsExactly("part [1]", "part [2]", "result [3]", "result [3]");
        assertThat(callee.isOpen()).isTrue();
    }

    @Test
    void aCalleeHearsThatACallIsCancelled() {
        List<Procedure.Caller> callers = new ArrayList<>();
        offer(bed.client(), "a.slow", (_, to) -> callers.add(to));
        ClientSession caller = bed.client();
        long request = call(caller, "a.slow", NONE);
        assertThat(callers.getFirst().isWaiting()).isTrue();
        caller.cancel(request, "kill");
        run();
        assertThat(callers.getFirst().isWaiting()).isFalse();
        assertThat(told).containsExactly("error wamp.error.canceled");
        caller.cancel(request, "kill");
        run();
    }

    @Test
    void eventsComeUntilTheyAreNotWantedAnyMore() {
        ClientSession subscriber = bed.client();
        ClientSession publisher = bed.client();
        Answers answers = new Answers();
        subscriber.subscribe(
                "a.topic", NONE, event -> told.add("event " + event.payload().args()), answers);
        run();
        publisher.publish("a.topic", NONE, HELLO, new Answers());
        run();
        subscriber.unsubscribe(answers.id, new Answers());
        run();
        publisher.publish("a.topic", NONE, HELLO, new Answers());
        publisher.publish("no topic", NONE, HELLO, new Answers());
        run();
        assertThat(told)
                .containsExactly(
                        "done",
                        "event [hello]",
                        "done",
                        "done",
                        "done",
                        "error wamp.error.invalid_uri");
    }

    @Test
    void whoLeavesIsToldOnceAndCanAskForNothing() {
        ClientSession session = bed.client(JoinOptions.anonymous(RouterOptions.REALM), told);
        session.leave();
        run();
        session.leave();
        call(session, "a.b", NONE);
        assertThat(told)
                .containsExactly(
                        "joined", "left: wamp.close.goodbye_and_out", "error wamp.error.canceled");
    }

    @Test
    void callsUnderWayFailWhenTheRouterStops() {
        offer(bed.client(), "a.slow", (_, _) -> {});
        ClientSession caller = bed.client(JoinOptions.anonymous(RouterOptions.REALM), told);
        call(caller, "a.slow", NONE);
        bed.router().shutDown();
        run();
        assertThat(told)
                .containsExactly(
                        "joined", "error wamp.error.canceled", "left: wamp.close.system_shutdown");
    }

    @Test
    void anUnknownRealmIsToldWithItsReason() {
        bed.client(JoinOptions.anonymous("realm2"), told);
        assertThat(told).containsExactly("left: wamp.error.no_such_realm");
    }

    @Test
    void allMethodsOfAuthenticationLeadIn() {
        WampCra.Derivation salted = new WampCra.Derivation("pepper", 10, 32);
        String key = WampCra.deriveKey("pw", salted);
        Users users =
                Users.of(
                        List.of(
                                new User("joe", "r", new Credential.Ticket("t1")),
                                new User("ann", "r", new Credential.SharedSecret("s1")),
                                new User("eva", "r", new Credential.SaltedKey(key, salted))),
                        Optional.empty());
        RouterBed guarded = new RouterBed(RouterOptions.standard().withUsers(users));
        guarded.client(JoinOptions.ticket("realm1", "joe", "t1"), told);
        guarded.client(JoinOptions.wampCra("realm1", "ann", "s1"), told);
        guarded.client(JoinOptions.wampCra("realm1", "eva", "pw"), told);
        guarded.client(JoinOptions.wampCra("realm1", "eva", "wrong"), told);
        guarded.client(JoinOptions.anonymous("realm1"), told);
        assertThat(told)
                .containsExactly(
                        "joined",
                        "joined",
                        "joined",
                        "left: wamp.error.authentication_denied",
                        "left: wamp.error.no_matching_auth_method");
    }

    @Test
    void noSecretIsShown() {
        assertThat(JoinOptions.ticket("realm1", "joe", "hidden").toString())
                .contains("joe")
                .doesNotContain("hidden");
    }

    @Test
    void requestsThatWaitAreBounded() {
        Peer callee = bed.join();
        callee.register("a.slow", NONE);
        RouterBed wide = bed;
        ClientSession caller = wide.client();
        for (int i = 0; i < RouterLimits.CALLS_PER_SESSION; i++) {
            caller.call("a.slow", NONE, HELLO, new Answers());
        }
        assertThat(ClientSession.MAX_REQUESTS).isEqualTo(RouterLimits.CALLS_PER_SESSION);
        assertThat(told).isEmpty();
        assertThat(caller.call("a.slow", NONE, HELLO, new Answers())).isZero();
        assertThat(told).containsExactly("error tare.error.limit_reached");
    }

    /** A router that says what a test says. */
    private static final class StrangeRouter implements LinkHandler {
        private final WampLink link;
        private final List<WampMessage> heard = new ArrayList<>();

        StrangeRouter(WampLink link) {
            this.link = link;
        }

        @Override
        public void onMessage(WampMessage message) {
            heard.add(message);
        }

        @Override
        public void onFault(ProtocolFault fault) {
            throw new AssertionError(fault);
        }

        @Override
        public void onClosed() {}
    }

    static final List<WampMessage> OUT_OF_PLACE =
            List.of(
                    new WampMessage.Welcome(1, NONE),
                    new WampMessage.Challenge("ticket", NONE),
                    new WampMessage.Call(1, NONE, "a.b", Payload.NONE),
                    new WampMessage.Yield(1, NONE, Payload.NONE),
                    new WampMessage.Registered(1, 1),
                    new WampMessage.Result(1, Map.of("progress", "yes"), Payload.NONE));

    @ParameterizedTest
    @FieldSource("OUT_OF_PLACE")
    void aRouterThatBreaksTheRulesIsLeft(WampMessage message) {
        List<StrangeRouter> routers = new ArrayList<>();
        List<ClientSession> sessions = new ArrayList<>();
        Turns turns = new Turns(_ -> {});
        LinkPair.connect(
                link -> {
                    routers.add(new StrangeRouter(link));
                    return routers.getFirst();
                },
                link -> {
                    sessions.add(
                            ClientSession.join(link, JoinOptions.anonymous("realm1"), listener()));
                    return sessions.getFirst();
                },
                turns);
        StrangeRouter router = routers.getFirst();
        router.link.send(new WampMessage.Welcome(7, NONE));
        turns.run();
        assertThat(sessions.getFirst().id()).isEqualTo(7);
        sessions.getFirst().call("a.b", NONE, HELLO, new Answers());
        router.link.send(message);
        turns.run();
        assertThat(router.heard.getLast())
                .isInstanceOfSatisfying(
                        WampMessage.Abort.class,
                        abort ->
                                assertThat(abort.reason())
                                        .isEqualTo(WampErrors.PROTOCOL_VIOLATION));
        assertThat(told)
                .containsExactly(
                        "joined",
                        "error wamp.error.canceled",
                        "left: wamp.error.protocol_violation");
    }

    private SessionListener listener() {
        return new SessionListener() {
            @Override
            public void onJoined(ClientSession session) {
                told.add("joined");
            }

            @Override
            public void onLeft(String reason, String message) {
                told.add("left: " + reason);
            }
        };
    }
}
