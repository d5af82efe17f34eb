package dev.tare.lab.audit.rule;

import dev.tare.base.stats.BinomialRank;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.List;

/**
 * A percentile has an interval by ranks, or it is a matter of chance ({@link BinomialRank}: p99
 * from 368 requests, p99.9 from 3,688, at 95 %). Up to p99 that taints it; beyond it is a remark,
 * for fortio prints p99.9 and wrk2 p99.999 whatever the number.
 */
final class Samples implements Rules.OfOne {
    private static final double LEVEL = 0.95;
    private static final double ASKED_FOR = 0.99;
    private static final double NAMED_WITHIN = 1e-6;

    @Override
    public Check check(Block block) {
        List<Double> quantiles =
                block.result().latency().percentilesNs().keySet().stream()
                        .filter(quantile -> quantile > 0 && quantile < 1)
                        .toList();
        if (quantiles.isEmpty() || block.timed().isEmpty()) {
            return new NotChecked(AuditRule.SAMPLES, "no percentiles or no requests printed");
        }
        long times = (long) block.timed().getAsDouble();
        List<Double> weak =
                quantiles.stream()
                        .filter(quantile -> times < BinomialRank.smallestCount(quantile, LEVEL))
                        .toList();
        if (weak.isEmpty()) {
            return new Passed(
                    AuditRule.SAMPLES,
                    "%s, of %s"
                            .formatted(
                                    AuditWords.percentile(quantiles.getLast()),
                                    Words.plural(times, "request")));
        }
        List<Double> asked = weak.stream().filter(quantile -> quantile <= ASKED_FOR).toList();
        return few(
                block,
                times,
                asked.isEmpty() ? named(weak) : asked.getLast(),
                weak.getFirst(),
                asked.isEmpty() ? Severity.REMARK : Severity.TAINTED);
    }

    /** The lowest that people have a name for: spectra hold others. */
    private static double named(List<Double> quantiles) {
        return quantiles.stream()
                .filter(quantile -> {
                    double hundredths = quantile * 10_000;
                    return Math.abs(hundredths - Math.rint(hundredths)) < NAMED_WITHIN;
                })
                .findFirst()
                .orElse(quantiles.getFirst());
    }

    private static Check few(
            Block block, long times, double quantile, double weakest, Severity severity) {
        long needed = BinomialRank.smallestCount(quantile, LEVEL);
        Printed value = block.result().latency().percentileNs(quantile).orElseThrow();
        return new Found(Fault.FEW_SAMPLES, severity)
                .wrong(
                        "%s, %s, needs %s; there were %s."
                                .formatted(
                                        AuditWords.percentile(quantile),
                                        AuditWords.time(value),
                                        Words.plural(needed, "request"),
                                        Words.count(times)))
                .follows(
                        "From %s on so few bound nothing: the figures are a matter of chance."
                                .formatted(AuditWords.percentile(weakest)))
                .remedy(
                        "Measure %s times as long, or quote lower percentiles."
                                .formatted(
                                        Words.significant(Math.ceil((double) needed / times), 2)))
                .figure("requests", Unit.COUNT, times)
                .figure("requests_needed", Unit.COUNT, needed)
                .weight((double) needed / times)
                .failed(block);
    }
}
