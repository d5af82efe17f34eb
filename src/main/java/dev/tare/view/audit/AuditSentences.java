package dev.tare.view.audit;

import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.result.AuditFigure;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.BlockAudit;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.FindingGroup;
import dev.tare.lab.foreign.reader.result.Asked;
import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import dev.tare.view.text.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An audit in sentences, the same for every format. Labels in them are from outside. */
final class AuditSentences {
    /** Up to so many blocks are told one by one; more are told by what was found. */
    static final int FEW_BLOCKS = 3;

    private static final int MAX_PLACES = 40;
    private static final int MAX_LABELS_CHARS = 90;

    private AuditSentences() {}

    /** {@code notes.md: 24 blocks of wrk, lines 6 to 268}. */
    static String title(ForeignText text) {
        if (text.results().isEmpty()) {
            return text.source() + ": no block of figures";
        }
        Map<String, Long> tools =
                text.results().stream()
                        .collect(
                                Collectors.groupingBy(
                                        result -> result.tool().words(),
                                        LinkedHashMap::new,
                                        Collectors.counting()));
        String counts =
                tools.entrySet().stream()
                        .map(e -> Words.plural(e.getValue(), "block") + " of " + e.getKey())
                        .collect(Collectors.joining(", "))
                        .replace(" of by hand", " copied by hand");
        if (text.results().stream().allMatch(AuditSentences::isFile)) {
            return text.source() + ": " + counts;
        }
        return "%s: %s, lines %d to %d"
                .formatted(
                        text.source(),
                        counts,
                        text.results().getFirst().place().firstLine(),
                        text.results().stream()
                                .mapToInt(result -> result.place().lastLine())
                                .max()
                                .orElse(0));
    }

    /** Whether a block is a file of its own: a message of SMP has no lines. */
    private static boolean isFile(ForeignResult result) {
        return result.tool() == Tool.SMP;
    }

    /** {@code notes.md:12}; of a file that is one block its name. */
    static String place(ForeignResult result) {
        return isFile(result) ? result.place().source() : result.place().words();
    }

    /** What a block is: tool, load, and the words over it. */
    static String what(ForeignResult result) {
        List<String> parts = new ArrayList<>();
        parts.add(result.tool().words());
        connections(result).ifPresent(parts::add);
        Asked asked = result.asked();
        if (asked.threads().isPresent()) {
            parts.add(Words.plural(asked.threads().getAsInt(), "thread"));
        }
        if (asked.offeredRatePerSec().isPresent()) {
            parts.add(Quantity.of(asked.offeredRatePerSec().getAsDouble(), RATE) + " asked for");
        }
        result.done()
                .durationNs()
                .map(Printed::value)
                .map(Quantity::duration)
                .ifPresent(parts::add);
        result.labels().url().ifPresent(parts::add);
        List<String> labels = new ArrayList<>(result.labels().headings());
        result.labels().row().ifPresent(labels::add);
        String over = String.join(", ", labels);
        return String.join(", ", parts) + (over.isEmpty() ? "" : " (" + cut(over) + ")");
    }

    private static final Unit RATE = Unit.PER_SEC;

    private static String cut(String text) {
        return text.length() <= MAX_LABELS_CHARS
                ? text
                : text.substring(0, MAX_LABELS_CHARS - 1) + "…";
    }

    private static Optional<String> connections(ForeignResult result) {
        if (result.asked().connections().isPresent()) {
            return Optional.of(Words.plural(result.asked().connections().getAsInt(), "connection"));
        }
        return result.answers()
                .sockets()
                .filter(sockets -> sockets.perfect().isPresent())
                .map(sockets -> Words.plural(sockets.perfect().getAsLong(), "connection"));
    }

