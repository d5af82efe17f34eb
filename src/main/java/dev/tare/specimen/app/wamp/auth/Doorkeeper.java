package dev.tare.specimen.app.wamp.auth;

import dev.tare.base.time.EpochClock;
import dev.tare.specimen.app.wamp.auth.Admission.Admitted;
import dev.tare.specimen.app.wamp.auth.Admission.Challenged;
import dev.tare.specimen.app.wamp.auth.Admission.Refused;
import dev.tare.specimen.app.wamp.message.Dict;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decides who comes in: by the user's own method where the client offers it, else by the first that
 * it offers and that somebody here can come in by.
 *
 * <p>Who is unknown is challenged as well, and fails then, in the same words as for a wrong proof.
 *
 * <p>Thread-safety: any thread.
 */
public final class Doorkeeper {
    private static final String PROVIDER = "static";
    private static final int NONCE_BYTES = 24;
    private static final int NAME_BYTES = 15;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final List<@Nullable Object> ANONYMOUS_ONLY =
            List.of(AuthMethod.ANONYMOUS.word());
    private static final JsonMapper JSON = new JsonMapper();

    private final Users users;
    private final EpochClock clock;
    private final SecureRandom random = new SecureRandom();

    /** Makes one for these users; {@code clock} is for the stamps in challenges. */
    public Doorkeeper(Users users, EpochClock clock) {
        this.users = users;
        this.clock = clock;
    }

    /**
     * Judges a {@code HELLO}.
     *
     * @param details of the message
     * @param session that it will be
     * @throws ProtocolFault when what it says of authentication is of a wrong type
     */
    public Admission judge(Map<String, @Nullable Object> details, long session)
            throws ProtocolFault {
        String name = Dict.text(details, "authid").orElse("");
        if (name.length() > Users.MAX_NAME_CHARS) {
            return new Refused(WampErrors.AUTHENTICATION_DENIED, "this authid is too long");
        }
        List<@Nullable Object> offered = Dict.list(details, "authmethods");
        Optional<User> user = users.named(name);
        AuthMethod chosen = null;
        for (Object word : offered == null ? ANONYMOUS_ONLY : offered) {
            AuthMethod method = AuthMethod.of(word);
            boolean own = method != null && user.map(User::method).equals(Optional.of(method));
            if (method != null && users.has(method) && (chosen == null || own)) {
                chosen = method;
            }
        }
        if (chosen == null) {
            return refused(offered);
        }
        return switch (chosen) {
            case ANONYMOUS -> new Admitted(anonymous(name));
            case TICKET, WAMPCRA -> challenge(chosen, name, user, session);
        };
    }

    private static Refused refused(@Nullable List<@Nullable Object> offered) {
        boolean nameless = offered == null || offered.isEmpty();
        return nameless
                ? new Refused(
                        WampErrors.AUTHENTICATION_REQUIRED,
                        "nobody comes in here without authentication")
                : new Refused(
                        WampErrors.NO_MATCHING_AUTH_METHOD,
                        "none of the offered authentication methods leads in here");
    }

    private Identity anonymous(String name) {
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        // A name that one gives oneself could be that of a user.
        String own = users.named(name).isPresent() ? "" : name;
        String authId =
                own.isBlank() ? Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) : own;
        return new Identity(
                authId, users.anonymousRole().orElseThrow(), AuthMethod.ANONYMOUS.word(), PROVIDER);
    }

    private Challenged challenge(
            AuthMethod method, String name, Optional<User> user, long session) {
        Optional<User> who = user.filter(known -> known.method() == method);
        String role = who.map(User::authRole).orElse("user");
        Identity identity = new Identity(name, role, method.word(), PROVIDER);
        Map<String, @Nullable Object> extra = new LinkedHashMap<>();
        String challenge = "";
        if (method == AuthMethod.WAMPCRA) {
            challenge = challengeFor(identity, session);
            extra.put("challenge", challenge);
        }
        who.ifPresent(known -> extra.putAll(known.credential().hints()));
        // An unknown user's proof is judged as well, so that it takes as long.
        Credential credential = who.map(User::credential).orElseGet(() -> unknown(method));
        String given = challenge;
        return new Challenged(
                method,
                extra,
                proof ->
                        credential.accepts(proof, given) && who.isPresent()
                                ? new Admitted(identity)
                                : new Refused(
                                        WampErrors.AUTHENTICATION_DENIED,
                                        "the name or its proof is not right"));
    }

    private Credential unknown(AuthMethod method) {
        String nobodyKnows = nonce();
        return method == AuthMethod.TICKET
                ? new Credential.Ticket(nobodyKnows)
                : new Credential.SharedSecret(nobodyKnows);
    }

    private String challengeFor(Identity identity, long session) {
        assert WampId.isValid(session);
        Map<String, @Nullable Object> challenge = identity.asDetails();
        challenge.put("nonce", nonce());
        challenge.put("timestamp", Instant.ofEpochSecond(clock.epochNs() / NS_PER_S).toString());
        challenge.put("session", session);
        return JSON.writeValueAsString(challenge);
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
