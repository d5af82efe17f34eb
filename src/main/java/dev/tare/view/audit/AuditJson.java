package dev.tare.view.audit;

import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.result.AuditFigure;
import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.BlockAudit;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.FindingGroup;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Unread;
import java.util.Locale;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An audit for programs. Names are snake case; within a {@code format_version} members are only
 * ever added.
 *
 * <ul>
 *   <li>{@code format} ({@code tare-audit}), {@code format_version}, {@code found}, {@code
 *       summary};
 *   <li>{@code texts}: {@code source}, {@code blocks} and {@code unread} ({@code line}, {@code
 *       why});
 *   <li>{@code findings}: one a fault and severity: {@code rule}, {@code fault}, {@code severity}
 *       ({@code invalid}, {@code tainted}, {@code remark}), {@code title}, {@code wrong}, {@code
 *       follows}, {@code remedy} of the worst, {@code figures} with {@code low} and {@code high} in
 *       {@code unit} (ns, bytes, per second, counts, shares), {@code places};
 *   <li>{@code blocks}: {@code place}, {@code tool}, {@code what}, and {@code checks} with {@code
 *       rule}, {@code outcome} ({@code passed}, {@code failed}, {@code not_checked}), {@code words}
 *       or {@code findings}.
 * </ul>
 */
final class AuditJson {
    /** Of the names and meanings above. */
    static final int FORMAT_VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AuditJson() {}

    static String render(Audit audit) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", "tare-audit");
        root.put("format_version", FORMAT_VERSION);
        root.put("found", audit.found());
        root.put("summary", AuditSentences.summary(audit));
        ArrayNode texts = root.putArray("texts");
        audit.texts().forEach(text -> text(texts.addObject(), text));
        ArrayNode findings = root.putArray("findings");
        audit.groups().forEach(group -> group(findings.addObject(), group));
        ArrayNode blocks = root.putArray("blocks");
        audit.blocks().forEach(block -> block(blocks.addObject(), block));
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter()
                        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                        .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer().with(printer).writeValueAsString(root) + "\n";
    }

    private static void text(ObjectNode node, ForeignText text) {
        node.put("source", text.source());
        node.put("blocks", text.results().size());
        ArrayNode unread = node.putArray("unread");
        for (Unread part : text.unread()) {
            unread.addObject().put("line", part.place().firstLine()).put("why", part.why());
        }
    }

    private static void group(ObjectNode node, FindingGroup group) {
        finding(node, group.worst());
        ArrayNode figures = node.putArray("figures");
        for (AuditFigure figure : group.figures()) {
            figures.addObject()
                    .put("name", figure.name())
                    .put("unit", figure.unit().name().toLowerCase(Locale.ROOT))
                    .put("low", figure.low())
                    .put("high", figure.high());
        }
        ArrayNode places = node.putArray("places");
        group.places().forEach(place -> place(places.addObject(), place));
    }

    private static void finding(ObjectNode node, AuditFinding finding) {
        node.put("rule", finding.rule().key());
        node.put("fault", finding.fault().key());
        node.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        node.put("title", finding.fault().title());
        node.put("wrong", finding.wrong());
        node.put("follows", finding.follows());
        node.put("remedy", finding.remedy());
    }

    private static void place(ObjectNode node, Place place) {
        node.put("source", place.source());
        node.put("first_line", place.firstLine());
        node.put("last_line", place.lastLine());
    }

    private static void block(ObjectNode node, BlockAudit block) {
        place(node.putObject("place"), block.result().place());
        node.put("tool", block.result().tool().words());
        node.put("what", AuditSentences.what(block.result()));
        ArrayNode checks = node.putArray("checks");
        for (Check check : block.checks()) {
            ObjectNode entry = checks.addObject().put("rule", check.rule().key());
            switch (check) {
                case Check.Passed passed ->
                        entry.put("outcome", "passed").put("words", passed.figures());
                case Check.NotChecked not ->
                        entry.put("outcome", "not_checked").put("words", not.missing());
                case Check.Failed failed -> {
                    entry.put("outcome", "failed");
                    ArrayNode findings = entry.putArray("findings");
                    failed.findings().forEach(f -> finding(findings.addObject(), f));
                }
            }
        }
    }
}
