package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Answers.Sockets;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code tare load} prints: response times, not the service times and the lag beside them. */
final class TareBlock implements TextBlock {
    private static final Pattern LOADING =
            Pattern.compile("Loading (\\S+): (open|closed) loop(.*+)");
    private static final Pattern OFFERED = Pattern.compile(", ([\\d,.]++)/s offered");
    private static final Pattern LENGTH = Pattern.compile("(?:for|at most) (\\d[\\w.]*+)");
    private static final Pattern HOW = Pattern.compile("([\\d,]++) connections?, .*+");
    private static final Pattern THREADS = Pattern.compile("([\\d,]++) threads?,");
    private static final Pattern TIME =
            Pattern.compile("(mean|max|p\\d[\\d.]*+)\\s++([\\d,.]++) (ns|µs|us|ms|s)\\b.*+");
    private static final Pattern ROW =
            Pattern.compile(
                    "(goodput|rate|received|requests|failed|never sent|connections|protocol)"
                            + " \\s*+(.*+)");
    private static final Pattern PER_SEC = Pattern.compile("(?:≥ |>= )?([\\d,.]++)(M?)/s.*+");
    private static final Pattern BYTES_PER_SEC =
            Pattern.compile("(?:≥ |>= )?([\\d,.]++) (B|kB|MB|GB)/s.*+");
    private static final Pattern COUNTS =
            Pattern.compile(
                    "[\\d,]++ planned, ([\\d,]++) sent, [\\d,]++ correct in (\\d++\\.\\d++) s.*+");
    private static final Pattern COUNT = Pattern.compile("([\\d,]++) (.*+)");
    private static final Pattern STATUS = Pattern.compile("([\\d,]++) [×x] (\\d{3})\\b");
    private static final String LAST = "protocol";

    private final Draft draft = new Draft();
    private boolean begun;
    private boolean times;
    private boolean ended;

    /** Whether a block begins with a line. */
    static boolean begins(String line) {
        return line.startsWith("Loading ") && LOADING.matcher(line).matches();
    }

    @Override
    public boolean take(int number, String line) {
        if (ended || line.isEmpty()) {
            return false;
        }
        if (!begun) {
            begun = loading(line);
            return begun;
        }
        return how(line) || head(line) || time(line) || row(line);
    }

    private boolean loading(String line) {
        Matcher loading = LOADING.matcher(line);
        if (!loading.matches()) {
            return false;
        }
        draft.url = Optional.of(loading.group(1));
        draft.loop = loading.group(2).equals("open") ? Loop.OPEN : Loop.CLOSED;
        Matcher offered = OFFERED.matcher(loading.group(3));
        if (offered.find()) {
            decimal(offered.group(1))
                    .filter(rate -> rate.value() > 0)
                    .ifPresent(rate -> draft.offeredRatePerSec = OptionalDouble.of(rate.value()));
        }
        Matcher length = LENGTH.matcher(loading.group(3));
        if (length.find()) {
            NumberText.goDurationNs(length.group(1))
                    .ifPresent(ns -> draft.plannedNs = OptionalLong.of((long) ns.value()));
        }
        return true;
    }

    private boolean how(String line) {
        Matcher how = HOW.matcher(line);
        if (draft.connections.isPresent() || !how.matches()) {
            return false;
        }
        draft.connections = NumberText.count(how.group(1));
        Matcher threads = THREADS.matcher(line);
        if (threads.find()) {
            draft.threads = NumberText.count(threads.group(1));
        }
        return true;
    }

    private boolean head(String line) {
        boolean head = line.startsWith("response time ");
        times |= head;
        return head;
    }

    private boolean time(String line) {
        Matcher time = TIME.matcher(line);
        if (!times || !time.matches()) {
            return false;
        }
        double factor =
                switch (time.group(3)) {
                    case "ns" -> 1;
                    case "ms" -> 1e6;
                    case "s" -> 1e9;
                    default -> 1e3;
                };
        Optional<Printed> ns =
                decimal(time.group(2)).flatMap(value -> NumberText.scaled(value, factor));
        switch (time.group(1)) {
            case "mean" -> draft.meanNs = ns;
            case "max" -> draft.maxNs = ns;
            default -> percentile(time.group(1).substring(1), ns);
        }
        return true;
    }

