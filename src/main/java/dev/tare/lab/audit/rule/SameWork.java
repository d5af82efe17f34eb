package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.audit.rule.Rules.Compared;
import dev.tare.lab.foreign.reader.result.Labels.Subject;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of one tool under one path, or under one label of a size, do the same work: their answers
 * have one size. Where the tool counts heads apart the bodies are compared; where it does not, a
 * difference of up to {@link Block#MAX_HEAD_BYTES} may be heads (a proxy adds some) and is a
 * remark.
 */
final class SameWork implements Rules.OfMany {
    /** Bodies that vary, by a date or a counter, do so by little. */
    private static final double VARIES = 0.005;

    /** Blocks whose sizes cannot be told apart. */
    private record Cluster(Range bytes, List<Block> blocks) {}

    @Override
    public AuditRule rule() {
        return AuditRule.SAME_WORK;
    }

    @Override
    public Compared compare(List<Block> blocks) {
        List<AuditFinding> findings = new ArrayList<>();
        List<Block> looked = new ArrayList<>();
        Map<String, List<Block>> groups = new LinkedHashMap<>();
        for (Block block : blocks) {
            if (!block.workload().isEmpty() && block.tool() != Tool.BY_HAND) {
                boolean heads = !block.bodyIsKnown();
                String key = block.tool() + " " + heads + " " + block.workload();
                groups.computeIfAbsent(key, k -> new ArrayList<>()).add(block);
            }
        }
        for (List<Block> group : groups.values()) {
            boolean bodies = group.getFirst().bodyIsKnown();
            List<Block> sized = group.stream().filter(b -> size(b, bodies) != null).toList();
            if (sized.size() < 2) {
                continue;
            }
            looked.addAll(sized);
            List<Cluster> clusters = clusters(sized, bodies);
            if (clusters.size() > 1) {
                findings.add(bodies ? otherWork(clusters) : heads(clusters));
            }
        }
        return new Compared(findings, looked);
    }

    private static @Nullable Range size(Block block, boolean bodies) {
        return (bodies ? block.bodyBytes().map(r -> r.widened(VARIES)) : block.wholeBytes())
                .orElse(null);
    }

    private static List<Cluster> clusters(List<Block> blocks, boolean bodies) {
        record Sized(Block block, Range bytes) {}
        List<Sized> sorted = new ArrayList<>();
        for (Block block : blocks) {
            Range bytes = size(block, bodies);
            if (bytes != null) {
                sorted.add(new Sized(block, bytes));
            }
        }
        sorted.sort(Comparator.comparingDouble(sized -> sized.bytes().low()));
        List<Cluster> clusters = new ArrayList<>();
        for (Sized sized : sorted) {
            Cluster last = clusters.isEmpty() ? null : clusters.getLast();
            if (last == null || sized.bytes().low() > last.bytes().high()) {
                clusters.add(new Cluster(sized.bytes(), new ArrayList<>(List.of(sized.block()))));
            } else {
                last.blocks().add(sized.block());
                Range hull =
                        new Range(
                                last.bytes().low(),
                                Math.max(last.bytes().high(), sized.bytes().high()));
                clusters.set(clusters.size() - 1, new Cluster(hull, last.blocks()));
            }
        }
        return clusters;
    }

    private static AuditFinding heads(List<Cluster> clusters) {
        Cluster least = clusters.getFirst();
        Cluster most = clusters.getLast();
        double apart = most.bytes().middle() - least.bytes().middle();
        if (apart > Block.MAX_HEAD_BYTES) {
            return otherWork(clusters);
        }
        return figures(new Found(Fault.OTHER_HEADS, Severity.REMARK), clusters)
                .follows(
                        "That may be headers that a proxy adds, or answers of another kind: the"
                                + " figures do not tell.")
                .remedy("Compare one answer of each (curl -si URL).")
                .in(all(clusters));
    }

    private static AuditFinding otherWork(List<Cluster> clusters) {
        return figures(new Found(Fault.OTHER_WORK, Severity.TAINTED), clusters)
                .follows("Their rates and times are not to be compared with one another.")
                .remedy("Let all of them fetch the same; check the length of the answers.")
                .in(all(clusters));
    }

    private static Found figures(Found found, List<Cluster> clusters) {
        double low = clusters.getFirst().bytes().middle();
        double high = clusters.getLast().bytes().middle();
        Block one = clusters.getFirst().blocks().getFirst();
        Map<Block, String> names = Block.setupNames(all(clusters));
        String sizes =
                clusters.stream()
                        .map(cluster -> words(cluster, names))
                        .collect(Collectors.joining("; "));
        return found.wrong("%s: an answer has %s.".formatted(AuditWords.quoted(name(one)), sizes))
                .figure("bytes_per_answer_least", Unit.BYTES, low)
                .figure("bytes_per_answer_most", Unit.BYTES, high)
                .weight(high / low);
    }

    private static String name(Block block) {
        return block.path().isEmpty()
                ? block.claim(Subject.BODY_BYTES).orElseThrow().text()
                : block.workload();
    }

    private static String words(Cluster cluster, Map<Block, String> names) {
        List<String> mine = cluster.blocks().stream().map(names::get).distinct().toList();
        long elsewhere =
                names.entrySet().stream()
                        .filter(entry -> !cluster.blocks().contains(entry.getKey()))
                        .filter(entry -> mine.contains(entry.getValue()))
                        .count();
        String where =
                mine.size() == 1 && elsewhere == 0
                        ? " (" + AuditWords.quoted(mine.getFirst()) + ")"
                        : " in " + Words.plural(cluster.blocks().size(), "block");
        boolean bodies = cluster.blocks().getFirst().bodyIsKnown();
        double bytes = cluster.blocks().stream().mapToDouble(Block::shownBytes).average().orElse(0);
        return AuditWords.bytes(bytes) + (bodies ? " of body" : "") + where;
    }

    private static List<Block> all(List<Cluster> clusters) {
        return clusters.stream()
                .flatMap(cluster -> cluster.blocks().stream())
                .sorted(Comparator.comparingInt(block -> block.place().firstLine()))
                .toList();
    }
}
