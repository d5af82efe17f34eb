package dev.tare.lab.compare;

import dev.tare.lab.audit.Auditor;
import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.audit.rule.SmpBlock;
import dev.tare.lab.smp.SmpFolderReader.Row;
import dev.tare.lab.smp.SmpResult;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * One half of a comparison of results in SMP: a result, with what is wrong with its figures.
 *
 * @param row as it was read
 * @param findings against it, remarks left out
 * @param label how sentences call it: {@code before} or {@code after}
 */
record SmpSide(Row row, List<AuditFinding> findings, String label) {
    private static final double NS_PER_MS = 1e6;

    static SmpSide of(Row row, String label) {
        return new SmpSide(
                row,
                Auditor.findings(SmpBlock.of(row)).stream()
                        .filter(finding -> finding.severity().counts())
                        .toList(),
                label);
    }

    /** What was written, in the kind's unit; 0 where it was not. */
    private double written(FigureKind kind) {
        SmpResult result = row.result();
        if (kind == FigureKind.GOODPUT) {
            return result.ratePerSec().orElse(0);
        }
        return result.latency().map(times -> ms(kind, times)).orElse(0.0) * NS_PER_MS;
    }

    private static double ms(FigureKind kind, SmpResult.Latency times) {
        return switch (kind) {
            case RESPONSE_TIME_MEAN -> times.average();
            case RESPONSE_TIME_P50 -> times.p50();
            case RESPONSE_TIME_P90 -> times.p90();
            case RESPONSE_TIME_P99 -> times.p99();
            case RESPONSE_TIME_MAX -> times.max();
            case GOODPUT,
                    BYTES_RECEIVED,
                    RESPONSE_TIME_P999,
                    RESPONSE_TIME_P9999,
                    RESPONSE_TIME_P99999,
                    RESPONSE_TIME_P999999,
                    CPU_PER_REQUEST,
                    CPU_MEAN,
                    CPU_MAX,
                    PEAK_MEMORY,
                    ERRORS ->
                    0;
        };
    }

    /** Whether the figure was written: 0 is "not told". */
    boolean has(FigureKind kind) {
        double value = written(kind);
        return value > 0 && Double.isFinite(value);
    }

    /** The figure's value; NaN where it is invalid, or not there. */
    double shown(FigureKind kind) {
        boolean invalid = doubts(kind).stream().anyMatch(r -> r.verdict() == Verdict.INVALID);
        return has(kind) && !invalid ? written(kind) : Double.NaN;
    }

    /** What makes the figure doubtful. */
    List<Reason> doubts(FigureKind kind) {
        List<Reason> reasons = new ArrayList<>();
        for (AuditFinding finding : findings) {
            if (kind.isResponseTime() || !onlyOfTimes(finding.rule())) {
                reasons.add(
                        reason(
                                rule(finding.rule()),
                                finding.severity() == Severity.INVALID
                                        ? Verdict.INVALID
                                        : Verdict.TAINTED,
                                sentence(finding),
                                finding.remedy()));
            }
        }
        String own = row.result().ownVerdicts().getOrDefault(field(kind), "");
        if (!has(kind)) {
            String why = own.isEmpty() ? "" : ": Tare left it out as " + own;
            reasons.add(reason(6, Verdict.INVALID, "it is not there" + why, ""));
        } else if (!own.isEmpty()) {
            reasons.add(
                    reason(
                            11,
                            Verdict.TAINTED,
                            "Tare, which wrote it, calls it " + own,
                            "Read why in the file that details_uri names."));
        }
        return reasons;
    }

    private Reason reason(int rule, Verdict verdict, String sentence, String remedy) {
        return new Reason(rule, verdict, label + ": " + sentence, remedy);
    }

    private static String sentence(AuditFinding finding) {
        return finding.wrong().replaceFirst("\\.$", "");
    }

    /** Whether the rate stands whatever the rule has found. */
    private static boolean onlyOfTimes(AuditRule rule) {
        return rule == AuditRule.UNIT
                || rule == AuditRule.SAMPLES
                || rule == AuditRule.TAIL_TIMERS
                || rule == AuditRule.RATE_ASKED;
    }

    /** The rule of trust that an audit's rule is a part of (docs/measurement.md). */
    private static int rule(AuditRule rule) {
        return switch (rule) {
            case TIMEOUTS -> 2;
            case RATE_ASKED, SATURATION, RATE_AND_SETUP -> 3;
            case SAMPLES -> 6;
            case REPEATS -> 8;
            case ERRORS, ANSWER_BYTES, SAME_WORK, ERROR_REPLIES, KEEP_ALIVE -> 9;
            case LITTLES_LAW, UNIT, TAIL_TIMERS, TIME_AND_LOAD -> 10;
            case TOTALS, LOAD_MODEL, SPREAD, LABELS, OWN_VERDICT -> 11;
        };
    }

    private static String field(FigureKind kind) {
        return kind == FigureKind.RESPONSE_TIME_MEAN ? "average" : kind.label();
    }
}
