package dev.tare.lab.verdict.judge;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.WallTime;
import dev.tare.lab.verdict.Advice;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Weighing.NextCommand;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The next command worth trying. */
final class NextStep {
    private static final double WIDE = 0.25;
    private static final double NARROW = 0.10;
    private static final int FEW_BLOCKS = 12;
    private static final int MAX_DOUBLED_BLOCKS = 96;

    /** A longer run than this is not suggested. */
    private static final double MAX_MORE_SEC = 3_600;

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
        RunWords words = RunWords.of(content.manifest().commandLine());
        if (!content.complete()) {
            return new NextCommand(
                    "./tare run --resume " + bundleName,
                    "%s of %d are there; this measures the rest"
                            .formatted(
                                    Words.plural(blocks, "block"),
                                    content.manifest().plan().blocks()));
        }
        if (content.manifest().plan().specimens().size() < 2) {
            return words.withMoreSpecimens();
        }
        if (blocks < Estimator.MIN_BLOCKS) {
            return new NextCommand(
                    longer(content, words, FEW_BLOCKS),
                    "below %d blocks there is no interval and no tare cost"
                            .formatted(Estimator.MIN_BLOCKS));
        }
        Optional<NextCommand> more = more(content, words, headline);
        if (headline.widest() > WIDE && more.isPresent()) {
            return more.get();
        }
        Optional<NextCommand> missing = missing(content.manifest().environment().notes());
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
        return more.filter(any -> headline.widest() > NARROW)
                .orElseGet(() ->
                        new NextCommand(
                                "./tare report " + bundleName + " --format html",
                                "the whole distribution, every slice over time, every verdict with"
                                        + " its reason"));
    }

    /** A longer run, where one is known to help the headline. */
    private static Optional<NextCommand> more(
            BundleContent content, RunWords words, Headline headline) {
        Optional<Advice> longest =
                headline.advice().stream()
                        .filter(Advice::helps)
                        .max(Comparator.comparingInt(Advice::blocks));
        if (longest.isPresent() && longest.get().moreSec() <= MAX_MORE_SEC) {
            return Optional.of(
                    new NextCommand(
                            longer(content, words, longest.get().blocks()),
                            longest.get().sentence()));
        }
        int blocks = content.blocks().size();
        boolean drifts = headline.advice().stream().noneMatch(Advice::helps);
        if (headline.widest() <= WIDE || drifts || blocks >= MAX_DOUBLED_BLOCKS) {
            return Optional.empty();
        }
        return Optional.of(
                new NextCommand(
                        longer(content, words, Math.min(MAX_DOUBLED_BLOCKS, 2 * blocks)),
                        "a headline cost is known to ±%s only; twice the blocks narrow it by about 30 %%"
                                .formatted(Words.percent(headline.widest()))));
    }

    /** The same words with so many blocks, and the time that they take. */
    private static String longer(BundleContent content, RunWords words, int blocks) {
        long durationSec =
                WallTime.of(content)
                        .map(time -> {
                            double aroundNs = time.startNs() + time.warmUpNs();
                            double blockNs = (time.totalNs() - aroundNs) / content.blocks().size();
                            return (long) Math.ceil((aroundNs + blocks * blockNs) / 1e9);
                        })
                        .orElse(0L);
        return words.withBlocks(blocks, durationSec);
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
