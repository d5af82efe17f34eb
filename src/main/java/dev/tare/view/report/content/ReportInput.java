package dev.tare.view.report.content;

import dev.tare.lab.beside.Beside;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.cost.CostQuestion;
import dev.tare.lab.meshmark.Weights;
import dev.tare.lab.verdict.Weighing;
import java.util.Optional;

/**
 * What a report is made of.
 *
 * @param bundle the raw results
 * @param weighing the same, judged
 * @param bundlePath where the bundle lies, as a person would type it, such as {@code
 *     tare-results/2026-11-20-1927}. Only the terminal's report prints it whole; all others print
 *     its last name, so that they do not depend on the folder they are made from.
 * @param costQuestion what is asked about the cost of running
 * @param weights of the terms of MeshMark
 */
public record ReportInput(
        BundleContent bundle,
        Weighing weighing,
        String bundlePath,
        CostQuestion costQuestion,
        Weights weights) {

    /** Without prices and weights. */
    public ReportInput(BundleContent bundle, Weighing weighing, String bundlePath) {
        this(bundle, weighing, bundlePath, CostQuestion.DEFAULT, Weights.EVEN);
    }

    /** Published figures with ours beside them, if the plan named any. */
    public Optional<Beside> beside() {
        return Beside.of(bundle, weighing);
    }

    /** The last name of the bundle's path. */
    public String bundleName() {
        String trimmed = bundlePath.replaceAll("[/\\\\]+$", "");
        int slash = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\'));
        return trimmed.substring(slash + 1);
    }
}
