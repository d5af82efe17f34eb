package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Answers.Sizes;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of {@code vegeta report}: a name, the names of its figures in brackets, the figures.
 *
 * <p>Source: vegeta 12, {@code lib/reporters.go}.
 */
final class VegetaBlock implements TextBlock {
    private static final Pattern ROW =
            Pattern.compile(
                    "(Requests|Duration|Latencies|Bytes In|Bytes Out|Success|Status Codes)\\s++"
                            + "\\[([^\\]]++)\\]\\s*+(.*+)");
    private static final Pattern STATUS = Pattern.compile("(\\d{1,3}+):(\\d++)");
    private static final int MAX_FIGURES = 64;
    private static final String LAST = "Error Set:";

    private final Draft draft = new Draft();
    private final Set<String> seen = new HashSet<>();

    VegetaBlock() {
        draft.loop = Loop.OPEN;
    }

    /** Whether a block begins with a line. */
    static boolean begins(String line) {
        return line.startsWith("Requests ") && line.contains("[total, rate");
    }

    @Override
    public boolean take(int number, String line) {
        if (ended()) {
            return false;
        }
        if (line.equals(LAST)) {
            seen.add(LAST);
            draft.whole = true;
            return true;
        }
        Matcher row = ROW.matcher(line);
        if (!row.matches() || !seen.add(row.group(1))) {
            return false;
        }
        String[] names = row.group(2).split(",", MAX_FIGURES);
        String[] figures = row.group(3).split(",", MAX_FIGURES);
        for (int i = 0; i < Math.min(names.length, figures.length); i++) {
            figure(row.group(1), names[i].strip(), figures[i].strip());
        }
        return true;
    }

    private void figure(String row, String name, String text) {
        switch (row) {
            case "Requests" -> request(name, text);
            case "Duration" -> duration(name, text);
            case "Latencies" -> latency(name, NumberText.goDurationNs(text));
            case "Bytes In" -> bytes(name, text);
            case "Status Codes" -> statuses(text);
            default -> {
                // What was sent, and the share of successes, follow from the others.
            }
        }
    }

    private void request(String name, String text) {
        switch (name) {
            case "total" -> draft.requests = NumberText.whole(text);
            case "rate" -> {
                draft.ratePerSec = NumberText.decimal(text);
                draft.offeredRatePerSec =
                        draft.ratePerSec
                                .filter(rate -> rate.value() > 0)
                                .map(rate -> OptionalDouble.of(rate.value()))
                                .orElse(OptionalDouble.empty());
            }
            default -> {
                // Throughput is the rate of successes.
            }
        }
    }

    private void duration(String name, String text) {
        Optional<Printed> ns = NumberText.goDurationNs(text).filter(value -> value.value() >= 0);
        switch (name) {
            case "total" -> draft.durationNs = ns;
            case "attack" ->
                    ns.ifPresent(value -> draft.plannedNs = OptionalLong.of((long) value.value()));
            default -> {
                // The wait for the last answer is the rest.
            }
        }
    }

    private void latency(String name, Optional<Printed> ns) {
        switch (name) {
            case "mean" -> draft.meanNs = ns;
            case "min" -> draft.minNs = ns;
            case "max" -> draft.maxNs = ns;
            default ->
                    NumberText.decimal(name)
                            .ifPresent(ignored -> draft.percentile(NumberText.quantile(name), ns));
        }
    }

    private void bytes(String name, String text) {
        Sizes before =
                draft.wholeBytes.orElse(
                        new Sizes(
                                OptionalLong.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        switch (name) {
            case "total" ->
                    draft.wholeBytes =
                            Optional.of(
                                    new Sizes(
                                            before.count(),
                                            before.mean(),
                                            before.stdev(),
                                            before.min(),
                                            before.max(),
                                            NumberText.general(text)));
            case "mean" ->
                    draft.wholeBytes =
                            Optional.of(
                                    new Sizes(
                                            before.count(),
                                            NumberText.decimal(text),
                                            before.stdev(),
                                            before.min(),
                                            before.max(),
                                            before.sum()));
            default -> {
                // No other figure is printed.
            }
        }
    }

    /** {@code 0:535 200:665}; 0 is a request without an answer. */
    private void statuses(String text) {
        Matcher status = STATUS.matcher(text);
        while (status.find()) {
            OptionalLong count = NumberText.whole(status.group(2));
            int code = Integer.parseInt(status.group(1));
            if (code == 0) {
                draft.error(ErrorClass.NO_ANSWER, count);
            } else {
                draft.status(code, count);
            }
        }
    }

    @Override
    public boolean ended() {
        return seen.contains(LAST);
    }

    @Override
    public boolean hasFigures() {
        return draft.requests.isPresent();
    }

    @Override
    public Tool tool() {
        return Tool.VEGETA;
    }

    @Override
    public Draft draft() {
        return draft;
    }

    @Override
    public String lastLine() {
        return LAST;
    }
}
