package dev.tare.lab.grpc;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names for a message that says which there are: those like the wanted one first. */
final class NearNames {
    /** How many are listed. */
    static final int MAX_LISTED = 8;

    private static final int MAX_COMPARED_LENGTH = 200;

    private NearNames() {}

    static String list(String wanted, List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        List<String> nearest =
                names.stream()
                        .sorted(
                                Comparator.<String>comparingInt(name -> distance(wanted, name))
                                        .thenComparing(Comparator.naturalOrder()))
                        .limit(MAX_LISTED)
                        .toList();
        int left = names.size() - nearest.size();
        return String.join(", ", nearest) + (left == 0 ? "" : " and %d more".formatted(left));
    }

    /** Insertions, deletions and exchanges of letters that make one the other (Levenshtein). */
    static int distance(String one, String other) {
        String a = comparable(one);
        String b = comparable(other);
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchanged = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[b.length()];
    }

    private static String comparable(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.substring(0, Math.min(lower.length(), MAX_COMPARED_LENGTH));
    }
}
