package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.Failed;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.smp.SmpFinding;
import dev.tare.lab.verdict.FigureKind.Unit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What SMP's own checks found, in the form of the other rules. Of a fault that a rule of all blocks
 * has found as well only that rule speaks.
 */
public final class SmpChecks {
    private static final String NOT_OF_ONE_RUN =
            "At least one of the figures was changed, mistyped or taken from another run.";

    private final Block block;
    private final SmpBlock smp;
    private final Map<AuditRule, Check> before;
    private final Map<AuditRule, List<AuditFinding>> findings = new EnumMap<>(AuditRule.class);

    private SmpChecks(Block block, SmpBlock smp, Map<AuditRule, Check> before) {
        this.block = block;
        this.smp = smp;
        this.before = before;
    }

    /**
     * Further checks of a block; none if it was not written as SMP.
     *
     * @param before what the rules of all blocks say of it
     */
    public static List<Check> of(Block block, Map<AuditRule, Check> before) {
        return block.smp().map(smp -> new SmpChecks(block, smp, before).checks()).orElse(List.of());
    }

    private List<Check> checks() {
        smp.findings().forEach(this::add);
        List<Check> checks = new ArrayList<>();
        findings.forEach((rule, found) -> checks.add(new Failed(rule, found)));
        if (findings.containsKey(AuditRule.UNIT)) {
            checks.add(new NotChecked(AuditRule.LITTLES_LAW, "the times seem to be seconds"));
        } else {
            checks.add(unit());
        }
        checks.add(ownVerdict());
        return checks;
    }

    private void add(SmpFinding found) {
        Fault fault = fault(found.kind());
        if (before.get(fault.rule()) instanceof Failed) {
            return;
        }
        Found told =
                new Found(fault, found.certain() ? Severity.INVALID : Severity.TAINTED)
                        .wrong(found.sentence())
                        .follows(follows(found))
                        .remedy(found.remedy())
                        .figure("rate", Unit.PER_SEC, block.rate())
                        .weight(1);
        if (fault == Fault.SECONDS || fault == Fault.TOO_MUCH_TIME) {
            told.figure("mean_written", Unit.NS, block.mean());
        }
        findings.computeIfAbsent(fault.rule(), rule -> new ArrayList<>()).add(told.in(block));
    }

    private static Fault fault(SmpFinding.Kind kind) {
        return switch (kind) {
            case SECONDS -> Fault.SECONDS;
            case LITTLES_LAW -> Fault.TOO_MUCH_TIME;
            case ORDER -> Fault.CONTRADICTION;
            case NO_FIGURE -> Fault.NOT_A_NUMBER;
            case NO_ANSWERS -> Fault.NO_ANSWERS;
            case BACKWARDS -> Fault.BACKWARDS;
            case RATE -> Fault.OTHER_RATE;
        };
    }

    private static String follows(SmpFinding found) {
        return switch (found.kind()) {
            case SECONDS ->
                    (found.certain() ? "Each" : "If so, each")
                            + " time is a thousandth of what it should be.";
            case LITTLES_LAW, ORDER -> NOT_OF_ONE_RUN;
            case NO_FIGURE -> "Nobody has measured that.";
            case NO_ANSWERS -> "There is nothing to believe or to compare.";
            case BACKWARDS -> "How long it ran is not known.";
            case RATE -> "The load was not the one that was asked for.";
        };
    }

    private Check unit() {
        return block.mean().isPresent() && block.rate().isPresent()
                ? new Passed(
                        AuditRule.UNIT,
                        "a mean of %s at %s"
                                .formatted(
                                        AuditWords.time(block.mean().get()),
                                        AuditWords.rate(block.rate().get())))
                : new NotChecked(AuditRule.UNIT, "no mean or no rate");
    }

    private Check ownVerdict() {
        SortedMap<String, String> verdicts = smp.ownVerdicts();
        if (!smp.byTare()) {
            return new NotChecked(AuditRule.OWN_VERDICT, "it has none");
        }
        if (verdicts.isEmpty()) {
            return new Passed(AuditRule.OWN_VERDICT, "no doubts");
        }
        List<String> words = new ArrayList<>();
        verdicts.forEach((figure, word) -> words.add(figure + " is " + word));
        // A closed loop's times on bare are mostly so: a sound run's result, and good to know.
        return new Found(Fault.DOUBTED, Severity.REMARK)
                .wrong("Tare, which wrote it, says itself: " + String.join(", ", words) + ".")
                .follows("What is invalid was left out; the rest stands with doubt.")
                .remedy("Read why in the file that details_uri names.")
                .weight(verdicts.size())
                .failed(block);
    }
}
