package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Answers.Sizes;
import dev.tare.lab.foreign.reader.result.Answers.Sockets;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Latency;
import dev.tare.lab.foreign.reader.result.Oddity;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of {@code fortio load}, of any version: people often keep its last lines only.
 *
 * <p>Source: fortio 1.75.2 and 1.17, {@code periodic.go}, {@code httprunner.go}, {@code stats.go}
 * and {@code fortio_main.go}: its counters print a mean with {@code %.8g}, a deviation with {@code
 * %.4g}, the least and the most with {@code %g}, a sum with {@code %.9g}.
 */
final class FortioBlock implements TextBlock {
    /** Lines of which a block has one. */
    private enum Line {
        ANNOUNCED,
        STARTING,
        ENDED,
        SLEEP,
        FUNCTION,
        ERRORS,
        SOCKETS,
        HEADS,
        BODIES,
        ALL_DONE
    }

    /** Which counter the histogram's lines belong to. */
    private enum Section {
        FUNCTION,
        OTHER
    }

    /** So the lines begin with which a block can begin, or its rest. */
    private static final List<String> FIRST_WORDS =
            List.of(
                    "Fortio ",
                    "Starting ",
                    "Ended ",
                    "Sleep ",
                    "Aggregated ",
                    "Error ",
                    "# ",
                    ">",
                    "target ",
                    "Sockets ",
                    "Code ",
                    "Connection ",
                    "Response ",
                    "All done ",
                    "Ping ",
                    "Health ",
                    "tcp ",
                    "udp ",
                    "Uniform: ",
                    "Jitter: ",
                    "IP addresses ",
                    "WARNING ");

    private static final Pattern ANNOUNCED =
            Pattern.compile(
                    "Fortio \\S++ running at (\\S++) queries per second, .{1,40}? procs, for"
                            + " ([^:]++): (\\S++).*+");
    private static final Pattern STARTING =
            Pattern.compile(
                    "Starting at (\\S++) qps with (\\d++) thread\\(s\\) \\[gomax \\d++\\]"
                            + " (?:for |: )?(?:exactly (\\d++)(?: calls|,)|(\\S++)).*+");
    private static final Pattern ENDED =
            Pattern.compile("Ended after (\\S++) : (\\d++) calls\\. qps=(\\S++)");
    private static final Pattern COUNTER =
            Pattern.compile(
                    "([\\w /()]+?) : count (\\d++) avg (\\S++) \\+/- (\\S++) min (\\S++) max"
                            + " (\\S++) sum (\\S++).*+");
    private static final Pattern NO_DATA = Pattern.compile("([\\w /()]+?) : no data");
    private static final Pattern BUCKET =
            Pattern.compile(">=?+ (\\S++) <=?+ (\\S++) , (\\S++) , (\\d++(?:\\.\\d++)?+), (\\d++)");
    private static final Pattern TARGET =
            Pattern.compile("#? ?target (\\d++(?:\\.\\d++)?+)% ([-+.\\de]++)");
    private static final Pattern SOCKETS =
            Pattern.compile(
                    "Sockets used: (\\d++)(?: \\(for perfect [^,]++, would be (\\d++)\\))?+");
    private static final Pattern CODE = Pattern.compile("Code\\s++(-?\\d++) : (\\d++)(?: \\(.*+)?");
    private static final Pattern WORD =
            Pattern.compile("(Ping|Health|tcp|udp)\\s++([\\w ]+?) : (\\d++)(?: \\(.*+)?");
    private static final Pattern ALL_DONE =
            Pattern.compile(
                    "All done (\\d++) calls(?: \\(plus (\\d++) warmup\\))? (\\S++) ms avg, (\\S++)"
                            + " qps");
    private static final Pattern BEHIND =
            Pattern.compile("WARNING [\\d.]++% of sleep were falling behind.*+");
    private static final Pattern LOG =
            Pattern.compile(
                    "\\{\"ts\":.*+|\\d\\d:\\d\\d:\\d\\d(?:\\.\\d++)?+ (?:r\\d++"
                            + " )?+\\[?[A-Z]{1,4}+\\]? .*+");
    private static final double SECOND = 1e9;
    private static final double MS = 1e6;

