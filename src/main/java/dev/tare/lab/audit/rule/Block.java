package dev.tare.lab.audit.rule;

import dev.tare.lab.foreign.reader.result.Answers;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Answers.Sizes;
import dev.tare.lab.foreign.reader.result.Asked;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.Labels;
import dev.tare.lab.foreign.reader.result.Labels.Claim;
import dev.tare.lab.foreign.reader.result.Labels.Subject;
import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One result, with what its own figures come to.
 *
 * @param result as it was read
 * @param smp what else is known of a result that was written as SMP
 */
public record Block(ForeignResult result, Optional<SmpBlock> smp) {
    /** A block that a tool printed. */
    Block(ForeignResult result) {
        this(result, Optional.empty());
    }

    /** A result that was written as SMP. */
    Block(SmpBlock smp) {
        this(smp.result(), Optional.of(smp));
    }

    /** The shortest head of an answer: {@code HTTP/1.1 200 OK} and the empty line behind it. */
    static final int MIN_HEAD_BYTES = 19;

    /** Heads of nginx and Envoy have 150 to 400 bytes; large cookies seldom make 2 kB. */
    static final int MAX_HEAD_BYTES = 2_048;

    /** So much of the connections must be busy for a load of an unknown model to be closed-loop. */
    private static final double CLOSED_FROM = 0.9;

    private static final Pattern LIKE_A_SIZE = Pattern.compile("\\d ?[kKmMgGbB]");

    private static final Pattern SCRIPT = Pattern.compile("(?:^|\\s)(?:-s|--script)[= ]\\s*(\\S+)");

    public Place place() {
        return result.place();
    }

    Tool tool() {
        return result.tool();
    }

    Asked asked() {
        return result.asked();
    }

    Answers answers() {
        return result.answers();
    }

    Optional<Printed> rate() {
        return result.done().ratePerSec().filter(printed -> printed.value() > 0);
    }

    Optional<Printed> mean() {
        return result.latency().meanNs().filter(printed -> printed.value() > 0);
    }

    /** Connections that the tool says it had; wrk gives each thread as many, and no fraction. */
    Optional<Range> connections() {
        if (asked().connections().isPresent()) {
            int all = asked().connections().getAsInt();
            int threads = asked().threads().orElse(1);
            int really = tool() == Tool.WRK && threads <= all ? all / threads * threads : all;
            return Optional.of(new Range(really, all)).filter(range -> range.low() > 0);
        }
        return answers()
                .sockets()
                .filter(sockets -> sockets.perfect().isPresent())
                .map(sockets -> Range.exact((double) sockets.perfect().getAsLong()))
                .filter(range -> range.low() > 0);
    }

    /** The number of connections that the words around the block claim; not its own command. */
    Optional<Claim> claimedConnections() {
        return spoken(Subject.CONNECTIONS);
    }

    /** The nearest claim that is no flag of a command. */
    Optional<Claim> spoken(Subject subject) {
        return claims(subject).filter(claim -> !claim.text().startsWith("-")).findFirst();
    }

    /** The nearest claim. */
    Optional<Claim> claim(Subject subject) {
        return claims(subject).findFirst();
    }

    /**
     * What is claimed close by: by the command, the URL, the row, the lines before and the
     * innermost heading. A title over many sections does not speak for each; but a size stands for
     * those under it whose own heading names none.
     */
    private Stream<Claim> claims(Subject subject) {
        Labels labels = result.labels();
        String inner = labels.headings().isEmpty() ? "" : labels.headings().getLast();
        String near =
                String.join(
                        "\n",
                        labels.url().orElse(""),
                        labels.command().orElse(""),
                        labels.row().orElse(""),
                        String.join("\n", labels.before()),
                        inner);
        boolean outerToo = subject == Subject.BODY_BYTES && !LIKE_A_SIZE.matcher(inner).find();
        return labels.claims(subject).stream()
                .filter(claim -> outerToo || near.contains(claim.text()));
    }

