package dev.tare.view.audit;

import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.BlockAudit;
import dev.tare.lab.audit.result.FindingGroup;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Unread;
import dev.tare.view.text.DisplayText;

/**
 * An audit as Markdown, to be put under the document that it judges.
 *
 * @param everyBlock whether each block is told by itself, however many there are
 */
record AuditMarkdown(boolean everyBlock) {
    /** What would be markup if it came from outside. */
    private static final String MARKS = "\\`*_{}[]<>#|~!&";

    String render(Audit audit) {
        StringBuilder out = new StringBuilder("# Can these figures be true?\n\n");
        for (ForeignText text : audit.texts()) {
            item(out, AuditSentences.title(text));
            for (Unread unread : text.unread()) {
                item(out, "not read: " + unread.place().words() + ": " + unread.why());
            }
        }
        out.append('\n').append("**").append(safe(AuditSentences.summary(audit))).append("**\n");
        audit.groups().forEach(group -> group(out, audit, group));
        out.append("\n## Checks\n\n");
        list(out, "Held wherever it could be checked (blocks): ", AuditSentences.held(audit));
        list(out, "Could be checked nowhere: ", AuditSentences.notChecked(audit));
        if (everyBlock) {
            out.append("\n## Blocks\n");
            audit.blocks().forEach(block -> block(out, block));
        }
        return out.toString();
    }

    private static void group(StringBuilder out, Audit audit, FindingGroup group) {
        AuditFinding worst = group.worst();
        out.append("\n## ").append(worst.severity().words()).append(": ");
        out.append(safe(worst.fault().title()));
        out.append(" (").append(AuditSentences.count(group)).append(")\n\n");
        out.append(safe(worst.wrong())).append(' ').append(safe(worst.follows())).append("\n\n");
        item(out, "Do: " + worst.remedy());
        if (group.findings().size() > 1 && !group.figures().isEmpty()) {
            item(out, "In all: " + AuditSentences.ranges(group) + ".");
        }
        item(out, "Where: " + AuditSentences.places(audit, group.places()));
    }

    private static void block(StringBuilder out, BlockAudit block) {
        out.append("\n### ").append(safe(AuditSentences.place(block.result()))).append("\n\n");
        out.append(safe(AuditSentences.what(block.result()))).append("\n\n");
        for (AuditFinding finding : block.findings()) {
            item(out, finding.severity().words() + ": " + finding.wrong());
        }
        list(out, "Held: ", AuditSentences.held(block));
        list(out, "Could not be checked: ", AuditSentences.notChecked(block));
    }

    private static void list(StringBuilder out, String title, String text) {
        if (!text.isEmpty()) {
            item(out, title + text + ".");
        }
    }

    private static void item(StringBuilder out, String text) {
        out.append("- ").append(safe(text)).append('\n');
    }

    private static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (char c : DisplayText.clean(text).toCharArray()) {
            if (MARKS.indexOf(c) >= 0) {
                safe.append('\\');
            }
            safe.append(c);
        }
        return safe.toString();
    }
}
