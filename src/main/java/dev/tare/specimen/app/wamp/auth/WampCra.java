package dev.tare.specimen.app.wamp.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The arithmetic of WAMP-CRA: a challenge is signed by HMAC-SHA256 with a shared secret, which can
 * be a key that PBKDF2 has derived from a password.
 */
public final class WampCra {
    /** The most rounds of a derivation: a router must not keep a client busy for ever. */
    public static final int MAX_ITERATIONS = 1_000_000;

    /** The longest key in bytes. */
    public static final int MAX_KEY_BYTES = 256;

    private static final int BITS = 8;
    private static final String HMAC = "HmacSHA256";

    /**
     * How a key is derived from a password.
     *
     * @param salt any text but the empty one
     * @param iterations 1 to {@link #MAX_ITERATIONS}
     * @param keyBytes 1 to {@link #MAX_KEY_BYTES}
     */
    public record Derivation(String salt, int iterations, int keyBytes) {
        public Derivation {
            if (salt.isEmpty()) {
                throw new IllegalArgumentException("salt: must not be empty");
            }
            requireBetween("iterations", iterations, MAX_ITERATIONS);
            requireBetween("keylen", keyBytes, MAX_KEY_BYTES);
        }

        private static void requireBetween(String what, int value, int max) {
            if (value < 1 || value > max) {
                throw new IllegalArgumentException(
                        "%s: %d must be 1 to %d".formatted(what, value, max));
            }
        }
    }

    private WampCra() {}

    /** Signs a challenge; the signature in Base64. */
    public static String sign(String secret, String challenge) {
        return Base64.getEncoder().encodeToString(hmac(secret.getBytes(UTF_8), challenge));
    }

    static boolean isSignature(String proof, String secret, String challenge) {
        return MessageDigest.isEqual(
                proof.getBytes(UTF_8), sign(secret, challenge).getBytes(US_ASCII));
    }

    /** The key in Base64, which then serves as the secret. */
    public static String deriveKey(String password, Derivation derivation) {
        PBEKeySpec spec =
                new PBEKeySpec(
                        password.toCharArray(),
                        derivation.salt().getBytes(UTF_8),
                        derivation.iterations(),
                        derivation.keyBytes() * BITS);
        try {
            byte[] key =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded();
            return Base64.getEncoder().encodeToString(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no PBKDF2 with HMAC-SHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] hmac(byte[] secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
