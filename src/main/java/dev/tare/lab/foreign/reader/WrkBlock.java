package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Latency;
import dev.tare.lab.foreign.reader.result.Oddity;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of wrk's or wrk2's.
 *
 * <p>Source: {@code src/wrk.c} of wrk 4.2.0 and of wrk2 4.0.0 (giltene 44a94c1, kinvolk ef17109);
 * {@code hdr_histogram_log_writer} for the spectrum.
 */
final class WrkBlock implements TextBlock {
    /** Lines of which a block has one. */
    private enum Line {
        RUNNING,
        THREADS,
        HEADER,
        LATENCY,
        RATES,
        TOTALS,
        SOCKET_ERRORS,
        STATUSES,
        RATE,
        TRANSFER
    }

    private static final String FIGURE = "([-+\\w.µμ]++)";
    private static final Pattern RUNNING = Pattern.compile("Running (\\S++) test @ (\\S++).*+");
    private static final Pattern THREADS =
            Pattern.compile("(\\d++) threads? and (\\d++) connections?");
    private static final String ROW =
            "\\s++" + FIGURE + "\\s++" + FIGURE + "\\s++" + FIGURE + "\\s++([-+\\w.]++)%";
    private static final Pattern LATENCY = Pattern.compile("Latency" + ROW);
    private static final Pattern RATES = Pattern.compile("Req/Sec" + ROW);
    private static final Pattern PERCENT = Pattern.compile("(\\d++(?:\\.\\d++)?+)%\\s++" + FIGURE);
    private static final Pattern SPECTRUM =
            Pattern.compile("(\\d++\\.\\d++)\\s++([01]\\.\\d++)\\s++(\\d++)(?:\\s++\\S++)?+");
    private static final Pattern MEAN =
            Pattern.compile(
                    "#\\[Mean\\s++=\\s++([-\\w.]++), StdDeviation\\s++=\\s++([-\\w.]++)\\]");
    private static final Pattern MAX =
            Pattern.compile("#\\[Max\\s++=\\s++([-\\w.]++), Total count\\s++=\\s++(\\d++)\\]");
    private static final Pattern TOTALS =
            Pattern.compile("(\\d++) requests in ([^\\s,]++), (\\S++) read");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile(
                    "Socket errors: connect (\\d++), read (\\d++), write (\\d++), timeout (\\d++)");
    private static final Pattern STATUSES =
            Pattern.compile("Non-2xx or 3xx responses:\\s*+(\\d++)");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*+(\\S++)");
    private static final Pattern TRANSFER = Pattern.compile("Transfer/sec:\\s*+(\\S++)");
    private static final double MS = 1e6;

    private final Draft draft = new Draft();
    private final Set<Line> seen = EnumSet.noneOf(Line.class);
    private boolean paced;
    private boolean uncorrected;
    private double bucketLowNs;
    private long countBefore;

    /**
     * Opens a block.
     *
     * @param paced whether the command line before it is wrk2's
     */
    WrkBlock(boolean paced) {
        this.paced = paced;
        draft.loop = paced ? Loop.OPEN : Loop.CLOSED;
    }

    /** Whether a block can begin with a line: one that only wrk and wrk2 print. */
    static boolean begins(String line) {
        return (line.startsWith("Running ") && RUNNING.matcher(line).matches())
                || (line.endsWith("connections") && THREADS.matcher(line).matches())
                || line.startsWith("Thread Stats ")
                || (line.endsWith(" read") && TOTALS.matcher(line).matches());
    }

