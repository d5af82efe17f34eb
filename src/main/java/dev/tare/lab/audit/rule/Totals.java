package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.Failed;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Answers.Sizes;
import dev.tare.lab.foreign.reader.result.Latency;
import dev.tare.lab.foreign.reader.result.Oddity;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What a block's own figures must have to do with each other, whatever was measured. */
final class Totals implements Rules.OfOne {
    /** HdrHistogram tells values apart to three digits: a percentile may exceed the maximum so. */
    private static final double HISTOGRAM = 0.01;

    /** Between the duration that is printed and the one that the tool divides by. */
    private static final double DURATION = 0.005;

    /** Fortio prints sizes with eight digits. */
    private static final double SIZES = 1e-6;

    private static final String FOLLOWS =
            "At least one of the two was changed, mistyped or taken from another run.";
    private static final String REMEDY = "Go back to the tool's own output, or run it again.";

    @Override
    public Check check(Block block) {
        List<AuditFinding> findings = new ArrayList<>();
        List<String> contradictions = new ArrayList<>();
        int looked = rates(block, contradictions);
        looked += counts(block, contradictions);
        looked += times(block, contradictions);
        looked += sizes("answers", block.answers().wholeBytes(), contradictions);
        looked += sizes("heads", block.answers().headBytes(), contradictions);
        for (String contradiction : contradictions) {
            findings.add(
                    new Found(Fault.CONTRADICTION, Severity.INVALID)
                            .wrong(contradiction)
                            .follows(FOLLOWS)
                            .remedy(REMEDY)
                            .weight(1)
                            .in(block));
        }
        odd(block, findings);
        if (!findings.isEmpty()) {
            return new Failed(AuditRule.TOTALS, findings);
        }
        return looked == 0
                ? new NotChecked(AuditRule.TOTALS, "no two figures to compare")
                : new Passed(AuditRule.TOTALS, Words.plural(looked, "comparison"));
    }

    /** Requests and bytes, over the duration, are their rates. */
    private static int rates(Block block, List<String> wrong) {
        Optional<Printed> duration = block.result().done().durationNs();
        boolean sameSpan =
                block.tool() == Tool.WRK
                        || block.tool() == Tool.WRK2
                        || block.tool() == Tool.FORTIO;
        if (!sameSpan || duration.isEmpty() || duration.get().low() <= 0) {
            return 0;
        }
        Range seconds = Range.of(duration.get().times(1e-9)).widened(DURATION);
        int looked = 0;
        if (block.rate().isPresent() && block.requests().isPresent()) {
            looked++;
            double requests = block.requests().getAsDouble();
            if (!Range.exact(requests).over(seconds).overlaps(Range.of(block.rate().get()))) {
                wrong.add(
                        "%s requests in %s are %s; printed is %s."
                                .formatted(
                                        Words.count((long) requests),
                                        AuditWords.time(duration.get()),
                                        AuditWords.rate(requests / seconds.middle()),
                                        AuditWords.rate(block.rate().get())));
            }
        }
        Optional<Printed> read = block.result().done().bytesRead();
        Optional<Printed> perSec = block.result().done().bytesPerSec();
        if (read.isPresent() && perSec.isPresent()) {
            looked++;
            if (!Range.of(read.get()).over(seconds).overlaps(Range.of(perSec.get()))) {
                wrong.add(
                        "%s read in %s are %s/s; printed is %s/s."
                                .formatted(
                                        Words.bytes(read.get().value()),
                                        AuditWords.time(duration.get()),
                                        Words.bytes(read.get().value() / seconds.middle()),
                                        Words.bytes(perSec.get().value())));
            }
        }
        return looked;
    }

    /** Fortio's codes, and its sizes, are as many as its calls. */
    private static int counts(Block block, List<String> wrong) {
        if (block.tool() != Tool.FORTIO || block.requests().isEmpty()) {
            return 0;
        }
        long requests = (long) block.requests().getAsDouble();
        int looked = 0;
        long codes = block.answers().statuses().values().stream().mapToLong(Long::longValue).sum();
        if (codes > 0) {
            looked++;
            long all = codes + block.answers().errors(ErrorClass.NO_ANSWER);
            if (all != requests && codes != requests) {
                wrong.add(
                        "The codes add up to %s; the calls are %s."
                                .formatted(Words.count(all), Words.count(requests)));
            }
        }
        Optional<Sizes> whole = block.answers().wholeBytes();
        if (whole.isPresent() && whole.get().count().isPresent()) {
            looked++;
            long sized = whole.get().count().getAsLong();
            if (sized != requests && sized != codes) {
                wrong.add(
                        "%s answers have a size; the calls are %s."
                                .formatted(Words.count(sized), Words.count(requests)));
            }
        }
        return looked;
    }

