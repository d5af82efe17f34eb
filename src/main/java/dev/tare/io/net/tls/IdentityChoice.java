package dev.tare.io.net.tls;

import dev.tare.io.net.tls.certificate.KeyMaterial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of a server's certificates a client is shown, by the name that it asks for: those that have
 * the name itself; else those that have the wildcard for it; else the first of all.
 *
 * <p>Thread-safety: any thread. Source: RFC 6066, section 3 (SNI); RFC 9525, section 6.3 (a
 * wildcard stands for one whole label, the first).
 */
final class IdentityChoice {
    private static final int[] FIRST = {0};

    private final Map<String, int[]> byName;

    private IdentityChoice(Map<String, int[]> byName) {
        this.byName = byName;
    }

    /**
     * A choice among identities.
     *
     * @param identities 1 or more, the default first
     */
    static IdentityChoice among(List<KeyMaterial> identities) {
        Map<String, List<Integer>> numbers = new HashMap<>();
        for (int i = 0; i < identities.size(); i++) {
            for (String name : identities.get(i).dnsNames()) {
                numbers.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                        .add(i);
            }
        }
        Map<String, int[]> byName = new HashMap<>();
        numbers.forEach((name, all) ->
                byName.put(name, all.stream().mapToInt(Integer::intValue).toArray()));
        return new IdentityChoice(byName);
    }

    /**
     * The numbers of the identities to show, the best first, at least one.
     *
     * @param asked the name in the client's greeting; null if there is none
     */
    int[] forName(@Nullable String asked) {
        if (asked == null) {
            return FIRST;
        }
        String name = asked.toLowerCase(Locale.ROOT);
        int[] exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        int[] wild = dot < 0 ? null : byName.get("*" + name.substring(dot));
        return wild == null ? FIRST : wild;
    }
}