    /** Connections, printed or else claimed. */
    Optional<Range> anyConnections() {
        return connections()
                .or(() ->
                        claim(Subject.CONNECTIONS)
                                .map(claim -> new Range(claim.low(), claim.high())));
    }

    /** How many requests the tool counts as done, if at least one. */
    OptionalDouble requests() {
        var requests = result.done().requests();
        return requests.isPresent() && requests.getAsLong() > 0
                ? OptionalDouble.of((double) requests.getAsLong())
                : OptionalDouble.empty();
    }

    /** Requests that are counted as done and whose times were left out. */
    long leftOut() {
        return tool() == Tool.WRK ? answers().errors(ErrorClass.TIMEOUT) : 0;
    }

    /** How many times the mean and the percentiles are made of. */
    OptionalDouble timed() {
        var printed = result.latency().count();
        if (printed.isPresent()) {
            return OptionalDouble.of((double) printed.getAsLong());
        }
        return requests().isPresent()
                ? OptionalDouble.of(Math.max(0, requests().getAsDouble() - leftOut()))
                : OptionalDouble.empty();
    }

    /**
     * Requests in flight that the printed times account for, on the average: rate × mean, without
     * the share of requests whose times were left out.
     */
    Optional<Range> inFlight() {
        if (rate().isEmpty() || mean().isEmpty()) {
            return Optional.empty();
        }
        double share = 1;
        if (leftOut() > 0 && requests().isPresent() && timed().isPresent()) {
            share = timed().getAsDouble() / requests().getAsDouble();
        }
        Range rate = Range.of(rate().get());
        Range meanSec = Range.of(mean().get().times(1e-9));
        return Optional.of(rate.times(meanSec).times(Range.exact(share)));
    }

    /** Whether times count from the intended start: waiting for a connection is in them. */
    boolean fromIntended() {
        return tool() == Tool.WRK2
                || tool() == Tool.TARE
                || smp.map(SmpBlock::byTare).orElse(false);
    }

    /** Whether nobody says from when times count, which matters in an open loop. */
    boolean unknownStart() {
        return tool() == Tool.SMP && asked().loop() != Loop.CLOSED && !fromIntended();
    }

    /** How far the rate may lie from what was asked for and be no other rate. */
    double rateTolerancePerSec() {
        return smp.map(SmpBlock::rateTolerancePerSec).orElse(0.0);
    }

    /** How often the set-up was run, as far as the block itself says. */
    int runs() {
        return smp.map(SmpBlock::runs).orElse(1);
    }

    /** Whether the next request of a connection waits for its last answer. */
    boolean closed() {
        return switch (asked().loop()) {
            case CLOSED -> true;
            case OPEN -> false;
            case UNKNOWN ->
                    anyConnections().isPresent()
                            && inFlight().isPresent()
                            && inFlight().get().high()
                                    >= CLOSED_FROM * anyConnections().get().low();
        };
    }

    /** From the first request to the end, measured or else asked for, in ns. */
    OptionalDouble durationNs() {
        if (result.done().durationNs().isPresent()) {
            return OptionalDouble.of(result.done().durationNs().get().value());
        }
        if (rate().isPresent() && requests().isPresent()) {
            return OptionalDouble.of(requests().getAsDouble() / rate().get().value() * 1e9);
        }
        return asked().durationNs().isPresent()
                ? OptionalDouble.of((double) asked().durationNs().getAsLong())
                : OptionalDouble.empty();
    }

    /**
     * Bytes of a whole answer, head included, where the tool counts both. Bytes of answers that
     * were not whole at the end are counted too: at most one a connection.
     */
    Optional<Range> wholeBytes() {
        Optional<Printed> read = result.done().bytesRead();
        if (read.isPresent() && requests().isPresent() && read.get().value() > 0) {
            double requests = requests().getAsDouble();
            double unfinished = connections().map(Range::high).orElse(0.0);
            return Optional.of(
                    new Range(
                            read.get().low() / (requests + unfinished),
                            read.get().high() / requests));
        }
        return headsCounted() ? size(answers().wholeBytes()) : Optional.empty();
    }

