package dev.tare.base.core;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Identities in the form of URIs, as certificates name their owners: {@code
 * spiffe://tare.local/ns/default/sa/front}.
 *
 * <p>Thread-safety: stateless. Source: SPIFFE-ID, sections 2.1 to 2.3 (trust domain, path, length);
 * RFC 3986, section 3.1, for other schemes.
 */
public final class IdentityUris {
    /** How many are named together at most. */
    public static final int MAX_URIS = 64;

    /** The longest, in characters. */
    public static final int MAX_LENGTH = 2048;

    private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]*:[!-~]+");
    private static final Pattern SPIFFE =
            Pattern.compile("spiffe://[a-z0-9._-]{1,255}(?:/(?!\\.{1,2}(?:/|$))[a-zA-Z0-9._-]+)+");

    private IdentityUris() {}

    /**
     * Refuses what cannot be anybody's identity.
     *
     * @param uris at most {@link #MAX_URIS}, compared character by character later on
     * @return a copy
     * @throws IllegalArgumentException naming the one that is at fault, and what would be right
     */
    public static List<String> checked(List<String> uris) {
        if (uris.size() > MAX_URIS) {
            throw new IllegalArgumentException(
                    "%d URIs must be %d at most".formatted(uris.size(), MAX_URIS));
        }
        for (String uri : uris) {
            if (uri.length() > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "a URI of %,d characters must have %,d at most",
                                uri.length(),
                                MAX_LENGTH));
            }
            boolean spiffe = uri.regionMatches(true, 0, "spiffe:", 0, "spiffe:".length());
            if (!(spiffe ? SPIFFE : URI).matcher(uri).matches()) {
                throw new IllegalArgumentException(
                        "\"%s\" is not the URI of an identity, such as".formatted(uri)
                                + " spiffe://tare.local/ns/default/sa/front");
            }
        }
        return List.copyOf(uris);
    }
}
