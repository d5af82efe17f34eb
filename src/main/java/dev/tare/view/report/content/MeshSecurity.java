package dev.tare.view.report.content;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import java.util.ArrayList;
import java.util.List;

/** What was found of the secured calls of specimens of many parts. */
public final class MeshSecurity {
    private MeshSecurity() {}

    /** A sentence for each door that was tried, once however many rounds there were. */
    public static List<String> sentences(BundleContent content) {
        List<String> sentences = new ArrayList<>();
        for (RoundRecord round : content.rounds()) {
            for (SpecimenRecord specimen : round.specimens()) {
                for (String found : specimen.security()) {
                    String sentence = found;
                    if (!sentences.contains(sentence)) {
                        sentences.add(sentence);
                    }
                }
            }
        }
        return sentences;
    }
}
