package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.Failed;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Answers.Sizes;
import dev.tare.lab.foreign.reader.result.Latency;
import dev.tare.lab.foreign.reader.result.Oddity;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deviations that can be: σ² ≤ (max − mean)(mean − min), whatever the distribution, and no variance
 * is negative. Fortio subtracts two sums of squares of about 10¹⁷ and more, where a double has 16
 * digits, and says so when the rest is below zero.
 *
 * <p>Source: Bhatia and Davis, "A Better Bound on the Variance", American Mathematical Monthly
 * 107(4), 2000; with n − 1 in the denominator times n / (n − 1).
 */
final class Spread implements Rules.OfOne {
    private static final Pattern VARIANCE = Pattern.compile("}: (-[0-9.eE+-]+)");

    @Override
    public Check check(Block block) {
        List<AuditFinding> findings = new ArrayList<>();
        negative(block, findings);
        Latency latency = block.result().latency();
        int looked =
                bounded(
                        block,
                        new Moments(
                                "times",
                                latency.meanNs(),
                                latency.stdevNs(),
                                latency.minNs().or(() -> Optional.of(Printed.exact(0))),
                                latency.maxNs()),
                        findings);
        looked += sizes(block, "sizes of answers", block.answers().wholeBytes(), findings);
        looked += sizes(block, "sizes of heads", block.answers().headBytes(), findings);
        if (!findings.isEmpty()) {
            return new Failed(AuditRule.SPREAD, findings);
        }
        return looked == 0
                ? new NotChecked(AuditRule.SPREAD, "no deviation printed")
                : new Passed(AuditRule.SPREAD, Words.plural(looked, "deviation"));
    }

    /** What a deviation must fit. */
    private record Moments(
            String what,
            Optional<Printed> mean,
            Optional<Printed> stdev,
            Optional<Printed> min,
            Optional<Printed> max) {
        boolean whole() {
            return mean.isPresent() && stdev.isPresent() && min.isPresent() && max.isPresent();
        }
    }

    private static int sizes(
            Block block, String what, Optional<Sizes> sizes, List<AuditFinding> findings) {
        return sizes.map(s ->
                        bounded(
                                block,
                                new Moments(what, s.mean(), s.stdev(), s.min(), s.max()),
                                findings))
                .orElse(0);
    }

    private static int bounded(Block block, Moments moments, List<AuditFinding> findings) {
        if (!moments.whole()) {
            return 0;
        }
        Printed mean = moments.mean().orElseThrow();
        Printed stdev = moments.stdev().orElseThrow();
        double above = Math.max(0, moments.max().orElseThrow().high() - mean.low());
        double below = Math.max(0, mean.high() - moments.min().orElseThrow().low());
        double n = Math.max(2, block.timed().orElse(2));
        double largest = Math.sqrt(above * below * n / (n - 1));
        if (stdev.low() > largest) {
            boolean times = moments.what().equals("times");
            findings.add(
                    new Found(Fault.IMPOSSIBLE_SPREAD, Severity.TAINTED)
                            .wrong(
                                    ("The deviation of the %s is %s; with that mean, minimum and "
                                                    + "maximum it can be no more than %s.")
                                            .formatted(
                                                    moments.what(),
                                                    spread(stdev.value(), times),
                                                    spread(largest, times)))
                            .follows(times ? TIMES_FOLLOW : SIZES_FOLLOW)
                            .remedy("Do not use the figure behind “+/-”.")
                            .figure("deviation", times ? Unit.NS : Unit.BYTES, stdev.value())
                            .figure("largest_possible", times ? Unit.NS : Unit.BYTES, largest)
                            .weight(stdev.value() / Math.max(1e-9, largest))
                            .in(block));
        }
        return 1;
    }

    private static final String TIMES_FOLLOW = "One of the four figures is of another run.";
    private static final String SIZES_FOLLOW =
            "The tool lost the digits of its sum of squares; mean, minimum and maximum stand.";

    private static String spread(double value, boolean times) {
        return times ? AuditWords.about(value) : Words.significant(value, 3) + " bytes";
    }

    private static void negative(Block block, List<AuditFinding> findings) {
        List<Oddity> lines =
                block.result().oddities().stream()
                        .filter(oddity -> oddity.kind() == Oddity.Kind.NEGATIVE_VARIANCE)
                        .toList();
        if (lines.isEmpty()) {
            return;
        }
        OptionalDouble variance = variance(lines.getFirst().text());
        findings.add(
                new Found(Fault.NEGATIVE_VARIANCE, Severity.TAINTED)
                        .wrong(
                                ("fortio worked out a variance%s and printed a deviation of 0: "
                                                + "its sum of squares lost its digits.")
                                        .formatted(words(variance)))
                        .follows("The figures behind “+/-” are no measurement; the means stand.")
                        .remedy("Do not conclude from “+/- 0” that all answers had one size.")
                        .figure(
                                "variance",
                                Unit.COUNT,
                                variance.isPresent() ? variance.getAsDouble() : Double.NaN)
                        .weight(variance.isPresent() ? -variance.getAsDouble() : 0)
                        .in(block));
    }

    private static String words(OptionalDouble variance) {
        return variance.isPresent()
                ? " of −" + Words.significant(-variance.getAsDouble(), 3)
                : " below zero";
    }

    private static OptionalDouble variance(String line) {
        Matcher matcher = VARIANCE.matcher(line);
        if (!matcher.find()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(matcher.group(1)));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
