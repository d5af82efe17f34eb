package dev.tare.view.report.content;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import java.util.ArrayList;
import java.util.List;

/** What was asked of the links before specimens, and what the system said of them. */
public final class LinkWords {
    private LinkWords() {}

    /**
     * For each specimen behind a link what was asked, what {@code tc} said of each end, and how it
     * was proven; once however many rounds there were.
     */
    public static List<String> sentences(BundleContent content) {
        List<String> sentences = new ArrayList<>();
        for (RoundRecord round : content.rounds()) {
            for (SpecimenRecord specimen : round.specimens()) {
                if (!specimen.link().isEmpty()) {
                    specimen.link().forEach(text -> add(specimen, text, sentences));
                    add(specimen, specimen.pathProof(), sentences);
                }
            }
        }
        return sentences;
    }

    private static void add(SpecimenRecord specimen, String text, List<String> sentences) {
        String sentence = specimen.name() + ": " + text;
        if (!sentences.contains(sentence)) {
            sentences.add(sentence);
        }
    }
}