    private void percentile(String digits, Optional<Printed> ns) {
        NumberText.decimal(digits)
                .ifPresent(ignored -> draft.percentile(NumberText.quantile(digits), ns));
    }

    private boolean row(String line) {
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
            return false;
        }
        String text = row.group(2);
        switch (row.group(1)) {
            case "goodput" -> draft.ratePerSec = rate(text);
            case "rate" -> draft.ratePerSec = rate(text).or(() -> draft.ratePerSec);
            case "received" -> received(text);
            case "requests" -> requests(text);
            case "failed" -> failed(text);
            case "never sent" -> unsent(text);
            case "connections" -> connections(text);
            default -> ended = draft.whole;
        }
        return true;
    }

    private static Optional<Printed> rate(String text) {
        Matcher rate = PER_SEC.matcher(text);
        return rate.matches()
                ? decimal(rate.group(1))
                        .flatMap(value ->
                                NumberText.scaled(value, rate.group(2).isEmpty() ? 1 : 1e6))
                : Optional.empty();
    }

    private void received(String text) {
        Matcher received = BYTES_PER_SEC.matcher(text);
        if (received.matches()) {
            double factor =
                    switch (received.group(2)) {
                        case "kB" -> 1e3;
                        case "MB" -> 1e6;
                        case "GB" -> 1e9;
                        default -> 1;
                    };
            draft.bytesPerSec =
                    decimal(received.group(1)).flatMap(value -> NumberText.scaled(value, factor));
        }
    }

    private void requests(String text) {
        Matcher counts = COUNTS.matcher(text);
        if (counts.matches()) {
            draft.requests = NumberText.whole(counts.group(1));
            draft.durationNs =
                    NumberText.decimal(counts.group(2))
                            .flatMap(seconds -> NumberText.scaled(seconds, 1e9));
        }
    }

    private void failed(String text) {
        Matcher count = COUNT.matcher(text);
        if (!count.matches()) {
            return;
        }
        String outcome = count.group(2);
        ErrorClass kind = ErrorClass.OTHER;
        if (outcome.startsWith("wrong status")) {
            kind = ErrorClass.STATUS;
        } else if (outcome.startsWith("timed out")) {
            kind = ErrorClass.TIMEOUT;
        } else if (outcome.startsWith("closed early") || outcome.startsWith("stream reset")) {
            kind = ErrorClass.READ;
        }
        draft.error(kind, NumberText.whole(count.group(1)));
        Matcher status = STATUS.matcher(outcome);
        while (status.find()) {
            draft.status(Integer.parseInt(status.group(2)), NumberText.whole(status.group(1)));
        }
    }

    private void unsent(String text) {
        Matcher count = COUNT.matcher(text);
        OptionalLong number =
                count.matches() ? NumberText.whole(count.group(1)) : OptionalLong.empty();
        if (number.isPresent()) {
            long before = draft.unsentRequests.orElse(0);
            draft.unsentRequests = OptionalLong.of(Draft.sum(before, number.getAsLong()));
        }
    }

    /** One row of those opened, and perhaps one of those that could not be. */
    private void connections(String text) {
        Matcher count = COUNT.matcher(text);
        OptionalLong number =
                count.matches() ? NumberText.whole(count.group(1)) : OptionalLong.empty();
        if (number.isEmpty()) {
            return;
        }
        if (count.group(2).startsWith("opened")) {
            draft.sockets = Optional.of(new Sockets(number.getAsLong(), OptionalLong.empty()));
            draft.whole = draft.requests.isPresent();
        } else {
            draft.error(ErrorClass.CONNECT, number);
        }
    }

    private static Optional<Printed> decimal(String text) {
        return NumberText.decimal(text.replace(",", ""));
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public boolean hasFigures() {
        return times || draft.requests.isPresent();
    }

    @Override
    public Tool tool() {
        return Tool.TARE;
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
