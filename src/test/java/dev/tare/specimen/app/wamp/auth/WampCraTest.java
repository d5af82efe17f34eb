package dev.tare.specimen.app.wamp.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.specimen.app.wamp.auth.WampCra.Derivation;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class WampCraTest {
    /** Source: RFC 4231, test case 2. */
    @Test
    void aChallengeIsSignedByHmacSha256() {
        byte[] expected =
                HexFormat.of()
                        .parseHex(
                                "5bdcc146bf60754e6a042426089575c7"
                                        + "5a003f089d2739839dec58b964ec3843");
        String signature = WampCra.sign("Jefe", "what do ya want for nothing?");
        assertThat(Base64.getDecoder().decode(signature)).isEqualTo(expected);
    }

    /** Source: RFC 7914, section 11; the first 32 bytes of it. */
    @Test
    void aKeyIsDerivedByPbkdf2WithHmacSha256() {
        byte[] expected =
                HexFormat.of()
                        .parseHex(
                                "55ac046e56e3089fec1691c22544b605"
                                        + "f94185216dde0465e68b9d57c20dacbc");
        String key = WampCra.deriveKey("passwd", new Derivation("salt", 1, 32));
        assertThat(Base64.getDecoder().decode(key)).isEqualTo(expected);
    }

    @Test
    void onlyTheRightSignatureIsAccepted() {
        Credential secret = new Credential.SharedSecret("s3cret");
        String signature = WampCra.sign("s3cret", "challenge");
        assertThat(secret.accepts(signature, "challenge")).isTrue();
        assertThat(secret.accepts(signature, "another")).isFalse();
        assertThat(secret.accepts(signature + "=", "challenge")).isFalse();
        assertThat(secret.accepts("", "challenge")).isFalse();
        assertThat(secret.accepts(WampCra.sign("other", "challenge"), "challenge")).isFalse();
    }

    @Test
    void onlyTheRightTicketIsAccepted() {
        Credential ticket = new Credential.Ticket("t1ck3t");
        assertThat(ticket.accepts("t1ck3t", "")).isTrue();
        assertThat(ticket.accepts("t1ck3", "")).isFalse();
        assertThat(ticket.accepts("", "")).isFalse();
    }

    @Test
    void derivationsHaveBounds() {
        assertThat(new Derivation("s", WampCra.MAX_ITERATIONS, WampCra.MAX_KEY_BYTES).keyBytes())
                .isEqualTo(WampCra.MAX_KEY_BYTES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Derivation("s", WampCra.MAX_ITERATIONS + 1, 32))
                .withMessage("iterations: 1000001 must be 1 to 1000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Derivation("s", 1, WampCra.MAX_KEY_BYTES + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Derivation("", 1, 32));
    }

    @Test
    void noSecretIsShown() {
        Derivation derivation = new Derivation("salt", 1000, 32);
        assertThat(new User("joe", "user", new Credential.Ticket("hidden")).toString())
                .doesNotContain("hidden");
        assertThat(new Credential.SharedSecret("hidden").toString()).doesNotContain("hidden");
        assertThat(new Credential.SaltedKey("hidden", derivation).toString())
                .doesNotContain("hidden");
    }
}
