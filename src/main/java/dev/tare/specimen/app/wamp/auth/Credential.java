package dev.tare.specimen.app.wamp.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user proves an identity by. Text forms show no secret. */
public sealed interface Credential {
    /** The method that it is for. */
    AuthMethod method();

    /** What {@code CHALLENGE} tells besides the challenge itself. */
    Map<String, @Nullable Object> hints();

    /**
     * Whether a proof is right; takes as long for a wrong one as for the right one.
     *
     * @param challenge what the client was given, empty for a ticket
     */
    boolean accepts(String proof, String challenge);

    /** A secret that the client sends as it is. */
    record Ticket(String secret) implements Credential {
        @Override
        public AuthMethod method() {
            return AuthMethod.TICKET;
        }

        @Override
        public Map<String, @Nullable Object> hints() {
            return Map.of();
        }

        @Override
        public boolean accepts(String proof, String challenge) {
            // Of equal length whatever they are: that of a secret is not given away either.
            return MessageDigest.isEqual(
                    WampCra.sha256(proof.getBytes(UTF_8)), WampCra.sha256(secret.getBytes(UTF_8)));
        }

        @Override
        public String toString() {
            return "Ticket";
        }
    }

    /** A secret that both know and nobody sends. */
    record SharedSecret(String secret) implements Credential {
        @Override
        public AuthMethod method() {
            return AuthMethod.WAMPCRA;
        }

        @Override
        public Map<String, @Nullable Object> hints() {
            return Map.of();
        }

        @Override
        public boolean accepts(String proof, String challenge) {
            return WampCra.isSignature(proof, secret, challenge);
        }

        @Override
        public String toString() {
            return "SharedSecret";
        }
    }

    /**
     * A key derived from a password that the router does not know.
     *
     * @param key as {@link WampCra#deriveKey} makes it
     * @param derivation how it was made, which the client is told
     */
    record SaltedKey(String key, WampCra.Derivation derivation) implements Credential {
        @Override
        public AuthMethod method() {
            return AuthMethod.WAMPCRA;
        }

        @Override
        public Map<String, @Nullable Object> hints() {
            Map<String, @Nullable Object> hints = new LinkedHashMap<>();
            hints.put("salt", derivation.salt());
            hints.put("iterations", (long) derivation.iterations());
            hints.put("keylen", (long) derivation.keyBytes());
            return hints;
        }

        @Override
        public boolean accepts(String proof, String challenge) {
            return WampCra.isSignature(proof, key, challenge);
        }

        @Override
        public String toString() {
            return "SaltedKey";
        }
    }
}
