package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.audit.rule.Rules.Compared;
import dev.tare.lab.foreign.reader.result.Labels.Claim;
import dev.tare.lab.foreign.reader.result.Labels.Subject;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A closed loop's response time that stays near a timer of the network stack however many
 * connections there are: each connection then does the same few requests a second whatever the
 * load, which is waiting, not work. Looked for in blocks with answers of one size: at least three,
 * and half of all, within {@value #SPREAD_PERCENT} % of each other, at connections that differ
 * twofold.
 *
 * <p>The timers: delayed acknowledgement takes 40 ms on Linux (TCP_DELACK_MIN), which together with
 * Nagle's algorithm holds up a second small write; the smallest retransmission 200 ms
 * (TCP_RTO_MIN). The request's own work adds to it: up to half of the timer is let be.
 */
final class TimeAndLoad implements Rules.OfMany {
    static final int SPREAD_PERCENT = 10;
    private static final double SPREAD = SPREAD_PERCENT / 100.0;
    private static final double OWN_WORK = 1.5;
    private static final double CLOCK = 0.975;
    private static final int BLOCKS = 3;
    private static final double CONNECTIONS = 2;

    /** How far a mean may lie above the lowest percentile that is printed and still be typical. */
    private static final double TYPICAL = 1.5;

    private static final double BODY_IS_SAME = 0.005;
    private static final double LABEL_IS_ROUNDED = AnswerBytes.ROUNDED_PERCENT / 100.0;

    private record Timer(double ns, String words, String remedy) {}

    private static final List<Timer> TIMERS =
            List.of(
                    new Timer(
                            40e6,
                            "the 40 ms of a delayed acknowledgement (with Nagle's algorithm) and"
                                    + " the request's own time",
                            "Set TCP_NODELAY and write an answer at once, at both ends of the"
                                    + " proxy"),
                    new Timer(
                            200e6,
                            "the 200 ms of the smallest retransmission and the request's own time",
                            "Look for lost packets (nstat TcpRetransSegs)"));

    private record Point(Block block, double connections, double timeNs) {}

    @Override
    public AuditRule rule() {
        return AuditRule.TIME_AND_LOAD;
    }

    @Override
    public Compared compare(List<Block> blocks) {
        List<AuditFinding> findings = new ArrayList<>();
        List<Block> looked = new ArrayList<>();
        for (List<Block> group : bySize(blocks)) {
            List<Point> points = new ArrayList<>();
            for (Block block : group) {
                OptionalDouble time = typicalNs(block);
                if (block.closed() && block.anyConnections().isPresent() && time.isPresent()) {
                    double connections = block.anyConnections().get().high();
                    points.add(new Point(block, connections, time.getAsDouble()));
                }
            }
            if (points.size() < BLOCKS || connectionsRatio(points) < CONNECTIONS) {
                continue;
            }
            points.forEach(point -> looked.add(point.block()));
            TIMERS.forEach(timer -> look(timer, points, findings));
        }
        return new Compared(findings, looked);
    }

    private static void look(Timer timer, List<Point> all, List<AuditFinding> findings) {
        List<Point> near =
                all.stream()
                        .filter(p ->
                                p.timeNs() >= timer.ns() * CLOCK
                                        && p.timeNs() <= timer.ns() * OWN_WORK)
                        .toList();
        if (near.isEmpty()) {
            return;
        }
        double median =
                near.stream().mapToDouble(Point::timeNs).sorted().toArray()[near.size() / 2];
        List<Point> together =
                near.stream()
                        .filter(p -> Math.abs(p.timeNs() - median) <= SPREAD * median)
                        .toList();
        if (together.size() >= BLOCKS
                && 2 * together.size() >= all.size()
                && connectionsRatio(together) >= CONNECTIONS) {
            findings.add(found(timer, together, all.size()));
        }
    }

    private static AuditFinding found(Timer timer, List<Point> points, int of) {
        double low = points.stream().mapToDouble(Point::timeNs).min().orElse(0);
        double high = points.stream().mapToDouble(Point::timeNs).max().orElse(0);
        double few = points.stream().mapToDouble(Point::connections).min().orElse(0);
        double many = points.stream().mapToDouble(Point::connections).max().orElse(0);
        return new Found(Fault.TIMER, Severity.TAINTED)
                .wrong(
                        ("%s to %s at %s to %s connections, in %d of %d blocks with these answers:"
                                        + " each connection does %s to %s requests a second whatever the"
                                        + " load.")
                                .formatted(
                                        AuditWords.about(low),
                                        AuditWords.about(high),
                                        Words.count(Math.round(few)),
                                        Words.count(Math.round(many)),
                                        points.size(),
                                        of,
                                        Words.significant(1e9 / high, 3),
                                        Words.significant(1e9 / low, 3)))
                .follows(
                        ("That is waiting, not work: it looks like %s. What is compared in these "
                                        + "rows does not set their time or rate.")
                                .formatted(timer.words()))
                .remedy(
                        timer.remedy()
                                + "; see whether CPUs idle. A delay that the server makes on"
                                + " purpose looks the same.")
                .figure("time", Unit.NS, median(points))
                .figure("connections_least", Unit.COUNT, few)
                .figure("connections_most", Unit.COUNT, many)
                .weight(points.size())
                .in(points.stream().map(Point::block).toList());
    }

    private static double median(List<Point> points) {
        return points.stream().mapToDouble(Point::timeNs).sorted().toArray()[points.size() / 2];
    }

    private static double connectionsRatio(List<Point> points) {
        double few = points.stream().mapToDouble(Point::connections).min().orElse(1);
        double many = points.stream().mapToDouble(Point::connections).max().orElse(1);
        return many / few;
    }

    /** The median; without one the mean, unless a printed percentile shows that a tail made it. */
    private static OptionalDouble typicalNs(Block block) {
        var percentiles = block.result().latency().percentilesNs();
        Printed median = percentiles.get(0.5);
        if (median != null) {
            return OptionalDouble.of(median.value());
        }
        if (block.mean().isEmpty()) {
            return OptionalDouble.empty();
        }
        double mean = block.mean().get().value();
        boolean tail =
                !percentiles.isEmpty()
                        && percentiles.firstEntry().getValue().value() * TYPICAL < mean;
        return tail ? OptionalDouble.empty() : OptionalDouble.of(mean);
    }

    /** Blocks with answers of one size: by the size itself, or else by what the label claims. */
    private static Iterable<List<Block>> bySize(List<Block> blocks) {
        Map<Double, List<Block>> sizes = new LinkedHashMap<>();
        for (Block block : blocks) {
            if (block.bodyIsKnown() && block.bodyBytes().isPresent()) {
                double body = block.bodyBytes().get().middle();
                double key =
                        sizes.keySet().stream()
                                .filter(k -> Math.abs(k - body) <= BODY_IS_SAME * k)
                                .findFirst()
                                .orElse(body);
                sizes.computeIfAbsent(key, k -> new ArrayList<>()).add(block);
            }
        }
        Map<String, List<Block>> rest = new LinkedHashMap<>();
        Set<Block> placed = new HashSet<>();
        sizes.values().forEach(placed::addAll);
        for (Block block : blocks) {
            if (!placed.contains(block) && !joined(block, sizes) && !block.workload().isEmpty()) {
                rest.computeIfAbsent(block.workload(), k -> new ArrayList<>()).add(block);
            }
        }
        List<List<Block>> groups = new ArrayList<>(sizes.values());
        groups.addAll(rest.values());
        return groups;
    }

    /** Adds a block of unknown size to the one known size that its label can mean. */
    private static boolean joined(Block block, Map<Double, List<Block>> sizes) {
        if (block.bodyBytes().isPresent()) {
            return false;
        }
        Claim claim = block.claim(Subject.BODY_BYTES).orElse(null);
        if (claim == null) {
            return false;
        }
        for (Map.Entry<Double, List<Block>> entry : sizes.entrySet()) {
            if (claim.allows(entry.getKey(), LABEL_IS_ROUNDED)) {
                entry.getValue().add(block);
                return true;
            }
        }
        return false;
    }
}
