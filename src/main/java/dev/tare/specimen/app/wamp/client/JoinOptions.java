package dev.tare.specimen.app.wamp.client;

import dev.tare.specimen.app.wamp.auth.AuthMethod;
import dev.tare.specimen.app.wamp.auth.WampCra;
import dev.tare.specimen.app.wamp.message.Dict;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampMessage.Challenge;
import dev.tare.specimen.app.wamp.message.WampUri;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which realm to join, and as whom. The text form shows no secret.
 *
 * @param authId the name; empty for none
 * @param method how the name is proved
 * @param secret by what: a ticket, a shared secret or a password; empty where nothing is proved
 */
public record JoinOptions(String realm, String authId, AuthMethod method, String secret) {
    public JoinOptions {
        if (!WampUri.isExact(realm)) {
            throw new IllegalArgumentException(
                    "realm \"%s\": must be a URI: words parted by dots".formatted(realm));
        }
        if (method != AuthMethod.ANONYMOUS && (authId.isEmpty() || secret.isEmpty())) {
            throw new IllegalArgumentException(
                    "authentication by %s needs a name and a secret".formatted(method.word()));
        }
    }

    /** As nobody in particular. */
    public static JoinOptions anonymous(String realm) {
        return new JoinOptions(realm, "", AuthMethod.ANONYMOUS, "");
    }

    /** By ticket. */
    public static JoinOptions ticket(String realm, String authId, String ticket) {
        return new JoinOptions(realm, authId, AuthMethod.TICKET, ticket);
    }

    /** By WAMP-CRA, salted or not, as the router says. */
    public static JoinOptions wampCra(String realm, String authId, String secret) {
        return new JoinOptions(realm, authId, AuthMethod.WAMPCRA, secret);
    }

    /** What {@code AUTHENTICATE} says to a challenge; empty when it is not one for us. */
    Optional<String> answer(Challenge challenge) throws ProtocolFault {
        if (!challenge.authMethod().equals(method.word()) || method == AuthMethod.ANONYMOUS) {
            return Optional.empty();
        }
        if (method == AuthMethod.TICKET) {
            return Optional.of(secret);
        }
        Map<String, @Nullable Object> extra = challenge.extra();
        String text =
                Dict.text(extra, "challenge")
                        .orElseThrow(() -> new ProtocolFault("CHALLENGE: there is none in it"));
        String salt = Dict.text(extra, "salt").orElse("");
        String key = salt.isEmpty() ? secret : derive(salt, extra);
        return Optional.of(WampCra.sign(key, text));
    }

    private String derive(String salt, Map<String, @Nullable Object> extra) throws ProtocolFault {
        long iterations = Dict.integer(extra, "iterations", 1).orElse(1000);
        long keyBytes = Dict.integer(extra, "keylen", 1).orElse(32);
        try {
            return WampCra.deriveKey(
                    secret,
                    new WampCra.Derivation(
                            salt, Math.toIntExact(iterations), Math.toIntExact(keyBytes)));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new ProtocolFault("CHALLENGE: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "JoinOptions[realm=%s, authId=%s, method=%s]"
                .formatted(realm, authId, method.word());
    }
}