    /** min ≤ mean ≤ max, and percentiles that rise from one to the other. */
    private static int times(Block block, List<String> wrong) {
        Latency latency = block.result().latency();
        int looked = ordered("The mean", latency.meanNs(), "the maximum", latency.maxNs(), wrong);
        looked += ordered("The minimum", latency.minNs(), "the mean", latency.meanNs(), wrong);
        boolean twoTables = block.tool() == Tool.WRK2;
        double rank = twoTables ? 1 / block.timed().orElse(Double.POSITIVE_INFINITY) : 0;
        SortedMap<Double, Printed> percentiles = latency.percentilesNs();
        for (Map.Entry<Double, Printed> entry : percentiles.entrySet()) {
            Optional<Double> before = lastUpTo(percentiles, entry.getKey(), rank);
            looked +=
                    ordered(
                            before.map(AuditWords::percentile).orElse("The minimum"),
                            before.flatMap(latency::percentileNs).or(latency::minNs),
                            AuditWords.percentile(entry.getKey()),
                            Optional.of(entry.getValue()),
                            wrong);
        }
        if (!percentiles.isEmpty()) {
            double last = percentiles.lastKey();
            looked +=
                    ordered(
                            AuditWords.percentile(last),
                            latency.percentileNs(last),
                            "the maximum",
                            latency.maxNs(),
                            wrong);
        }
        return looked;
    }

    /**
     * The percentile before one that is of another value for sure. wrk2 rounds a percentile's rank
     * in one of its tables and takes the next rank in the other, so two that are less than a rank
     * apart may stand in either order.
     */
    private static Optional<Double> lastUpTo(
            SortedMap<Double, Printed> percentiles, double quantile, double rank) {
        SortedMap<Double, Printed> before = percentiles.headMap(quantile);
        if (rank > 0) {
            before = percentiles.headMap(Math.nextUp(Math.max(0, quantile - rank)));
        }
        return before.isEmpty() ? Optional.empty() : Optional.of(before.lastKey());
    }

    private static int ordered(
            String less,
            Optional<Printed> low,
            String more,
            Optional<Printed> high,
            List<String> wrong) {
        if (low.isEmpty() || high.isEmpty()) {
            return 0;
        }
        if (low.get().low() > high.get().high() * (1 + HISTOGRAM)) {
            wrong.add(
                    "%s, %s, is more than %s, %s."
                            .formatted(
                                    less,
                                    AuditWords.time(low.get()),
                                    more,
                                    AuditWords.time(high.get())));
        }
        return 1;
    }

    private static int sizes(String what, Optional<Sizes> printed, List<String> wrong) {
        if (printed.isEmpty() || printed.get().mean().isEmpty()) {
            return 0;
        }
        Sizes sizes = printed.get();
        Range mean = Range.of(sizes.mean().get()).widened(SIZES);
        int looked = 0;
        if (sizes.min().isPresent() && sizes.max().isPresent()) {
            looked++;
            double min = sizes.min().get().low();
            double max = sizes.max().get().high();
            if (mean.high() < min || mean.low() > max) {
                wrong.add(
                        "The mean size of %s, %s, is not between %s and %s."
                                .formatted(
                                        what,
                                        AuditWords.bytes(mean.middle()),
                                        AuditWords.bytes(min),
                                        AuditWords.bytes(max)));
            }
        }
        if (sizes.sum().isPresent() && sizes.count().isPresent()) {
            looked++;
            Range sum = mean.times(Range.exact((double) sizes.count().getAsLong()));
            if (!sum.overlaps(Range.of(sizes.sum().get()).widened(SIZES))) {
                wrong.add(
                        "%s %s of %s each are %s; printed is %s."
                                .formatted(
                                        Words.count(sizes.count().getAsLong()),
                                        what,
                                        AuditWords.bytes(mean.middle()),
                                        AuditWords.bytes(sum.middle()),
                                        AuditWords.bytes(sizes.sum().get().value())));
            }
        }
        return looked;
    }

    private static void odd(Block block, List<AuditFinding> findings) {
        for (Oddity oddity : block.result().oddities()) {
            switch (oddity.kind()) {
                case NOT_A_NUMBER ->
                        findings.add(
                                new Found(Fault.NOT_A_NUMBER, Severity.INVALID)
                                        .wrong(
                                                ("Line %d has no number where a figure should be: "
                                                                + "%s.")
                                                        .formatted(
                                                                oddity.line(),
                                                                AuditWords.quoted(oddity.text())))
                                        .follows("The tool had nothing to work it out from.")
                                        .remedy("Look for the requests that failed; run it again.")
                                        .in(block));
                case JOINED_LINES ->
                        findings.add(
                                new Found(Fault.JOINED_LINES, Severity.REMARK)
                                        .wrong(
                                                ("Line %d holds two of the tool's lines: it was "
                                                                + "edited or copied badly.")
                                                        .formatted(oddity.line()))
                                        .follows("Other figures may have been changed as well.")
                                        .remedy("Compare with the tool's own output.")
                                        .figure("line", Unit.COUNT, oddity.line())
                                        .in(block));
                case NEGATIVE_VARIANCE, FELL_BEHIND -> {}
            }
        }
    }
}