    private final Draft draft = new Draft();
    private final Set<Line> seen = EnumSet.noneOf(Line.class);
    private Section section = Section.FUNCTION;
    private int taken;

    /** Whether a block can begin with a line: one that only fortio prints. */
    static boolean begins(String line) {
        return FIRST_WORDS.stream().anyMatch(line::startsWith) && new FortioBlock().take(1, line);
    }

    @Override
    public boolean take(int number, String line) {
        boolean mine = !line.isEmpty() && !ended() && known(number, line);
        taken += mine ? 1 : 0;
        return mine;
    }

    private boolean known(int number, String line) {
        return switch (line.charAt(0)) {
            case 'F' -> announced(line);
            case 'S' -> starting(line) || sockets(line) || counter(number, line);
            case 'E' -> endedAfter(line) || counter(number, line);
            case 'A' ->
                    line.startsWith("All done ") ? allDone(number, line) : counter(number, line);
            case 'R' -> counter(number, line);
            case 'C' -> code(line) || counter(number, line);
            case 'P', 'H', 't', 'u' -> target(number, line) || word(line);
            case '#' -> remark(number, line);
            case '>' -> bucket(line);
            case '[' -> taken > 0 && line.contains("] ") && line.contains("socket");
            case 'U', 'J' -> line.startsWith("Uniform: ") || line.startsWith("Jitter: ");
            case 'I' -> line.startsWith("IP addresses distribution:");
            case 'T' -> taken > 0 && line.startsWith("Total Bytes sent: ");
            case 'W' -> behind(number, line);
            default -> log(number, line) || (taken > 0 && LOG.matcher(line).matches());
        };
    }

    private boolean once(Line kind, Matcher matcher) {
        return !seen.contains(kind) && matcher.matches() && seen.add(kind);
    }

    private boolean announced(String line) {
        Matcher matcher = ANNOUNCED.matcher(line);
        if (taken > 0 || !once(Line.ANNOUNCED, matcher)) {
            return false;
        }
        pace(matcher.group(1));
        planned(matcher.group(2).strip());
        draft.url = Optional.of(matcher.group(3));
        return true;
    }

    private boolean starting(String line) {
        Matcher matcher = STARTING.matcher(line);
        if (seen.contains(Line.FUNCTION) || !once(Line.STARTING, matcher)) {
            return false;
        }
        pace(matcher.group(1));
        draft.connections = NumberText.count(matcher.group(2));
        if (matcher.group(3) != null) {
            draft.plannedRequests = NumberText.whole(matcher.group(3));
        } else {
            planned(matcher.group(4));
        }
        return true;
    }

    private void pace(String rate) {
        Optional<Printed> perSec = NumberText.general(rate).filter(value -> value.value() > 0);
        draft.loop = perSec.isPresent() ? Loop.OPEN : Loop.CLOSED;
        perSec.ifPresent(value -> draft.offeredRatePerSec = OptionalDouble.of(value.value()));
    }

    private void planned(String text) {
        NumberText.goDurationNs(text)
                .filter(value -> value.value() > 0)
                .ifPresent(value -> draft.plannedNs = OptionalLong.of((long) value.value()));
    }

    private boolean endedAfter(String line) {
        Matcher matcher = ENDED.matcher(line);
        if (!once(Line.ENDED, matcher)) {
            return false;
        }
        draft.durationNs = NumberText.goDurationNs(matcher.group(1));
        draft.requests = NumberText.whole(matcher.group(2));
        draft.ratePerSec = NumberText.significant(matcher.group(3), 5);
        return true;
    }

