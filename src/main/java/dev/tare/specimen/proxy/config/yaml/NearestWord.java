package dev.tare.specimen.proxy.config.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that somebody may have meant. */
final class NearestWord {
    /** A word may differ in one of so many letters, and one more. */
    private static final int LETTERS_A_SLIP = 4;

    private static final int MAX_LENGTH = 64;

    private NearestWord() {}

    /** The nearest of the known words, if one is near; of equally near ones the first. */
    static Optional<String> of(String word, Collection<String> known) {
        if (word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> slips(word, candidate) <= 1 + word.length() / LETTERS_A_SLIP)
                .min(Comparator.comparingInt(candidate -> slips(word, candidate)));
    }

    /** {@code ; did you mean "…"?} or {@code ; known are …}. */
    static String remedy(String word, Collection<String> known) {
        return of(word, known)
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElseGet(() ->
                        known.isEmpty()
                                ? "; there is none to name"
                                : "; known are " + String.join(", ", known));
    }

    /** How many letters must be put in, left out, changed or swapped with their neighbour. */
    static int slips(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(distance[i - 1][j] + 1, distance[i][j - 1] + 1);
                least = Math.min(least, distance[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                distance[i][j] = swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
            }
        }
        return distance[a.length()][b.length()];
    }
}
