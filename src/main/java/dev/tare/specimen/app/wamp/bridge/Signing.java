package dev.tare.specimen.app.wamp.bridge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By what requests are signed. The text form does not show the secret.
 *
 * @param key names the secret; sent along
 */
public record Signing(String key, String secret) {
    private static final String HMAC = "HmacSHA256";

    public Signing {
        if (key.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException("signed requests need a key and a secret");
        }
    }

    /**
     * Signs a request: HMAC-SHA256 of the fields and the body, one behind the other, in the Base64
     * for URLs.
     *
     * @param timestamp as it is sent; so are the others
     */
    public String sign(String timestamp, String seq, String nonce, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), HMAC));
            mac.update(key.getBytes(UTF_8));
            mac.update(timestamp.getBytes(UTF_8));
            mac.update(seq.getBytes(UTF_8));
            mac.update(nonce.getBytes(UTF_8));
            return Base64.getUrlEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
        }
    }

    /** Whether a signature is right; takes as long for a wrong one as for the right one. */
    boolean isSignature(String given, String timestamp, String seq, String nonce, byte[] body) {
        byte[] expected = sign(timestamp, seq, nonce, body).getBytes(US_ASCII);
        return MessageDigest.isEqual(given.getBytes(UTF_8), expected);
    }

    @Override
    public String toString() {
        return "Signing[key=%s]".formatted(key);
    }
}
