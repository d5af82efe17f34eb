package dev.tare.view.cli.load;

import dev.tare.base.core.QuantityText;
import dev.tare.lab.find.Objective;
import dev.tare.lab.find.SearchRange;
import dev.tare.view.cli.shell.UsageException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say where a search looks, how closely, and for how long. */
final class SearchFlags {
    private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(%?)");

    /** Offered first, unless a point would then hold too few requests. */
    private static final double LEAST_FROM_PER_SEC = 100;

    /** So many times the requests that are needed at least. */
    private static final double PLENTY = 2;

    /** What an arrival process can do at most. */
    private static final double MOST_PER_SEC = 1e7;

    @Option(
            names = "--from",
            paramLabel = "RATE",
            description = {
                "The lowest rate, such as 100/s (default: 100/s, or as much more as a point needs",
                "for its interval)."
            })
    private @Nullable String from;

    @Option(
            names = "--max-rate",
            paramLabel = "RATE",
            defaultValue = "1M",
            description = "Never offer more than this (default: ${DEFAULT-VALUE}).")
    private String maxRate = "";

    @Option(
            names = "--resolution",
            paramLabel = "SHARE",
            defaultValue = "2%",
            description = "How near the two ends of the answer must be (default: 2%%).")
    private String resolution = "";

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often both ends are measured again (default: ${DEFAULT-VALUE}).")
    private String repeats = "";

    @Option(
            names = "--point",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "The shortest time that a rate is held (default: ${DEFAULT-VALUE}).")
    private String point = "";

    @Option(
            names = "--max-point",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "The longest, where the interval stays wide (default: ${DEFAULT-VALUE}).")
    private String maxPoint = "";

    @Option(
            names = "--max-points",
            paramLabel = "N",
            defaultValue = "60",
            description = "End after so many points, settled or not (default: ${DEFAULT-VALUE}).")
    private String maxPoints = "";

    SearchFlags() {}

    /** How long one load of a point measures, ns. */
    long pointNs() throws UsageException {
        return read("--point", point, QuantityText::durationNs);
    }

    /** How long all loads of a point measure at most, ns. */
    long maxPointNs() throws UsageException {
        return read("--max-point", maxPoint, QuantityText::durationNs);
    }

    SearchRange range(Objective objective) throws UsageException {
        double maxPerSec = read("--max-rate", maxRate, SearchFlags::rate);
        double fromPerSec =
                from == null
                        ? Math.min(maxPerSec, defaultFrom(objective, maxPointNs()))
                        : read("--from", from, SearchFlags::rate);
        return new SearchRange(
                fromPerSec,
                maxPerSec,
                read("--resolution", resolution, SearchFlags::share),
                read(
                        "--repeats",
                        repeats,
                        t ->
                                QuantityText.count(
                                        t, SearchRange.MIN_REPEATS, SearchRange.MAX_REPEATS)),
                read(
                        "--max-points",
                        maxPoints,
                        t -> QuantityText.count(t, 1, SearchRange.MAX_POINTS)));
    }

    /** A round rate at which the longest point holds plenty of requests for its intervals. */
    private static double defaultFrom(Objective objective, long maxPointNs) {
        double needed = PLENTY * objective.smallestCount() * 1e9 / Math.max(1, maxPointNs);
        double round = LEAST_FROM_PER_SEC;
        while (round < needed) {
            round *= 2;
        }
        return round;
    }

    private static double rate(String text) {
        double ratePerSec = QuantityText.ratePerSec(text);
        if (ratePerSec > MOST_PER_SEC) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is more than 10M/s, the most that can be offered");
        }
        return ratePerSec;
    }

    private static double share(String text) {
        Matcher matcher = SHARE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no share; write it as 2% or 0.02");
        }
        return Double.parseDouble(matcher.group(1)) / (matcher.group(2).isEmpty() ? 1 : 100);
    }

    private static <T> T read(String flag, String text, Function<String, T> reader)
            throws UsageException {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(flag + ": " + e.getMessage());
        }
    }
}
