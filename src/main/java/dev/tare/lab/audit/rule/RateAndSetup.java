package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.audit.rule.Rules.Compared;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * A closed loop's rate for one path that is the same in set-ups that are to be compared, however
 * many connections there are: something behind all of them is the limit. At least two set-ups with
 * two numbers of connections each, fourfold apart in all; the rates within {@value #SAME_PERCENT} %
 * and one request of each other, as bare against bare differs between runs.
 */
final class RateAndSetup implements Rules.OfMany {
    static final int SAME_PERCENT = 5;
    private static final double SAME = SAME_PERCENT / 100.0;
    private static final double CONNECTIONS = 4;
    private static final int SETUPS = 2;

    @Override
    public AuditRule rule() {
        return AuditRule.RATE_AND_SETUP;
    }

    @Override
    public Compared compare(List<Block> blocks) {
        Map<String, List<Block>> workloads = new LinkedHashMap<>();
        for (Block block : blocks) {
            boolean usable =
                    block.closed()
                            && block.rate().isPresent()
                            && block.anyConnections().isPresent()
                            && !block.workload().isEmpty();
            if (usable) {
                workloads.computeIfAbsent(block.workload(), w -> new ArrayList<>()).add(block);
            }
        }
        List<AuditFinding> findings = new ArrayList<>();
        List<Block> looked = new ArrayList<>();
        for (Map.Entry<String, List<Block>> entry : workloads.entrySet()) {
            List<Block> group = entry.getValue();
            if (setups(group) >= SETUPS && connectionsRatio(group) >= CONNECTIONS) {
                looked.addAll(group);
                if (sameRate(group)) {
                    findings.add(found(entry.getKey(), group));
                }
            }
        }
        return new Compared(findings, looked);
    }

    /** How many set-ups were run at two numbers of connections or more. */
    private static long setups(List<Block> group) {
        Map<String, Set<Double>> connections = new LinkedHashMap<>();
        for (Block block : group) {
            connections
                    .computeIfAbsent(block.setup(), s -> new LinkedHashSet<>())
                    .add(block.anyConnections().orElseThrow().high());
        }
        return connections.values().stream().filter(numbers -> numbers.size() >= 2).count();
    }

    private static double connectionsRatio(List<Block> group) {
        double few = connections(group).min().orElse(1);
        return connections(group).max().orElse(1) / few;
    }

    private static DoubleStream connections(List<Block> group) {
        return group.stream().mapToDouble(b -> b.anyConnections().orElseThrow().high());
    }

    private static boolean sameRate(List<Block> group) {
        double highest = 0;
        double lowest = Double.POSITIVE_INFINITY;
        double oneRequest = 0;
        for (Block block : group) {
            Printed rate = rate(block);
            highest = Math.max(highest, rate.low());
            lowest = Math.min(lowest, rate.high());
            oneRequest = Math.max(oneRequest, 1 / block.requests().orElse(1e9));
        }
        return highest <= lowest * (1 + SAME + oneRequest);
    }

    private static AuditFinding found(String workload, List<Block> group) {
        List<Printed> rates = new ArrayList<>(group.stream().map(RateAndSetup::rate).toList());
        rates.sort(Comparator.comparingDouble(Printed::value));
        Printed lowest = rates.getFirst();
        Printed highest = rates.getLast();
        List<String> names = Block.setupNames(group).values().stream().distinct().toList();
        return new Found(Fault.SAME_RATE, Severity.INVALID)
                .wrong(
                        "%s: %s to %s in all %d blocks, at %s to %s connections, in %s."
                                .formatted(
                                        AuditWords.quoted(workload),
                                        AuditWords.rate(lowest),
                                        AuditWords.rate(highest),
                                        group.size(),
                                        Words.count(Math.round(connections(group).min().orElse(0))),
                                        Words.count(Math.round(connections(group).max().orElse(0))),
                                        names(names)))
                .follows(
                        "Something behind all of them is the limit, most likely the server itself:"
                                + " these rows say nothing of what is compared.")
                .remedy(
                        "Measure the server alone; take one that is faster than what is to be"
                                + " weighed, or a fixed rate below its limit.")
                .figure("rate_least", Unit.PER_SEC, lowest.value())
                .figure("rate_most", Unit.PER_SEC, highest.value())
                .figure("connections_least", Unit.COUNT, connections(group).min().orElse(0))
                .figure("connections_most", Unit.COUNT, connections(group).max().orElse(0))
                .weight(group.size())
                .in(group);
    }

    private static Printed rate(Block block) {
        return block.rate().orElseThrow();
    }

    private static String names(List<String> names) {
        int shown = Math.min(4, names.size());
        String text =
                String.join(
                        ", ", names.subList(0, shown).stream().map(AuditWords::quoted).toList());
        return names.size() > shown ? text + " …" : text;
    }
}
