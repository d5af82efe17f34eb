package dev.tare.specimen.app.wamp.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.app.wamp.Peer;
import dev.tare.specimen.app.wamp.RouterBed;
import dev.tare.specimen.app.wamp.auth.Credential;
import dev.tare.specimen.app.wamp.auth.User;
import dev.tare.specimen.app.wamp.auth.Users;
import dev.tare.specimen.app.wamp.auth.WampCra;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampId;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.message.WampMessage.Abort;
import dev.tare.specimen.app.wamp.message.WampMessage.Authenticate;
import dev.tare.specimen.app.wamp.message.WampMessage.Challenge;
import dev.tare.specimen.app.wamp.message.WampMessage.Goodbye;
import dev.tare.specimen.app.wamp.message.WampMessage.Hello;
import dev.tare.specimen.app.wamp.message.WampMessage.Welcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class SessionTest {
    private static final Map<String, @Nullable Object> NONE = Map.of();
    private static final WampCra.Derivation SALTED = new WampCra.Derivation("pepper", 10, 32);
    private static final Users USERS =
            Users.of(
                    List.of(
                            new User("joe", "front", new Credential.Ticket("t1ck3t")),
                            new User("ann", "back", new Credential.SharedSecret("s3cret")),
                            new User(
                                    "eva",
                                    "back",
                                    new Credential.SaltedKey(
                                            WampCra.deriveKey("pw", SALTED), SALTED))),
                    Optional.empty());

    private static Hello hello(String realm) {
        return new Hello(realm, Map.of("roles", RouterBed.PLAIN_ROLES));
    }

    private static Hello hello(String name, String... methods) {
        return new Hello(
                RouterOptions.REALM,
                Map.of(
                        "roles",
                        RouterBed.PLAIN_ROLES,
                        "authid",
                        name,
                        "authmethods",
                        List.of(methods)));
    }

    private static Peer toUsers() {
        return new RouterBed(RouterOptions.standard().withUsers(USERS)).connect();
    }

    @Test
    void helloIsAnsweredByWelcomeWithRolesAndIdentity() {
        Peer peer = new RouterBed().connect();
        peer.send(hello("realm1"));
        Welcome welcome = peer.hear(Welcome.class);
        assertThat(WampId.isValid(welcome.session())).isTrue();
        assertThat(welcome.details())
                .containsEntry("authmethod", "anonymous")
                .containsEntry("authrole", "anonymous")
                .containsEntry("realm", "realm1")
                .containsEntry("agent", "tare");
        assertThat(welcome.details().get("roles"))
                .isEqualTo(
                        Map.of(
                                "broker",
                                Map.of(
                                        "features",
                                        Map.of(
                                                "publisher_identification", true,
                                                "publisher_exclusion", true,
                                                "subscriber_blackwhite_listing", true,
                                                "pattern_based_subscription", true)),
                                "dealer",
                                Map.of(
                                        "features",
                                        Map.of(
                                                "caller_identification", true,
                                                "call_canceling", true,
                                                "call_timeout", true,
                                                "progressive_call_results", true,
                                                "pattern_based_registration", true,
                                                "shared_registration", true))));
    }

    @Test
    void sessionsHaveDifferentNumbers() {
        RouterBed bed = new RouterBed();
        assertThat(bed.join().id()).isNotEqualTo(bed.join().id());
    }

    @Test
    void anUnknownRealmIsRefused() {
        Peer peer = new RouterBed().connect();
        peer.send(hello("realm2"));
        peer.hearAbort(WampErrors.NO_SUCH_REALM);
    }

    @Test
    void realmsDoNotSeeEachOther() {
        RouterBed bed =
                new RouterBed(
                        RouterOptions.standard().withRealms(java.util.Set.of("realm1", "realm2")));
        Peer other = bed.connect();
        other.send(hello("realm2"));
        other.hear(Welcome.class);
        bed.join().register("a.b", NONE);
        other.call("a.b");
        other.hearError(WampErrors.NO_SUCH_PROCEDURE);
    }

    static final List<Map<String, @Nullable Object>> NO_ROLES =
            List.of(
                    Map.of(),
                    Map.of("roles", Map.of()),
                    Map.of("roles", List.of("caller")),
                    Map.of("roles", Map.of("dealer", Map.of())),
                    Map.of("roles", Map.of("caller", true)),
                    Map.of("roles", Map.of("callee", Map.of("features", List.of()))),
                    Map.of(
                            "roles",
                            Map.of("callee", Map.of("features", Map.of("call_canceling", 1L)))));

    @ParameterizedTest
    @FieldSource("NO_ROLES")
    void whoAnnouncesNoRolesIsCutOff(Map<String, @Nullable Object> details) {
        Peer peer = new RouterBed().connect();
        peer.send(new Hello("realm1", details));
        peer.hearAbort(WampErrors.PROTOCOL_VIOLATION);
    }

    /** What a client may never send, or not to an open session. */
    static final List<WampMessage> OUT_OF_PLACE =
            List.of(
                    hello("realm1"),
                    new Welcome(1, NONE),
                    new Challenge("ticket", NONE),
                    new Authenticate("", NONE),
                    new WampMessage.Published(1, 1),
                    new WampMessage.Subscribed(1, 1),
                    new WampMessage.Unsubscribed(1),
                    new WampMessage.Event(1, 1, NONE, Payload.NONE),
                    new WampMessage.Result(1, NONE, Payload.NONE),
                    new WampMessage.Registered(1, 1),
                    new WampMessage.Unregistered(1),
                    new WampMessage.Invocation(1, 1, NONE, Payload.NONE),
                    new WampMessage.Interrupt(1, NONE),
                    new WampMessage.Yield(1, NONE, Payload.NONE),
                    new WampMessage.Error(68, 1, NONE, "a.b", Payload.NONE),
                    new WampMessage.Error(48, 1, NONE, "a.b", Payload.NONE));

    @ParameterizedTest
    @FieldSource("OUT_OF_PLACE")
    void whatAnOpenSessionDoesNotSendIsAViolation(WampMessage message) {
        RouterBed bed = new RouterBed();
        Peer peer = bed.join();
        Peer other = bed.join();
        peer.send(message);
        peer.hearAbort(WampErrors.PROTOCOL_VIOLATION);
        other.register("a.b", NONE);
        other.hearNothing();
    }

    static final List<WampMessage> BEFORE_HELLO =
            List.of(
                    new Goodbye(NONE, WampErrors.CLOSE_REALM),
                    new Authenticate("", NONE),
                    new WampMessage.Call(1, NONE, "a.b", Payload.NONE),
                    new WampMessage.Subscribe(1, NONE, "a.b"));

    @ParameterizedTest
    @FieldSource("BEFORE_HELLO")
    void aSessionBeginsWithHello(WampMessage message) {
        Peer peer = new RouterBed().connect();
        peer.send(message);
        peer.hearAbort(WampErrors.PROTOCOL_VIOLATION);
    }

    static final List<Map<String, @Nullable Object>> WRONG_OPTIONS =
            List.of(
                    Map.of("match", "exactly"),
                    Map.of("match", 1L),
                    Map.of("invoke", "all"),
                    Map.of("concurrency", 0L),
                    Map.of("concurrency", "1"),
                    Map.of("disclose_caller", "yes"));

    @ParameterizedTest
    @FieldSource("WRONG_OPTIONS")
    void anOptionOfAWrongTypeIsAViolation(Map<String, @Nullable Object> options) {
        Peer peer = new RouterBed().join();
        peer.askToRegister("a.b", options);
        peer.hearAbort(WampErrors.PROTOCOL_VIOLATION);
    }

    @Test
    void goodbyeIsAnsweredAndTheConnectionCloses() {
        Peer peer = new RouterBed().join();
        peer.send(new Goodbye(NONE, WampErrors.CLOSE_REALM));
        assertThat(peer.hear(Goodbye.class).reason()).isEqualTo(WampErrors.GOODBYE_AND_OUT);
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void abortIsNotAnswered() {
        Peer peer = new RouterBed().join();
        peer.send(new Abort(NONE, "wamp.close.normal"));
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void theRouterSaysGoodbyeWhenItStops() {
        RouterBed bed = new RouterBed();
        Peer open = bed.join();
        Peer silent = bed.connect();
        bed.router().shutDown();
        bed.turns().run();
        assertThat(open.hear(Goodbye.class).reason()).isEqualTo(WampErrors.SYSTEM_SHUTDOWN);
        assertThat(open.isClosed()).isTrue();
        assertThat(silent.isClosed()).isTrue();
        assertThat(bed.waits()).isZero();
    }

    @Test
    void whoSaysNothingIsCutOff() {
        RouterBed bed = new RouterBed();
        Peer silent = bed.connect();
        Peer open = bed.join();
        bed.pass(RouterLimits.HANDSHAKE_NS);
        silent.hearAbort(WampErrors.PROTOCOL_VIOLATION);
        open.hearNothing();
    }

    @Test
    void aTicketOpensTheSession() {
        Peer peer = toUsers();
        peer.send(hello("joe", "ticket"));
        Challenge challenge = peer.hear(Challenge.class);
        assertThat(challenge.authMethod()).isEqualTo("ticket");
        assertThat(challenge.extra()).isEmpty();
        peer.send(new Authenticate("t1ck3t", NONE));
        assertThat(peer.hear(Welcome.class).details())
                .containsEntry("authid", "joe")
                .containsEntry("authrole", "front")
                .containsEntry("authmethod", "ticket")
                .containsEntry("authprovider", "static");
    }

    @Test
    void aSignedChallengeOpensTheSessionThatItNames() {
        Peer peer = toUsers();
        peer.send(hello("ann", "anonymous", "wampcra"));
        Challenge challenge = peer.hear(Challenge.class);
        String text = String.valueOf(challenge.extra().get("challenge"));
        peer.send(new Authenticate(WampCra.sign("s3cret", text), NONE));
        Welcome welcome = peer.hear(Welcome.class);
        assertThat(text)
                .contains(
                        "\"authid\":\"ann\"", "\"authrole\":\"back\"", "\"authmethod\":\"wampcra\"")
                .contains("\"authprovider\":\"static\"", "\"nonce\":\"")
                .contains("\"timestamp\":\"2027-01-15T08:00:00Z\"")
                .contains("\"session\":" + welcome.session());
        assertThat(challenge.extra()).containsOnlyKeys("challenge");
    }

    @Test
    void aSaltedKeyIsDerivedAsTheChallengeSays() {
        Peer peer = toUsers();
        peer.send(hello("eva", "wampcra"));
        Challenge challenge = peer.hear(Challenge.class);
        assertThat(challenge.extra())
                .containsEntry("salt", "pepper")
                .containsEntry("iterations", 10L)
                .containsEntry("keylen", 32L);
        String text = String.valueOf(challenge.extra().get("challenge"));
        peer.send(new Authenticate(WampCra.sign(WampCra.deriveKey("pw", SALTED), text), NONE));
        peer.hear(Welcome.class);
    }

    @Test
    void aWrongProofAndAnUnknownNameAreRefusedInTheSameWords() {
        String said = "";
        for (String name : List.of("joe", "nobody")) {
            Peer peer = toUsers();
            peer.send(hello(name, "ticket"));
            peer.hear(Challenge.class);
            peer.send(new Authenticate("wrong", NONE));
            Abort abort = peer.hearAbort(WampErrors.AUTHENTICATION_DENIED);
            assertThat(abort.toString()).doesNotContain("t1ck3t");
            assertThat(said).isIn("", abort.toString());
            said = abort.toString();
        }
    }

    @Test
    void anUnknownNameIsChallengedByWampCraToo() {
        Peer peer = toUsers();
        peer.send(hello("no\"body", "wampcra"));
        String text = String.valueOf(peer.hear(Challenge.class).extra().get("challenge"));
        assertThat(text).contains("\"authid\":\"no\\\"body\"");
        peer.send(new Authenticate(WampCra.sign("s3cret", text), NONE));
        peer.hearAbort(WampErrors.AUTHENTICATION_DENIED);
    }

    @Test
    void whoOffersNoMethodThatLeadsInIsRefused() {
        Peer peer = toUsers();
        peer.send(hello("joe", "anonymous", "cryptosign"));
        peer.hearAbort(WampErrors.NO_MATCHING_AUTH_METHOD);
        Peer nameless = toUsers();
        nameless.send(hello("realm1"));
        nameless.hearAbort(WampErrors.AUTHENTICATION_REQUIRED);
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        Peer peer = toUsers();
        peer.send(hello("j".repeat(Users.MAX_NAME_CHARS + 1), "ticket"));
        peer.hearAbort(WampErrors.AUTHENTICATION_DENIED);
    }

    @Test
    void anonymousCannotTakeTheNameOfAUser() {
        Users both =
                Users.of(
                        List.of(new User("joe", "front", new Credential.Ticket("t"))),
                        Optional.of("visitor"));
        RouterBed bed = new RouterBed(RouterOptions.standard().withUsers(both));
        Peer peer = bed.connect();
        peer.send(hello("joe", "anonymous"));
        assertThat(peer.hear(Welcome.class).details())
                .containsEntry("authrole", "visitor")
                .doesNotContainEntry("authid", "joe");
    }

    @Test
    void onlyTheChallengeIsAnswered() {
        Peer peer = toUsers();
        peer.send(hello("joe", "ticket"));
        peer.hear(Challenge.class);
        peer.send(hello("joe", "ticket"));
        peer.hearAbort(WampErrors.PROTOCOL_VIOLATION);
    }

    @Test
    void moreSessionsThanThereMayBeAreRefusedUntilOneGoes() {
        RouterBed bed = new RouterBed(Limits.standard().sessions(2).build());
        Peer first = bed.join();
        bed.connect();
        Peer third = bed.connect();
        bed.turns().run();
        third.hearAbort(WampErrors.LIMIT_REACHED);
        first.hangUp();
        bed.join().hearNothing();
    }
}
