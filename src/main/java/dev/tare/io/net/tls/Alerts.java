package dev.tare.io.net.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.net.IoFailure;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Optional;

/** What the alerts of TLS say, in words. Source: RFC 8446, section 6; RFC 5246, section 7.2. */
final class Alerts {
    private static final int FIRST_CONTENT_TYPE = 20;
    private static final int LAST_CONTENT_TYPE = 23;

    /** Of what is not TLS, as many bytes are shown. */
    private static final int SHOWN_BYTES = 12;

    static final int HANDSHAKE_FAILURE = 40;
    static final int CERTIFICATE_REQUIRED = 116;
    private static final int BAD_CERTIFICATE = 42;
    private static final int UNSUPPORTED_CERTIFICATE = 43;
    private static final int CERTIFICATE_REVOKED = 44;
    private static final int CERTIFICATE_EXPIRED = 45;
    private static final int CERTIFICATE_UNKNOWN = 46;
    private static final int UNKNOWN_CA = 48;
    private static final int ACCESS_DENIED = 49;

    private Alerts() {}

    /**
     * The failure that a fatal alert of the other side makes.
     *
     * @param number of the alert, 0 to 255
     * @param established whether the handshake was done
     */
    static TlsFailure received(int number, boolean established) {
        Optional<String> certificate = aboutCertificates(number);
        if (certificate.isPresent()) {
            return new TlsFailure(
                    IoFailure.TLS_CERTIFICATE,
                    "the other side refuses our certificate: " + certificate.get());
        }
        return new TlsFailure(
                established ? IoFailure.TLS_PROTOCOL : IoFailure.TLS_HANDSHAKE,
                "the other side broke it off with the alert '%s'".formatted(text(number)));
    }

    /** The number of an alert by the name that RFC 8446 gives it; empty if there is none. */
    static Optional<Integer> number(String name) {
        for (int i = 0; i <= 255; i++) {
            if (text(i).equals(name.toLowerCase(Locale.ROOT).replace('_', ' '))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> aboutCertificates(int number) {
        return switch (number) {
            case CERTIFICATE_REQUIRED ->
                    Optional.of("it wants one, and there is none (certificate required)");
            case BAD_CERTIFICATE,
                    UNSUPPORTED_CERTIFICATE,
                    CERTIFICATE_REVOKED,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_UNKNOWN,
                    UNKNOWN_CA,
                    ACCESS_DENIED ->
                    Optional.of(text(number));
            default -> Optional.empty();
        };
    }

    private static String text(int number) {
        return switch (number) {
            case 0 -> "close notify";
            case 10 -> "unexpected message";
            case 20 -> "bad record mac";
            case 22 -> "record overflow";
            case HANDSHAKE_FAILURE -> "handshake failure";
            case BAD_CERTIFICATE -> "bad certificate";
            case UNSUPPORTED_CERTIFICATE -> "unsupported certificate";
            case CERTIFICATE_REVOKED -> "certificate revoked";
            case CERTIFICATE_EXPIRED -> "certificate expired";
            case CERTIFICATE_UNKNOWN -> "certificate unknown";
            case 47 -> "illegal parameter";
            case UNKNOWN_CA -> "unknown ca";
            case ACCESS_DENIED -> "access denied";
            case 50 -> "decode error";
            case 51 -> "decrypt error";
            case 70 -> "protocol version";
            case 71 -> "insufficient security";
            case 80 -> "internal error";
            case 86 -> "inappropriate fallback";
            case 90 -> "user canceled";
            case 109 -> "missing extension";
            case 110 -> "unsupported extension";
            case 112 -> "unrecognized name";
            case 113 -> "bad certificate status response";
            case 115 -> "unknown psk identity";
            case CERTIFICATE_REQUIRED -> "certificate required";
            case 120 -> "no application protocol";
            default -> "number " + number;
        };
    }

    /** Whether the first byte that the other side sends is a type of content that TLS has. */
    static boolean mayBeTls(MemorySegment buffer, long offset) {
        int type = buffer.get(ValueLayout.JAVA_BYTE, offset);
        return type >= FIRST_CONTENT_TYPE && type <= LAST_CONTENT_TYPE;
    }

    /** The failure that a first answer makes which cannot be TLS. */
    static TlsFailure notTls(MemorySegment buffer, long offset, int length) {
        int shown = Math.min(length, SHOWN_BYTES);
        byte[] first = buffer.asSlice(offset, shown).toArray(ValueLayout.JAVA_BYTE);
        StringBuilder text = new StringBuilder();
        for (char c : new String(first, US_ASCII).toCharArray()) {
            text.append(c >= ' ' && c < 0x7f ? c : '.');
        }
        return new TlsFailure(
                IoFailure.TLS_HANDSHAKE,
                "the other side does not speak TLS: it begins with '%s'".formatted(text));
    }
}
