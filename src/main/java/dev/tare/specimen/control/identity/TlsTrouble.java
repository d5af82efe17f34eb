package dev.tare.specimen.control.identity;

import dev.tare.io.net.tls.certificate.CertificateFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What of TLS goes wrong with the JDK's sockets and stays so, in words for the user. */
public final class TlsTrouble {
    /** As the JDK says it; the alerts are those of RFC 8446, section 6. */
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_0-9]+)");

    /** As the JDK says it of a first answer that is no record of TLS. */
    private static final String NOT_TLS = "Unsupported or unrecognized SSL message";

    /** A chain of causes may be a ring. */
    private static final int MAX_CAUSES = 10;

    private TlsTrouble() {}

    /**
     * What asking again will not change, with the remedy.
     *
     * @param failure of an exchange over TLS, or another; its causes are looked at too
     * @return empty where it may pass
     */
    public static Optional<String> lasting(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        Throwable next = failure;
        while (next != null && causes.size() < MAX_CAUSES) {
            causes.add(next);
            next = next.getCause();
        }
        for (Throwable cause : causes) {
            if (cause instanceof CertificateFault fault) {
                return Optional.of("its " + printable(fault.reason()) + remedy(fault.kind()));
            }
        }
        return causes.stream()
                .filter(SSLException.class::isInstance)
                .findFirst()
                .flatMap(cause -> ofWords(String.valueOf(cause.getMessage())));
    }

    private static Optional<String> ofWords(String words) {
        if (words.contains(NOT_TLS)) {
            return Optional.of("it does not speak TLS; write http://, or name the port that does");
        }
        Matcher alert = ALERT.matcher(words);
        if (!alert.find()) {
            return Optional.empty();
        }
        String name = alert.group(1).replace('_', ' ');
        return Optional.of(
                name.contains("certificate") || name.equals("unknown ca")
                        ? "it refuses us (%s); name a certificate that it believes: "
                                        .formatted(name)
                                + "tls: {cert: FILE, key: FILE} in a plan"
                        : "it broke the handshake off with the alert '%s'".formatted(name));
    }

    /** Names in a certificate are the other side's to choose. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String remedy(CertificateFault.Kind kind) {
        return switch (kind) {
            case UNKNOWN_AUTHORITY ->
                    "; name the authority that vouches for it: tls: {ca: FILE} in a plan,"
                            + " ssl_certificate in SMP";
            case OTHER_NAME -> "; name whom to expect: tls: {server-name: NAME} in a plan";
            case OUT_OF_DATE -> "; have it renewed";
            case BAD -> "";
        };
    }
}