    @Override
    public boolean take(int number, String line) {
        if (line.isEmpty() || ended()) {
            return false;
        }
        char first = line.charAt(0);
        return switch (first) {
            case 'R' -> running(line) || row(number, line, Line.RATES, RATES) || rate(line);
            case 'L' -> row(number, line, Line.LATENCY, LATENCY) || distribution(line);
            case 'T' -> line.startsWith("Thread ") ? threadLine(line) : transfer(line);
            case 'S' -> socketErrors(line);
            case 'N' -> statuses(line);
            case 'D' -> line.equals("Detailed Percentile spectrum:");
            case 'V' -> line.startsWith("Value ") && line.contains("1/(1-Percentile)");
            case '#' -> footer(line);
            case '-' -> line.startsWith("-----");
            default -> Character.isDigit(first) && (digits(line) || spectrum(line));
        };
    }

    private boolean once(Line kind, Matcher matcher) {
        return !seen.contains(kind) && matcher.matches() && seen.add(kind);
    }

    private boolean running(String line) {
        Matcher matcher = RUNNING.matcher(line);
        if (!seen.isEmpty() || !once(Line.RUNNING, matcher)) {
            return false;
        }
        NumberText.wrkDurationNs(matcher.group(1))
                .ifPresent(value -> draft.plannedNs = OptionalLong.of((long) value.value()));
        draft.url = Optional.of(matcher.group(2));
        return true;
    }

    private boolean threadLine(String line) {
        if (line.startsWith("Thread calibration:")) {
            pace();
            return !seen.contains(Line.HEADER);
        }
        return line.startsWith("Thread Stats ") && seen.add(Line.HEADER);
    }

    private void pace() {
        paced = true;
        draft.loop = Loop.OPEN;
    }

    private boolean row(int number, String line, Line kind, Pattern pattern) {
        Matcher matcher = pattern.matcher(line);
        if (!once(kind, matcher)) {
            return false;
        }
        for (int i = 1; i <= matcher.groupCount(); i++) {
            if (NumberText.isNotANumber(matcher.group(i))) {
                draft.odd(Oddity.Kind.NOT_A_NUMBER, number, line);
                break;
            }
        }
        if (kind == Line.LATENCY) {
            draft.meanNs = NumberText.wrkDurationNs(matcher.group(1));
            draft.stdevNs = NumberText.wrkDurationNs(matcher.group(2));
            draft.maxNs = NumberText.wrkDurationNs(matcher.group(3));
            NumberText.decimal(matcher.group(4))
                    .ifPresent(
                            value -> draft.withinStdevPercent = OptionalDouble.of(value.value()));
        }
        return true;
    }

    private boolean distribution(String line) {
        if (!line.startsWith("Latency Distribution")) {
            return false;
        }
        if (line.contains("HdrHistogram")) {
            pace();
            uncorrected = line.contains("Uncorrected");
        }
        return true;
    }

    private boolean digits(String line) {
        Matcher percent = PERCENT.matcher(line);
        if (percent.matches()) {
            double quantile = NumberText.quantile(percent.group(1));
            percentile(quantile, NumberText.wrkDurationNs(percent.group(2)));
            return true;
        }
        Matcher threads = THREADS.matcher(line);
        if (once(Line.THREADS, threads)) {
            draft.threads = NumberText.count(threads.group(1));
            draft.connections = NumberText.count(threads.group(2));
            return true;
        }
        Matcher totals = TOTALS.matcher(line);
        if (once(Line.TOTALS, totals)) {
            draft.requests = NumberText.whole(totals.group(1));
            draft.durationNs = NumberText.wrkDurationNs(totals.group(2));
            draft.bytesRead = NumberText.wrkBytes(totals.group(3));
            return true;
        }
        return false;
    }

    private void percentile(double quantile, Optional<Printed> valueNs) {
        if (!uncorrected) {
            draft.percentile(quantile, valueNs);
        } else if (quantile > 0 && quantile <= 1) {
            valueNs.ifPresent(value -> draft.uncorrectedNs.put(quantile, value));
        }
    }

