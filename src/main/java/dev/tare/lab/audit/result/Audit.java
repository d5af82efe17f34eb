package dev.tare.lab.audit.result;

import dev.tare.lab.foreign.reader.result.ForeignText;
import java.util.List;

/**
 * All that is to be said of some texts.
 *
 * @param texts as they were read
 * @param blocks each with its checks, in the order of the texts
 * @param groups all findings, those of one fault together; the worst first
 */
public record Audit(List<ForeignText> texts, List<BlockAudit> blocks, List<FindingGroup> groups) {
    public Audit {
        texts = List.copyOf(texts);
        blocks = List.copyOf(blocks);
        groups = List.copyOf(groups);
    }

    /** Whether something more than a remark was found. */
    public boolean found() {
        return groups.stream().anyMatch(group -> group.severity().counts());
    }

    /** How many blocks have something more than a remark. */
    public long faultyBlocks() {
        return blocks.stream().filter(BlockAudit::faulty).count();
    }

    /** In how many blocks a rule looked, whatever it found. */
    public long looked(AuditRule rule) {
        return blocks.stream()
                .flatMap(block -> block.checks().stream())
                .filter(check -> check.rule() == rule && !(check instanceof Check.NotChecked))
                .count();
    }

    /** In how many blocks a rule found more than a remark. */
    public long failed(AuditRule rule) {
        return blocks.stream()
                .filter(block ->
                        block.findings().stream()
                                .anyMatch(f -> f.rule() == rule && f.severity().counts()))
                .count();
    }
}
