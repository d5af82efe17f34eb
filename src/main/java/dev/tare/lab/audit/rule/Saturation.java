package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.audit.rule.Rules.Compared;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Beyond saturation a closed loop's rate stays and its mean grows with the connections: rate × mean
 * is their number. From the fewest connections on after which the rate changes by no more than
 * {@value #SAME_PERCENT} % while connections at least double, the times are those of a queue that
 * the load itself makes. True of sound results too: a remark.
 */
final class Saturation implements Rules.OfMany {
    static final int SAME_PERCENT = 5;
    private static final double SAME = SAME_PERCENT / 100.0;
    private static final double CONNECTIONS = 2;

    /** How far mean over connections may differ: the mean is then all queue. */
    private static final double PROPORTIONAL = 0.15;

    @Override
    public AuditRule rule() {
        return AuditRule.SATURATION;
    }

    @Override
    public Compared compare(List<Block> blocks) {
        Map<String, List<Block>> series = new LinkedHashMap<>();
        for (Block block : blocks) {
            boolean usable =
                    block.closed()
                            && block.rate().isPresent()
                            && block.mean().isPresent()
                            && block.connections().isPresent()
                            && !block.workload().isEmpty();
            if (usable) {
                String key = block.setup() + "\n" + block.tool() + "\n" + block.workload();
                series.computeIfAbsent(key, k -> new ArrayList<>()).add(block);
            }
        }
        List<AuditFinding> findings = new ArrayList<>();
        List<Block> looked = new ArrayList<>();
        for (List<Block> group : series.values()) {
            List<Block> sorted =
                    group.stream()
                            .sorted(Comparator.comparingDouble(Saturation::connections))
                            .toList();
            if (connections(sorted.getLast()) < CONNECTIONS * connections(sorted.getFirst())) {
                continue;
            }
            looked.addAll(sorted);
            List<Block> queueing = queueing(sorted);
            if (!queueing.isEmpty()) {
                findings.add(found(queueing));
            }
        }
        return new Compared(findings, looked);
    }

    /** The longest end of a series in which only the queue grows; empty if none does. */
    private static List<Block> queueing(List<Block> sorted) {
        for (int from = 0; from < sorted.size() - 1; from++) {
            List<Block> end = sorted.subList(from, sorted.size());
            boolean apart = connections(end.getLast()) >= CONNECTIONS * connections(end.getFirst());
            if (apart
                    && same(end, Saturation::rate, SAME)
                    && same(end, Saturation::share, PROPORTIONAL)) {
                return end;
            }
        }
        return List.of();
    }

    private static boolean same(List<Block> blocks, ToDoubleFunction<Block> figure, double within) {
        double low = blocks.stream().mapToDouble(figure).min().orElse(0);
        double high = blocks.stream().mapToDouble(figure).max().orElse(0);
        return high <= low * (1 + within);
    }

    private static double connections(Block block) {
        return block.connections().orElseThrow().high();
    }

    private static double rate(Block block) {
        return block.rate().orElseThrow().value();
    }

    private static double share(Block block) {
        return block.mean().orElseThrow().value() / connections(block);
    }

    private static AuditFinding found(List<Block> end) {
        String counts =
                end.stream()
                        .map(block -> Words.count(Math.round(connections(block))))
                        .collect(Collectors.joining(", "));
        String means =
                end.stream()
                        .map(block -> AuditWords.time(block.mean().orElseThrow()))
                        .collect(Collectors.joining(", "));
        double low = end.stream().mapToDouble(Saturation::rate).min().orElse(0);
        double high = end.stream().mapToDouble(Saturation::rate).max().orElse(0);
        return new Found(Fault.QUEUEING, Severity.REMARK)
                .wrong(
                        ("%s: at %s connections the rate stays at %s to %s and the mean grows "
                                        + "with them: %s.")
                                .formatted(
                                        AuditWords.quoted(end.getFirst().overIt()),
                                        counts,
                                        AuditWords.rate(low),
                                        AuditWords.rate(high),
                                        means))
                .follows(
                        ("From %s on these times are the length of one's own queue; they say "
                                        + "which connections were chosen.")
                                .formatted(
                                        Words.plural(
                                                Math.round(connections(end.getFirst())),
                                                "connection")))
                .remedy("Compare rates and CPU there; compare times at a fixed rate below it.")
                .figure("connections_from", Unit.COUNT, connections(end.getFirst()))
                .figure("rate", Unit.PER_SEC, low)
                .weight(connections(end.getLast()) / connections(end.getFirst()))
                .in(end);
    }
}