    private boolean counter(int number, String line) {
        Matcher none = NO_DATA.matcher(line);
        if (none.matches()) {
            return heading(none.group(1).strip());
        }
        Matcher matcher = COUNTER.matcher(line);
        if (!matcher.matches() || !heading(matcher.group(1).strip())) {
            return false;
        }
        for (int i = 3; i <= matcher.groupCount(); i++) {
            if (NumberText.isNotANumber(matcher.group(i))) {
                draft.odd(Oddity.Kind.NOT_A_NUMBER, number, line);
                break;
            }
        }
        Sizes sizes =
                new Sizes(
                        NumberText.whole(matcher.group(2)),
                        NumberText.significant(matcher.group(3), 8),
                        NumberText.significant(matcher.group(4), 4),
                        NumberText.general(matcher.group(5)),
                        NumberText.general(matcher.group(6)),
                        NumberText.significant(matcher.group(7), 9));
        switch (matcher.group(1).strip()) {
            case "Aggregated Function Time" -> function(sizes);
            case "Response Header Sizes" -> draft.headBytes = Optional.of(sizes);
            case "Response Body/Total Sizes" -> draft.wholeBytes = Optional.of(sizes);
            default -> {
                // Sleep times, failed calls and connects are no response times of answers.
            }
        }
        return true;
    }

    /** Notes which counter follows; false for one that is not fortio's, or stands here twice. */
    private boolean heading(String name) {
        Line kind =
                switch (name) {
                    case "Aggregated Function Time" -> Line.FUNCTION;
                    case "Sleep times", "Aggregated Sleep Time" -> Line.SLEEP;
                    case "Error cases", "Connection time histogram (s)" -> Line.ERRORS;
                    case "Response Header Sizes" -> Line.HEADS;
                    case "Response Body/Total Sizes" -> Line.BODIES;
                    default -> null;
                };
        if (kind == null || (!seen.add(kind) && kind != Line.ERRORS && kind != Line.SLEEP)) {
            return false;
        }
        section = kind == Line.FUNCTION ? Section.FUNCTION : Section.OTHER;
        return true;
    }

    private void function(Sizes seconds) {
        draft.latencyCount = seconds.count();
        draft.meanNs = seconds.mean().flatMap(value -> NumberText.scaled(value, SECOND));
        draft.stdevNs = seconds.stdev().flatMap(value -> NumberText.scaled(value, SECOND));
        draft.minNs = seconds.min().flatMap(value -> NumberText.scaled(value, SECOND));
        draft.maxNs = seconds.max().flatMap(value -> NumberText.scaled(value, SECOND));
    }

    private boolean bucket(String line) {
        Matcher matcher = BUCKET.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        Optional<Printed> low = NumberText.general(matcher.group(1));
        Optional<Printed> high = NumberText.general(matcher.group(2));
        Optional<Printed> middle = NumberText.general(matcher.group(3));
        Optional<Printed> percent = NumberText.decimal(matcher.group(4));
        OptionalLong count = NumberText.whole(matcher.group(5));
        boolean figures =
                low.isPresent()
                        && high.isPresent()
                        && middle.isPresent()
                        && percent.isPresent()
                        && count.isPresent();
        if (figures && section == Section.FUNCTION) {
            draft.bucket(
                    new Latency.Bucket(
                            low.get().value() * SECOND,
                            high.get().value() * SECOND,
                            middle.get().value() * SECOND,
                            percent.get().value(),
                            count.getAsLong()));
        }
        return figures;
    }

    private boolean remark(int number, String line) {
        return line.startsWith("# range, mid point")
                || line.startsWith("# Socket and IP used")
                || target(number, line);
    }

    /** One percentile a line, or two where a line's end was lost. */
    private boolean target(int number, String line) {
        Matcher matcher = TARGET.matcher(line);
        int end = 0;
        while (end < line.length() && matcher.find(end) && matcher.start() == end) {
            if (section == Section.FUNCTION) {
                double quantile = NumberText.quantile(matcher.group(1));
                draft.percentile(
                        quantile,
                        NumberText.significant(matcher.group(2), 6)
                                .flatMap(value -> NumberText.scaled(value, SECOND)));
            }
            if (end > 0) {
                draft.odd(Oddity.Kind.JOINED_LINES, number, line);
            }
            end = matcher.end();
        }
        return end > 0;
    }

