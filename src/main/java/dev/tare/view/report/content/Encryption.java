package dev.tare.view.report.content;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.view.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the connections of encrypted specimens really spoke. */
public final class Encryption {
    private static final String TLS = "TLS";

    /** How the record of an unverified server begins. */
    private static final String NOT_VERIFIED = "not verified";

    private Encryption() {}

    /**
     * For each specimen with TLS its name, the protocols with version and cipher, and how many
     * connections spoke them, and what follows where bare differs; empty where nothing was
     * encrypted.
     */
    public static List<String> sentences(BundleContent content) {
        List<String> sentences = new ArrayList<>();
        List<String> encrypted = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (String specimen : content.manifest().plan().specimens()) {
            Map<String, Long> counts = new TreeMap<>();
            for (BundleContent.Block block : content.blocks()) {
                block.blockRecord()
                        .protocols()
                        .getOrDefault(specimen, Map.of())
                        .forEach((name, count) -> counts.merge(name, count, Long::sum));
            }
            if (counts.keySet().stream().anyMatch(name -> name.contains(TLS))) {
                List<String> parts = new ArrayList<>();
                counts.forEach((name, count) ->
                        parts.add(name + " (" + Quantity.count(count) + " connections)"));
                String trust = trust(content, specimen);
                if (!trust.isEmpty()) {
                    parts.add(trust);
                }
                sentences.add(specimen + ": " + String.join("; ", parts));
                encrypted.add(specimen);
            } else if (!counts.isEmpty()) {
                plain.add(specimen);
            }
        }
        difference(content, encrypted, plain).ifPresent(sentences::add);
        return sentences;
    }

    /** What it means that bare alone, or others alone, are encrypted. */
    private static Optional<String> difference(
            BundleContent content, List<String> encrypted, List<String> plain) {
        String bare = content.manifest().plan().specimens().getFirst();
        if (plain.contains(bare) && !encrypted.isEmpty()) {
            return Optional.of(
                    "%s is reached without TLS: what TLS costs is part of the tare cost of %s."
                            .formatted(bare, String.join(", ", encrypted)));
        }
        if (encrypted.contains(bare) && !plain.isEmpty()) {
            return Optional.of(
                    "%s is reached with TLS, and without it %s: their tare cost is smaller by what"
                                    .formatted(bare, String.join(", ", plain))
                            + " TLS costs.");
        }
        return Optional.empty();
    }

    /** Whether every server had to prove who it is. */
    public static boolean verified(BundleContent content) {
        return content.rounds().stream()
                .flatMap(round -> round.specimens().stream())
                .noneMatch(specimen -> specimen.trust().startsWith(NOT_VERIFIED));
    }

    private static String trust(BundleContent content, String specimen) {
        return content.rounds().stream()
                .flatMap(round -> round.specimens().stream())
                .filter(started -> started.name().equals(specimen))
                .map(RoundRecord.SpecimenRecord::trust)
                .findFirst()
                .orElse("");
    }
}
