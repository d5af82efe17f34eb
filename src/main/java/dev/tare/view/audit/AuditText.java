package dev.tare.view.audit;

import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.BlockAudit;
import dev.tare.lab.audit.result.FindingGroup;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Unread;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;

/**
 * An audit on a terminal: what was read; what was found, the same fault of many blocks once; what
 * held and what could not be looked at; the summary.
 *
 * @param style of the terminal
 * @param everyBlock whether each block is told by itself, however many there are
 */
record AuditText(TextStyle style, boolean everyBlock) {
    private static final String INDENT = "  ";

    String render(Audit audit) {
        StringBuilder out = new StringBuilder();
        for (ForeignText text : audit.texts()) {
            paragraph(out, Tone.STRONG, AuditSentences.title(text), "");
            for (Unread unread : text.unread()) {
                String line = "not read: %s: %s".formatted(unread.place().words(), unread.why());
                paragraph(out, Tone.DOUBTFUL, line, INDENT);
            }
        }
        boolean few = audit.blocks().size() <= AuditSentences.FEW_BLOCKS;
        if (!few) {
            audit.groups().forEach(group -> group(out, audit, group));
            overall(out, audit);
        }
        if (few || everyBlock) {
            audit.blocks().forEach(block -> block(out, block, few));
        }
        out.append('\n');
        paragraph(out, Tone.STRONG, AuditSentences.summary(audit), "");
        return out.toString();
    }

    private void group(StringBuilder out, Audit audit, FindingGroup group) {
        AuditFinding worst = group.worst();
        out.append('\n');
        head(out, worst, " (" + AuditSentences.count(group) + ")");
        sentences(out, worst);
        boolean ranges = group.findings().size() > 1 && worst.severity().counts();
        if (ranges && !group.figures().isEmpty()) {
            paragraph(out, Tone.PLAIN, "In all: " + AuditSentences.ranges(group) + ".", INDENT);
        }
        paragraph(
                out, Tone.FAINT, "Where: " + AuditSentences.places(audit, group.places()), INDENT);
    }

    private void block(StringBuilder out, BlockAudit block, boolean whole) {
        out.append('\n');
        String what =
                AuditSentences.place(block.result()) + "  " + AuditSentences.what(block.result());
        paragraph(out, Tone.STRONG, what, "");
        for (AuditFinding finding : block.findings()) {
            head(out, finding, "");
            if (whole) {
                sentences(out, finding);
            } else {
                paragraph(out, Tone.PLAIN, finding.wrong(), INDENT + INDENT);
            }
        }
        list(out, "Held: ", AuditSentences.held(block));
        list(out, "Could not be checked: ", AuditSentences.notChecked(block));
    }

    private void overall(StringBuilder out, Audit audit) {
        out.append('\n');
        list(out, "Held wherever it could be checked (blocks): ", AuditSentences.held(audit));
        list(out, "Could be checked nowhere: ", AuditSentences.notChecked(audit));
    }

    private void head(StringBuilder out, AuditFinding finding, String count) {
        String word = finding.severity().words();
        out.append(style.paint(tone(finding.severity()), word)).append(INDENT);
        paragraph(out, Tone.STRONG, finding.fault().title() + count, "");
    }

    private void sentences(StringBuilder out, AuditFinding finding) {
        if (!finding.severity().counts()) {
            String all = finding.wrong() + " " + finding.follows() + " " + finding.remedy();
            paragraph(out, Tone.PLAIN, all, INDENT);
            return;
        }
        paragraph(out, Tone.PLAIN, finding.wrong() + " " + finding.follows(), INDENT);
        paragraph(out, Tone.PLAIN, "Do: " + finding.remedy(), INDENT);
    }

    private void list(StringBuilder out, String title, String text) {
        if (!text.isEmpty()) {
            paragraph(out, Tone.FAINT, title + text + ".", INDENT);
        }
    }

    private void paragraph(StringBuilder out, Tone tone, String text, String indent) {
        String shown = style.show(DisplayText.keepTogether(text));
        for (String line : DisplayText.wrap(shown, style.width(), indent, indent)) {
            out.append(style.paint(tone, line.replace('\u00a0', ' '))).append('\n');
        }
    }

    private static Tone tone(Severity severity) {
        return switch (severity) {
            case INVALID -> Tone.BAD;
            case TAINTED -> Tone.DOUBTFUL;
            case REMARK -> Tone.FAINT;
        };
    }
}