    /** {@code lines 76, 84, 92}, source by source where there are several. */
    static String places(Audit audit, List<Place> places) {
        if (places.size() == audit.blocks().size() && places.size() > 1) {
            return "all blocks";
        }
        Map<String, List<Place>> bySource =
                places.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Place::source, LinkedHashMap::new, Collectors.toList()));
        Set<String> files =
                audit.blocks().stream()
                        .map(BlockAudit::result)
                        .filter(AuditSentences::isFile)
                        .map(result -> result.place().source())
                        .collect(Collectors.toSet());
        boolean named = audit.texts().size() > 1;
        List<String> words = new ArrayList<>();
        bySource.forEach((source, inIt) -> {
            if (files.contains(source)) {
                words.add(source);
            } else {
                words.add((named ? source + " " : "") + lines(inIt));
            }
        });
        return words.stream().limit(MAX_PLACES).collect(Collectors.joining("; "))
                + (words.size() > MAX_PLACES
                        ? " and %d more".formatted(words.size() - MAX_PLACES)
                        : "");
    }

    private static String lines(List<Place> places) {
        String shown =
                places.stream()
                        .mapToInt(Place::firstLine)
                        .sorted()
                        .limit(MAX_PLACES)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "));
        String rest =
                places.size() > MAX_PLACES
                        ? " and %d more".formatted(places.size() - MAX_PLACES)
                        : "";
        return (places.size() == 1 ? "line " : "lines ") + shown + rest;
    }

    /** The ranges over all findings of a group; empty where one finding says it all. */
    static String ranges(FindingGroup group) {
        if (group.findings().size() < 2) {
            return "";
        }
        return group.figures().stream()
                .map(AuditSentences::range)
                .collect(Collectors.joining("; "));
    }

    private static String range(AuditFigure figure) {
        String name = figure.name().replace("_ns", "").replace('_', ' ');
        String low = value(figure.low(), figure.unit());
        String high = value(figure.high(), figure.unit());
        return low.equals(high) ? name + " " + low : name + " " + low + " to " + high;
    }

    private static String value(double value, Unit unit) {
        boolean whole = unit == Unit.COUNT && value == Math.rint(value);
        return whole ? Quantity.count(Math.round(value)) : Quantity.of(value, unit);
    }

    /** The rules that found nothing wherever they looked, with the number of blocks. */
    static String held(Audit audit) {
        List<String> rules = new ArrayList<>();
        for (AuditRule rule : AuditRule.values()) {
            boolean told = audit.groups().stream().anyMatch(g -> g.fault().rule() == rule);
            if (!told && audit.looked(rule) > 0) {
                rules.add("%s (%s)".formatted(rule.words(), Words.count(audit.looked(rule))));
            }
        }
        return String.join(", ", rules);
    }

    /** The rules that could look nowhere, and why. */
    static String notChecked(Audit audit) {
        List<String> rules = new ArrayList<>();
        for (AuditRule rule : AuditRule.values()) {
            if (audit.looked(rule) == 0) {
                audit.blocks().stream()
                        .flatMap(block -> block.notChecked().stream())
                        .filter(check -> check.rule() == rule)
                        .findFirst()
                        .ifPresent(check -> rules.add(missing(check)));
            }
        }
        return String.join("; ", rules);
    }

    /** What held in a block. */
    static String held(BlockAudit block) {
        return block.passed().stream()
                .map(check -> "%s (%s)".formatted(check.rule().words(), check.figures()))
                .collect(Collectors.joining("; "));
    }

    /** What could not be looked at in a block. */
    static String notChecked(BlockAudit block) {
        return block.notChecked().stream()
                .map(AuditSentences::missing)
                .collect(Collectors.joining("; "));
    }

    private static String missing(Check.NotChecked check) {
        return "%s (%s)".formatted(check.rule().words(), check.missing());
    }

    /** How many blocks a group is about. */
    static String count(FindingGroup group) {
        return Words.plural(group.places().size(), "block");
    }

    /** The end of it all, in one or two sentences. */
    static String summary(Audit audit) {
        long blocks = audit.blocks().size();
        if (blocks == 0) {
            return "No figures of a load generator were found.";
        }
        List<FindingGroup> faults =
                audit.groups().stream().filter(group -> group.severity().counts()).toList();
        int remarks = audit.groups().size() - faults.size();
        String remarked =
                remarks == 0
                        ? ""
                        : " There %s %s."
                                .formatted(
                                        remarks == 1 ? "is" : "are",
                                        Words.plural(remarks, "remark"));
        if (faults.isEmpty()) {
            return "Nothing was found against the figures of %s.%s"
                    .formatted(Words.plural(blocks, "block"), remarked);
        }
        String titles =
                faults.stream()
                        .map(group -> group.fault().title())
                        .distinct()
                        .limit(3)
                        .map(title ->
                                title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1))
                        .collect(Collectors.joining("; "));
        return "%s of %s should not be believed as they stand: %s%s.%s"
                .formatted(
                        Words.count(audit.faultyBlocks()),
                        Words.plural(blocks, "block"),
                        titles,
                        faults.size() > 3 ? "; and more" : "",
                        remarked);
    }
}
