package dev.tare.specimen.link;

import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.StartFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Links for tests. */
public final class Links {
    private Links() {}

    /** A link, or the test is skipped aloud because none like it can be had here. */
    public static NamespaceLink openOrSkip(Launcher launcher, Path log, LinkShape shape)
            throws InterruptedException {
        try {
            return NamespaceLink.open(launcher, "linked", log, shape);
        } catch (StartFailure e) {
            String sentence = "a link of " + shape + " cannot be had here: " + e.getMessage();
            System.out.println("SKIPPED: " + sentence);
            return Assumptions.abort(sentence);
        }
    }
}