    /** Bytes of an answer's body, where they can be told; from the whole less any likely head. */
    Optional<Range> bodyBytes() {
        Optional<Range> sized = size(answers().wholeBytes());
        if (sized.isPresent()) {
            return headsCounted()
                    ? Optional.of(sized.get().minus(size(answers().headBytes()).orElseThrow()))
                    : sized;
        }
        return wholeBytes()
                .map(whole ->
                        new Range(whole.low() - MAX_HEAD_BYTES, whole.high() - MIN_HEAD_BYTES));
    }

    /** Whether the body's size is known by itself, not only with a head of unknown size. */
    boolean bodyIsKnown() {
        return answers().wholeBytes().isPresent();
    }

    /** Bytes of an answer as they are told: of the body where it is known, else of the whole. */
    double shownBytes() {
        if (bodyIsKnown()) {
            return bodyBytes().map(Range::middle).orElse(0.0);
        }
        return result.done().bytesRead().map(Printed::value).orElse(0.0) / requests().orElse(1);
    }

    private boolean headsCounted() {
        return size(answers().headBytes()).filter(head -> head.high() > 0).isPresent();
    }

    /** Where some answers were cut off, the largest is a whole one; else the mean. */
    private Optional<Range> size(Optional<Sizes> sizes) {
        return sizes.flatMap(s -> answers().errors(ErrorClass.NO_ANSWER) > 0 ? s.max() : s.mean())
                .map(Range::of);
    }

    /** The path and query that were loaded; empty if unknown. */
    String path() {
        return result.labels().url().map(Block::pathOf).orElse("");
    }

    private static String pathOf(String url) {
        try {
            URI uri = URI.create(url.strip());
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return (path.isEmpty() ? "/" : path) + query;
        } catch (IllegalArgumentException e) {
            return url.strip();
        }
    }

    /** The script that made the requests, without its folders; empty if none. */
    String script() {
        Matcher matcher = SCRIPT.matcher(result.labels().command().orElse(""));
        if (!matcher.find()) {
            return "";
        }
        String path = matcher.group(1);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** What was asked of the server, as far as the text says; empty if it does not. */
    String workload() {
        if (!path().isEmpty()) {
            return (path() + " " + script()).strip();
        }
        return claim(Subject.BODY_BYTES)
                .map(claim -> "%.0f to %.0f bytes".formatted(claim.low(), claim.high()))
                .orElse("");
    }

    /** What stands over the block: two blocks under the same words belong to one set-up. */
    String setup() {
        return place().source() + "\n" + String.join("\n", result.labels().headings());
    }

    /**
     * What the set-ups of some blocks are called: the outermost heading at which they differ, or
     * else the words over each.
     */
    static Map<Block, String> setupNames(List<Block> blocks) {
        List<String> common = blocks.getFirst().result.labels().headings();
        for (Block block : blocks) {
            List<String> headings = block.result.labels().headings();
            int same = 0;
            while (same < Math.min(common.size(), headings.size())
                    && common.get(same).equals(headings.get(same))) {
                same++;
            }
            common = common.subList(0, same);
        }
        Map<Block, String> names = new LinkedHashMap<>();
        for (Block block : blocks) {
            List<String> headings = block.result.labels().headings();
            names.put(
                    block,
                    headings.size() > common.size() ? headings.get(common.size()) : block.overIt());
        }
        return names;
    }

    /** All words over the block, or the file's name. */
    String overIt() {
        List<String> headings = result.labels().headings();
        return headings.isEmpty()
                ? place().source()
                : String.join(", ", headings).replaceFirst(":$", "");
    }
}
