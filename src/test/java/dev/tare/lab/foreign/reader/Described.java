package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Answers;
import dev.tare.lab.foreign.reader.result.Asked;
import dev.tare.lab.foreign.reader.result.Done;
import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Latency;
import dev.tare.lab.foreign.reader.result.Printed;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was read, in lines that a person can review. */
final class Described {
    private Described() {}

    static String text(ForeignText text) {
        StringBuilder out = new StringBuilder();
        text.results().forEach(result -> out.append(result(result)));
        text.unread()
                .forEach(fault ->
                        out.append("UNREAD ")
                                .append(fault.place().firstLine())
                                .append(": ")
                                .append(fault.why())
                                .append('\n'));
        return out.toString();
    }

    private static String result(ForeignResult result) {
        StringBuilder out = new StringBuilder();
        Asked asked = result.asked();
        Done done = result.done();
        Latency latency = result.latency();
        Answers answers = result.answers();
        out.append(
                "%s %d-%d%s%n"
                        .formatted(
                                result.tool(),
                                result.place().firstLine(),
                                result.place().lastLine(),
                                result.whole() ? "" : ", not whole"));
        line(out, "over it", String.join(" / ", result.labels().headings()));
        line(out, "before", String.join(" / ", result.labels().before()));
        line(out, "row", result.labels().row().orElse(""));
        line(out, "command", result.labels().command().orElse(""));
        line(out, "url", result.labels().url().orElse(""));
        line(
                out,
                "claims",
                result.labels().claims().stream()
                        .map(claim ->
                                "%s %s..%s \"%s\" :%d"
                                        .formatted(
                                                claim.subject(),
                                                plain(claim.low()),
                                                plain(claim.high()),
                                                claim.text(),
                                                claim.line()))
                        .collect(Collectors.joining("; ")));
        line(
                out,
                "asked",
                "%s rate %s connections %s threads %s for %s ns or %s"
                        .formatted(
                                asked.loop(),
                                asked.offeredRatePerSec(),
                                asked.connections(),
                                asked.threads(),
                                asked.durationNs(),
                                asked.requests()));
        line(
                out,
                "done",
                "%s requests in %s ns, %s warmup, %s unsent, %s/s, %s bytes, %s B/s"
                        .formatted(
                                done.requests(),
                                printed(done.durationNs()),
                                done.warmupRequests(),
                                done.unsentRequests(),
                                printed(done.ratePerSec()),
                                printed(done.bytesRead()),
                                printed(done.bytesPerSec())));
        line(
                out,
                "latency",
                "mean %s stdev %s min %s max %s within %s count %s"
                        .formatted(
                                printed(latency.meanNs()),
                                printed(latency.stdevNs()),
                                printed(latency.minNs()),
                                printed(latency.maxNs()),
                                latency.withinStdevPercent(),
                                latency.count()));
        line(out, "percentiles", percentiles(latency.percentilesNs()));
        line(out, "uncorrected", percentiles(latency.uncorrectedNs()));
        line(
                out,
                "buckets",
                latency.buckets().isEmpty()
                        ? ""
                        : "%d, first %s, last %s"
                                .formatted(
                                        latency.buckets().size(),
                                        latency.buckets().getFirst(),
                                        latency.buckets().getLast()));
        line(out, "statuses", answers.statuses().isEmpty() ? "" : answers.statuses().toString());
        line(out, "errors", answers.errors().isEmpty() ? "" : answers.errors().toString());
        line(out, "sockets", answers.sockets().map(Object::toString).orElse(""));
        line(out, "heads", answers.headBytes().map(Described::sizes).orElse(""));
        line(out, "wholes", answers.wholeBytes().map(Described::sizes).orElse(""));
        result.oddities()
                .forEach(oddity ->
                        line(
                                out,
                                "odd",
                                oddity.kind() + " :" + oddity.line() + " " + oddity.text()));
        return out.toString()
                .replace("Optional.empty", "-")
                .replaceAll("Optional\\w*(?:\\.empty|\\[([^\\]]*)\\])", "$1");
    }

    private static String sizes(Answers.Sizes sizes) {
        return "%s, mean %s stdev %s min %s max %s sum %s"
                .formatted(
                        sizes.count(),
                        printed(sizes.mean()),
                        printed(sizes.stdev()),
                        printed(sizes.min()),
                        printed(sizes.max()),
                        printed(sizes.sum()));
    }

    private static String percentiles(java.util.Map<Double, Printed> values) {
        return values.size() > 12
                ? values.size() + " of them"
                : values.entrySet().stream()
                        .map(e -> e.getKey() + "=" + printed(Optional.of(e.getValue())))
                        .collect(Collectors.joining(" "));
    }

    private static void line(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append("  ").append(name).append(": ").append(value).append('\n');
        }
    }

    private static String printed(Optional<Printed> value) {
        return value.map(printed ->
                        printed.halfUnit() == 0
                                ? plain(printed.value())
                                : plain(printed.value()) + "~" + plain(printed.halfUnit()))
                .orElse("-");
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, "%.10g", value)
                .replaceFirst("(\\.\\d*?)0+(?=e|$)", "$1")
                .replaceFirst("\\.(?=e|$)", "");
    }
}