    /** Fortio opens as many connections as it has threads, and says here how many those are. */
    private boolean sockets(String line) {
        Matcher matcher = SOCKETS.matcher(line);
        if (!once(Line.SOCKETS, matcher)) {
            return false;
        }
        OptionalLong perfect =
                matcher.group(2) == null
                        ? OptionalLong.empty()
                        : NumberText.whole(matcher.group(2));
        OptionalLong opened = NumberText.whole(matcher.group(1));
        if (opened.isPresent()) {
            draft.sockets = Optional.of(new Sockets(opened.getAsLong(), perfect));
        }
        OptionalInt connections = NumberText.count(perfect);
        if (draft.connections.isEmpty()) {
            draft.connections = connections;
        }
        return true;
    }

    private boolean code(String line) {
        Matcher matcher = CODE.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        OptionalLong status = NumberText.whole(matcher.group(1));
        OptionalLong count = NumberText.whole(matcher.group(2));
        if (status.isPresent() && status.getAsLong() >= 0 && status.getAsLong() <= 999) {
            draft.status((int) status.getAsLong(), count);
        } else {
            draft.error(ErrorClass.NO_ANSWER, count);
        }
        return true;
    }

    /** What fortio counts in words for other protocols. */
    private boolean word(String line) {
        Matcher matcher = WORD.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        OptionalLong count = NumberText.whole(matcher.group(3));
        switch (matcher.group(2)) {
            case "OK", "SERVING" -> draft.status(0, count);
            case "timeout" -> draft.error(ErrorClass.TIMEOUT, count);
            default -> draft.error(ErrorClass.OTHER, count);
        }
        return true;
    }

    private boolean behind(int number, String line) {
        if (!BEHIND.matcher(line).matches()) {
            return false;
        }
        draft.odd(Oddity.Kind.FELL_BEHIND, number, line);
        return true;
    }

    private boolean log(int number, String line) {
        if (!line.contains("Unexpected negative sigma")) {
            return line.contains("% of sleep were falling behind") && taken > 0;
        }
        draft.odd(Oddity.Kind.NEGATIVE_VARIANCE, number, line);
        return taken > 0;
    }

    private boolean allDone(int number, String line) {
        Matcher matcher = ALL_DONE.matcher(line);
        if (!once(Line.ALL_DONE, matcher)) {
            return false;
        }
        if (NumberText.isNotANumber(matcher.group(3))
                || NumberText.isNotANumber(matcher.group(4))) {
            draft.odd(Oddity.Kind.NOT_A_NUMBER, number, line);
        }
        if (draft.requests.isEmpty()) {
            draft.requests = NumberText.whole(matcher.group(1));
        }
        if (matcher.group(2) != null) {
            draft.warmupRequests = NumberText.whole(matcher.group(2));
        }
        draft.meanNs =
                Draft.finer(
                        draft.meanNs,
                        NumberText.decimal(matcher.group(3))
                                .flatMap(value -> NumberText.scaled(value, MS)));
        draft.ratePerSec = Draft.finer(draft.ratePerSec, NumberText.decimal(matcher.group(4)));
        draft.whole = true;
        return true;
    }

    /** Whether nothing but the last line was read: a quotation, if the block itself follows. */
    boolean onlyAllDone() {
        return seen.size() == 1 && seen.contains(Line.ALL_DONE) && taken == 1;
    }

    @Override
    public boolean ended() {
        return seen.contains(Line.ALL_DONE);
    }

    @Override
    public boolean hasFigures() {
        return (!seen.isEmpty() && !(seen.size() == 1 && seen.contains(Line.ANNOUNCED)))
                || !draft.percentilesNs.isEmpty();
    }

    @Override
    public Tool tool() {
        return Tool.FORTIO;
    }

    @Override
    public Draft draft() {
        return draft;
    }

    @Override
    public String lastLine() {
        return "All done";
    }
}
