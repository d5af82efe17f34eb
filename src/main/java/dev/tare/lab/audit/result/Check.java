package dev.tare.lab.audit.result;

import java.util.List;

/** What a rule has to say of one block. */
public sealed interface Check {
    /** The rule. */
    AuditRule rule();

    /**
     * Looked at, nothing found.
     *
     * @param rule that looked
     * @param figures what was compared, in a few words
     */
    record Passed(AuditRule rule, String figures) implements Check {}

    /**
     * Could not be looked at.
     *
     * @param rule that would have looked
     * @param missing what was not printed, or why it does not apply; a few words
     */
    record NotChecked(AuditRule rule, String missing) implements Check {}

    /**
     * Something was found.
     *
     * @param rule that looked
     * @param findings one or more
     */
    record Failed(AuditRule rule, List<AuditFinding> findings) implements Check {
        public Failed {
            findings = List.copyOf(findings);
        }
    }
}