    private boolean spectrum(String line) {
        Matcher row = SPECTRUM.matcher(line);
        if (!row.matches() || row.group(1).length() + row.group(2).length() > 40) {
            return false;
        }
        pace();
        Optional<Printed> valueNs =
                NumberText.decimal(row.group(1)).flatMap(ms -> NumberText.scaled(ms, MS));
        double quantile = Double.parseDouble(row.group(2));
        OptionalLong upTo = NumberText.whole(row.group(3));
        if (valueNs.isEmpty() || upTo.isEmpty()) {
            return true;
        }
        percentile(quantile, valueNs);
        if (!uncorrected) {
            if (quantile == 0) {
                draft.minNs = valueNs;
                bucketLowNs = 0;
                countBefore = 0;
            }
            bucket(valueNs.get().value(), quantile, upTo.getAsLong());
        }
        return true;
    }

    private void bucket(double highNs, double quantile, long upTo) {
        if (upTo > countBefore && highNs >= bucketLowNs) {
            draft.bucket(
                    new Latency.Bucket(
                            bucketLowNs,
                            highNs,
                            (bucketLowNs + highNs) / 2,
                            quantile * 100,
                            upTo - countBefore));
            bucketLowNs = highNs;
            countBefore = upTo;
        }
    }

    /** The spectrum's own mean and greatest value have more digits than the row above it. */
    private boolean footer(String line) {
        Matcher mean = MEAN.matcher(line);
        Matcher max = MAX.matcher(line);
        if (mean.matches()) {
            if (!uncorrected) {
                draft.meanNs = Draft.finer(draft.meanNs, milliseconds(mean.group(1)));
                draft.stdevNs = Draft.finer(draft.stdevNs, milliseconds(mean.group(2)));
            }
            return true;
        }
        if (max.matches()) {
            if (!uncorrected) {
                draft.maxNs = Draft.finer(draft.maxNs, milliseconds(max.group(1)));
                draft.latencyCount = NumberText.whole(max.group(2));
            }
            return true;
        }
        return line.startsWith("#[Buckets ");
    }

    private static Optional<Printed> milliseconds(String text) {
        return NumberText.decimal(text).flatMap(value -> NumberText.scaled(value, MS));
    }

    private boolean socketErrors(String line) {
        Matcher matcher = SOCKET_ERRORS.matcher(line);
        if (!once(Line.SOCKET_ERRORS, matcher)) {
            return false;
        }
        draft.error(ErrorClass.CONNECT, NumberText.whole(matcher.group(1)));
        draft.error(ErrorClass.READ, NumberText.whole(matcher.group(2)));
        draft.error(ErrorClass.WRITE, NumberText.whole(matcher.group(3)));
        draft.error(ErrorClass.TIMEOUT, NumberText.whole(matcher.group(4)));
        return true;
    }

    private boolean statuses(String line) {
        Matcher matcher = STATUSES.matcher(line);
        if (!once(Line.STATUSES, matcher)) {
            return false;
        }
        draft.error(ErrorClass.STATUS, NumberText.whole(matcher.group(1)));
        return true;
    }

    private boolean rate(String line) {
        Matcher matcher = RATE.matcher(line);
        if (!once(Line.RATE, matcher)) {
            return false;
        }
        draft.ratePerSec = NumberText.decimal(matcher.group(1));
        return true;
    }

    private boolean transfer(String line) {
        Matcher matcher = TRANSFER.matcher(line);
        if (!once(Line.TRANSFER, matcher)) {
            return false;
        }
        draft.bytesPerSec = NumberText.wrkBytes(matcher.group(1));
        draft.whole = seen.contains(Line.TOTALS);
        return true;
    }

    @Override
    public boolean ended() {
        return seen.contains(Line.TRANSFER);
    }

    @Override
    public boolean hasFigures() {
        return seen.contains(Line.LATENCY) || seen.contains(Line.TOTALS);
    }

    @Override
    public Tool tool() {
        return paced ? Tool.WRK2 : Tool.WRK;
    }

    @Override
    public Draft draft() {
        return draft;
    }

    @Override
    public String lastLine() {
        return "Transfer/sec";
    }
}
