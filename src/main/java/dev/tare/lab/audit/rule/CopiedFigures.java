package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.audit.rule.Rules.Compared;
import dev.tare.lab.foreign.reader.result.Labels.Claim;
import dev.tare.lab.foreign.reader.result.Labels.Subject;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.verdict.FigureKind.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The same figures, to {@value #DIGITS} digits or more, under labels that contradict each other:
 * other connections, or answers of another size. Two of a tool's own blocks must share mean and
 * rate; a figure that a person copied need only be one. That two runs agree in five digits by
 * chance happens once in ten thousand pairs; in both figures, never.
 */
final class CopiedFigures implements Rules.OfMany {
    static final int DIGITS = 5;
    private static final double CONNECTIONS_ROUNDED = 0.1;
    private static final double SIZE_ROUNDED = AnswerBytes.ROUNDED_PERCENT / 100.0;

    /** A figure that stands elsewhere, and how its label there differs. */
    private record Copy(String kind, String figure, Block from, String contradiction) {}

    private static final String MEAN = "mean";
    private static final String RATE = "rate";

    @Override
    public AuditRule rule() {
        return AuditRule.LABELS;
    }

    @Override
    public Compared compare(List<Block> blocks) {
        List<AuditFinding> findings = new ArrayList<>();
        Map<String, List<Block>> byFigure = new TreeMap<>();
        for (Block block : blocks) {
            figures(block)
                    .keySet()
                    .forEach(key ->
                            byFigure.computeIfAbsent(key, k -> new ArrayList<>()).add(block));
        }
        Set<Block> told = new LinkedHashSet<>();
        for (Block block : blocks) {
            List<Copy> copies = copies(block, byFigure);
            boolean enough = block.tool() == Tool.BY_HAND ? !copies.isEmpty() : meanAndRate(copies);
            boolean other = copies.stream().noneMatch(copy -> told.contains(copy.from()));
            if (enough && other) {
                told.add(block);
                findings.add(found(block, copies));
            }
        }
        return new Compared(findings, List.of());
    }

    private static boolean meanAndRate(List<Copy> copies) {
        return copies.stream().map(Copy::kind).toList().containsAll(List.of(MEAN, RATE));
    }

    private static List<Copy> copies(Block block, Map<String, List<Block>> byFigure) {
        List<Copy> copies = new ArrayList<>();
        for (Map.Entry<String, String> figure : figures(block).entrySet()) {
            for (Block from : byFigure.getOrDefault(figure.getKey(), List.of())) {
                Optional<String> contradiction =
                        from.equals(block) ? Optional.empty() : contradiction(block, from);
                if (contradiction.isPresent()) {
                    String kind = figure.getKey().substring(0, figure.getKey().indexOf(' '));
                    copies.add(new Copy(kind, figure.getValue(), from, contradiction.get()));
                    break;
                }
            }
        }
        return copies;
    }

    /** The block's long figures: what they are and their digits, and how they are called. */
    private static Map<String, String> figures(Block block) {
        Map<String, String> figures = new LinkedHashMap<>();
        block.mean()
                .filter(CopiedFigures::isLong)
                .ifPresent(mean -> figures.put(MEAN + " " + mean.value(), AuditWords.time(mean)));
        block.rate()
                .filter(CopiedFigures::isLong)
                .ifPresent(rate -> figures.put(RATE + " " + rate.value(), AuditWords.rate(rate)));
        block.result()
                .latency()
                .percentilesNs()
                .forEach((quantile, value) -> {
                    if (isLong(value)) {
                        figures.put(
                                quantile + " " + Math.round(value.value()),
                                AuditWords.percentile(quantile) + " " + AuditWords.time(value));
                    }
                });
        return figures;
    }

    /** Zeros at the end are no digits: a round number is easily the same twice. */
    private static boolean isLong(Printed printed) {
        double last = 2 * printed.halfUnit();
        return printed.halfUnit() > 0
                && BigDecimal.valueOf(Math.rint(printed.value() / last))
                                .stripTrailingZeros()
                                .precision()
                        >= DIGITS;
    }

    private static Optional<String> contradiction(Block block, Block from) {
        Optional<Claim> connections = block.claimedConnections();
        if (connections.isPresent() && from.anyConnections().isPresent()) {
            Claim claim = connections.get();
            Range had = from.anyConnections().get();
            if (!new Range(claim.low(), claim.high()).widened(CONNECTIONS_ROUNDED).overlaps(had)) {
                return Optional.of("with %.0f connections".formatted(had.high()));
            }
        }
        Optional<Claim> size = block.claim(Subject.BODY_BYTES);
        if (size.isPresent() && from.bodyIsKnown() && from.bodyBytes().isPresent()) {
            double body = from.bodyBytes().get().middle();
            if (!size.get().allows(body, SIZE_ROUNDED)) {
                return Optional.of("with answers of " + AuditWords.bytes(body));
            }
        }
        return Optional.empty();
    }

    private static AuditFinding found(Block block, List<Copy> copies) {
        List<String> parts = new ArrayList<>();
        for (Copy copy : copies) {
            parts.add(
                    "%s stands at line %d %s"
                            .formatted(
                                    copy.figure(),
                                    copy.from().place().firstLine(),
                                    copy.contradiction()));
        }
        Set<Block> all = new LinkedHashSet<>(List.of(block));
        copies.forEach(copy -> all.add(copy.from()));
        return new Found(Fault.COPIED, Severity.INVALID)
                .wrong(
                        "Under %s: %s."
                                .formatted(
                                        AuditWords.quoted(label(block)), String.join("; ", parts)))
                .follows("The row is not a run of its own, and not of what its label says.")
                .remedy("Throw the row away, or run it.")
                .figure("figures_copied", Unit.COUNT, copies.size())
                .weight(copies.size())
                .in(List.copyOf(all));
    }

    private static String label(Block block) {
        List<String> headings = block.result().labels().headings();
        return headings.isEmpty()
                ? block.result().labels().row().orElse(block.place().words())
                : headings.getLast();
    }
}
