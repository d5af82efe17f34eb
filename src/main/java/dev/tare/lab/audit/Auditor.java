package dev.tare.lab.audit;

import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.BlockAudit;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.Failed;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.FindingGroup;
import dev.tare.lab.audit.rule.Block;
import dev.tare.lab.audit.rule.Rules;
import dev.tare.lab.audit.rule.Rules.Compared;
import dev.tare.lab.audit.rule.SmpBlock;
import dev.tare.lab.audit.rule.SmpChecks;
import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.ForeignText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies all rules to what other tools printed. A pure function; thread-safe. */
public final class Auditor {
    private Auditor() {}

    /**
     * Judges every block by itself and all of them beside each other, over all texts: files that
     * are named together are taken as of one experiment.
     */
    public static Audit audit(List<ForeignText> texts) {
        return audit(texts, List.of());
    }

    /**
     * The same, with results that were written as SMP among them.
     *
     * @param smp of the texts' results those that were; each is one of them
     */
    public static Audit audit(List<ForeignText> texts, List<SmpBlock> smp) {
        Map<ForeignResult, SmpBlock> written = new HashMap<>();
        smp.forEach(block -> written.put(block.result(), block));
        List<Block> blocks =
                texts.stream()
                        .flatMap(text -> text.results().stream())
                        .map(result -> new Block(result, Optional.ofNullable(written.get(result))))
                        .toList();
        Map<AuditRule, Compared> compared = new EnumMap<>(AuditRule.class);
        for (Rules.OfMany rule : Rules.MANY) {
            compared.merge(rule.rule(), rule.compare(blocks), Auditor::both);
        }
        List<AuditFinding> findings = new ArrayList<>();
        List<BlockAudit> audited = new ArrayList<>();
        for (Block block : blocks) {
            Map<AuditRule, Check> checks = new EnumMap<>(AuditRule.class);
            for (Rules.OfOne rule : Rules.ONE) {
                Check check = rule.check(block);
                checks.put(check.rule(), check);
            }
            SmpChecks.of(block, checks).forEach(check -> checks.put(check.rule(), check));
            for (Check check : checks.values()) {
                if (check instanceof Failed(AuditRule _, List<AuditFinding> own)) {
                    findings.addAll(own);
                }
            }
            compared.forEach((rule, result) ->
                    checks.merge(rule, beside(rule, result, block), Auditor::worse));
            audited.add(new BlockAudit(block.result(), List.copyOf(checks.values())));
        }
        compared.values().forEach(result -> findings.addAll(result.findings()));
        findings.sort(
                Comparator.comparingInt((AuditFinding f) -> sourceIndex(f, texts))
                        .thenComparingInt(f -> f.places().getFirst().firstLine()));
        return new Audit(texts, audited, FindingGroup.of(findings));
    }

    /** What is to be said against a result in SMP by itself, whatever stands beside it. */
    public static List<AuditFinding> findings(SmpBlock block) {
        ForeignResult result = block.result();
        ForeignText text = new ForeignText(result.place().source(), List.of(result), List.of());
        return audit(List.of(text), List.of(block)).blocks().getFirst().findings();
    }

    private static int sourceIndex(AuditFinding finding, List<ForeignText> texts) {
        String source = finding.places().getFirst().source();
        for (int i = 0; i < texts.size(); i++) {
            ForeignText text = texts.get(i);
            if (text.source().equals(source)
                    || text.results().stream().anyMatch(r -> r.place().source().equals(source))) {
                return i;
            }
        }
        return texts.size();
    }

    private static Compared both(Compared first, Compared second) {
        List<AuditFinding> findings = new ArrayList<>(first.findings());
        findings.addAll(second.findings());
        Set<Block> looked = new HashSet<>(first.looked());
        looked.addAll(second.looked());
        return new Compared(findings, List.copyOf(looked));
    }

    /** What a rule of many says of one of them. */
    private static Check beside(AuditRule rule, Compared compared, Block block) {
        List<AuditFinding> mine =
                compared.findings().stream()
                        .filter(finding -> finding.places().contains(block.place()))
                        .toList();
        if (!mine.isEmpty()) {
            return new Failed(rule, mine);
        }
        return compared.looked().contains(block)
                ? new Passed(rule, "beside its siblings")
                : new NotChecked(rule, "no siblings to compare with");
    }

    /** Of a rule that looks at a block alone and beside others: what says more. */
    private static Check worse(Check alone, Check beside) {
        if (alone instanceof Failed(AuditRule rule, List<AuditFinding> own)
                && beside instanceof Failed(AuditRule _, List<AuditFinding> shared)) {
            List<AuditFinding> both = new ArrayList<>(own);
            both.addAll(shared);
            return new Failed(rule, both);
        }
        if (alone instanceof Failed || beside instanceof NotChecked) {
            return alone;
        }
        return beside instanceof Failed || alone instanceof NotChecked ? beside : alone;
    }
}
