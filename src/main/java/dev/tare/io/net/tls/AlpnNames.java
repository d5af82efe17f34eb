package dev.tare.io.net.tls;

import java.util.List;

/** What may stand in a list of application protocols (RFC 7301, section 3.1). */
final class AlpnNames {
    static final int MAX_PROTOCOLS = 16;
    private static final int MAX_NAME_BYTES = 255;

    private AlpnNames() {}

    /**
     * Refuses a list that cannot be sent.
     *
     * @throws IllegalArgumentException naming the entry
     */
    static void check(List<String> protocols) {
        if (protocols.size() > MAX_PROTOCOLS) {
            throw new IllegalArgumentException(
                    "%d application protocols (ALPN) must be %d at most"
                            .formatted(protocols.size(), MAX_PROTOCOLS));
        }
        for (String name : protocols) {
            boolean printable = name.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (name.isEmpty() || name.length() > MAX_NAME_BYTES || !printable) {
                throw new IllegalArgumentException(
                        "application protocol (ALPN) '%s' must be 1 to %d printable characters"
                                .formatted(name, MAX_NAME_BYTES));
            }
        }
    }
}
