package dev.tare.lab.audit.result;

import dev.tare.lab.foreign.reader.result.ForeignResult;
import java.util.List;
import java.util.stream.Stream;

/**
 * One block and what every rule has to say of it.
 *
 * @param result the block
 * @param checks one a rule, in the order of the rules
 */
public record BlockAudit(ForeignResult result, List<Check> checks) {
    public BlockAudit {
        checks = List.copyOf(checks);
    }

    /** What was found in it, alone or beside its siblings; the worst first. */
    public List<AuditFinding> findings() {
        return checks.stream()
                .flatMap(check ->
                        check instanceof Check.Failed failed
                                ? failed.findings().stream()
                                : Stream.empty())
                .sorted((a, b) -> a.severity().compareTo(b.severity()))
                .toList();
    }

    /** The rules that looked and found nothing. */
    public List<Check.Passed> passed() {
        return of(Check.Passed.class);
    }

    /** The rules that could not look. */
    public List<Check.NotChecked> notChecked() {
        return of(Check.NotChecked.class);
    }

    /** Whether something more than a remark was found in it. */
    public boolean faulty() {
        return findings().stream().anyMatch(finding -> finding.severity().counts());
    }

    private <T extends Check> List<T> of(Class<T> kind) {
        return checks.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
