package dev.tare.lab.verdict;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.verdict.Weighing.NextCommand;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The next command worth trying. */
final class NextStep {
    private static final double WIDE = 0.25;
    private static final int FEW_BLOCKS = 12;
    private static final int MAX_BLOCKS = 96;

    /** A command within a note: in backquotes, or what follows "install it with" and the like. */
    private static final Pattern COMMAND =
            Pattern.compile(
                    "`([^`]+)`|install(?: it)? (?:with|by):? ([^;()]+[^;() .])",
                    Pattern.CASE_INSENSITIVE);

    private NextStep() {}

    static NextCommand of(
            BundleContent content,
            List<ScenarioResult> results,
            Headline headline,
            String bundleName) {
        int blocks = content.blocks().size();
        if (!content.complete()) {
            return new NextCommand(
                    "./tare run --resume " + bundleName,
                    "%s of %d are there; this measures the rest"
                            .formatted(
                                    Words.plural(blocks, "block"),
                                    content.manifest().plan().blocks()));
        }
        if (content.manifest().plan().specimens().size() < 2) {
            return new NextCommand(
                    "./tare run --specimens bare,minivoy", "a cost needs a specimen beside bare");
        }
        if (blocks < Estimator.MIN_BLOCKS) {
            return new NextCommand(
                    "./tare run --blocks " + FEW_BLOCKS,
                    "below %d blocks there is no interval and no tare cost"
                            .formatted(Estimator.MIN_BLOCKS));
        }
        Optional<NextCommand> missing = missing(content.manifest().environment().notes());
        if (headline.widest() > WIDE && blocks < MAX_BLOCKS) {
            return new NextCommand(
                    "./tare run --blocks " + Math.min(MAX_BLOCKS, 2 * blocks),
                    "a headline cost is known to ±%s only; twice the blocks narrow it by about 30 %%"
                            .formatted(Words.percent(headline.widest())));
        }
        if (missing.isPresent()) {
            return missing.get();
        }
        Optional<ScenarioResult> saturated =
                results.stream().filter(ScenarioResult::saturated).findFirst();
        if (saturated.isPresent()) {
            return new NextCommand(
                    "./tare report " + bundleName + " --format html",
                    "%s could not keep up with %s; the report shows since when"
                            .formatted(
                                    saturated.get().specimen(),
                                    Words.rate(saturated.get().offeredRatePerSec())));
        }
        return new NextCommand(
                "./tare report " + bundleName + " --format html",
                "the whole distribution, every slice over time, every verdict with its reason");
    }

    static Optional<NextCommand> missing(List<String> notes) {
        for (String note : notes) {
            String lower = note.toLowerCase(Locale.ROOT);
            if (lower.contains("not found") || lower.contains("install")) {
                Matcher matcher = COMMAND.matcher(note);
                if (matcher.find()) {
                    String command = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                    return Optional.of(new NextCommand(command.strip(), note));
                }
            }
        }
        return Optional.empty();
    }
}
