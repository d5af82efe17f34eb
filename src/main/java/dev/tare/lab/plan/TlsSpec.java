package dev.tare.lab.plan;

import java.util.List;

/**
 * How the load speaks TLS to what runs already, at an {@code https://} address.
 *
 * @param authorities whom to trust: the path of a PEM file, or the text of one; empty: the JDK's
 * @param serverName the name to ask for (SNI) and to verify; empty: the host of the address
 * @param insecure whether whoever answers is believed
 * @param certificates path of a PEM file with the load's own certificate; empty: it shows none
 * @param key path of the PEM file with its private key; empty where there is no certificate
 */
public record TlsSpec(
        String authorities, String serverName, boolean insecure, String certificates, String key) {
    /** Verified by the JDK's authorities and the address's host; nothing is shown. */
    public static final TlsSpec STANDARD = new TlsSpec("", "", false, "", "");

    /** The longest text of a PEM file that a plan may hold, characters. */
    static final int MAX_PEM_LENGTH = 100_000;

    /** A host's name or literal address, or none. */
    private static final String NAME = "[A-Za-z0-9._:-]{0,253}";

    private static final String PEM = "-----BEGIN ";
    private static final String PRIVATE_KEY = "PRIVATE KEY-----";

    public TlsSpec {
        if (insecure && !authorities.isEmpty()) {
            throw new IllegalArgumentException(
                    "insecure: true verifies nothing, so that ca is of no use; leave one of them"
                            + " out");
        }
        if (certificates.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException("cert and key go together; name both, or none");
        }
        if (authorities.length() > MAX_PEM_LENGTH) {
            throw new IllegalArgumentException(
                    "ca has more than %d characters; name a file".formatted(MAX_PEM_LENGTH));
        }
        for (String text : List.of(authorities, certificates, key)) {
            // A key must not get into a bundle, not even by mistake.
            if (text.contains(PRIVATE_KEY)) {
                throw new IllegalArgumentException(
                        "a private key stands in the plan; put it into a file of its own and write"
                                + " its path");
            }
        }
        if (isPem(certificates)) {
            throw new IllegalArgumentException("cert must be the path of a PEM file, not its text");
        }
        if (!serverName.matches(NAME)) {
            throw new IllegalArgumentException(
                    "server-name \"%s\" is no name of a host".formatted(serverName));
        }
    }

    /** Whether the authorities are written down here, and not in a file. */
    public boolean authoritiesAreText() {
        return isPem(authorities);
    }

    static boolean isPem(String text) {
        return text.contains(PEM);
    }
}
