package dev.tare.view.report.content;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.view.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the connections of encrypted specimens really spoke. */
public final class Encryption {
    private static final String TLS = "TLS";

    private Encryption() {}

    /**
     * For each specimen with TLS its name, the protocols with version and cipher, and how many
     * connections spoke them; empty where nothing was encrypted.
     */
    public static List<String> sentences(BundleContent content) {
        List<String> sentences = new ArrayList<>();
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
                sentences.add(specimen + ": " + String.join("; ", parts));
            }
        }
        return sentences;
    }
}
