package dev.tare.lab.verdict.rule;

import dev.tare.lab.bundle.HistogramKind;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Rule 10, timers: response times that cluster where a timer of the network stack would put them,
 * and not with bare, are remarked upon, and so are medians that do not move with the number of
 * connections ({@link Plateau}), and listen backlogs that overflowed; each with what the kernel
 * counted meanwhile. A remark only: a service may have such a delay of its own.
 *
 * <p>Source: delayed acknowledgements take 40 ms on Linux (TCP_DELACK_MIN), the smallest
 * retransmission 200 ms (TCP_RTO_MIN), the first retransmissions of a SYN come after 1, 3 and 7 s
 * (RFC 6298, section 2 and its doubling).
 */
public final class TimerRule implements Rule {
    private static final double MS = 1e6;
    private static final double MIN_SHARE = 0.001;
    private static final long MIN_COUNT = 10;
    private static final double DENSER = 5;
    private static final double NEIGHBOUR = 1.3;

    /**
     * A timer, and between which times its victims end.
     *
     * @param counters of the kernel that grow where it goes off
     */
    record Timer(String name, double fromMs, double toMs, List<String> counters) {
        boolean holds(double ns) {
            return ns >= fromMs * MS && ns <= toMs * MS;
        }
    }

    private static final List<String> OF_LOSS =
            List.of("TCPTimeouts", "RetransSegs", "TCPLossProbes");
    private static final List<String> OF_SYN =
            List.of("TCPSynRetrans", "ListenOverflows", "ListenDrops");

    static final List<Timer> TIMERS =
            List.of(
                    new Timer(
                            "40 ms, as Nagle's algorithm with delayed ACK",
                            39,
                            48,
                            List.of("DelayedACKs")),
                    new Timer("200 ms, as a TCP retransmission", 198, 240, OF_LOSS),
                    new Timer("1 s, as the retransmission of a SYN", 995, 1_100, OF_SYN),
                    new Timer("3 s, as the second retransmission of a SYN", 2_985, 3_200, OF_SYN),
                    new Timer("7 s, as the third retransmission of a SYN", 6_980, 7_400, OF_SYN));

    @Override
    public List<Finding> judge(Evidence evidence) {
        Histogram mine = evidence.scenario().merged(HistogramKind.RESPONSE_TIME);
        Optional<Histogram> bare =
                evidence.pair().map(pair -> pair.bare().merged(HistogramKind.RESPONSE_TIME));
        Optional<SliceHealths> health = SliceHealths.of(evidence.scenario());
        List<Finding> findings = new ArrayList<>();
        for (Timer timer : clustering(mine, bare)) {
            findings.add(Finding.remark(10, sentence(mine, timer) + counted(health, timer)));
        }
        Plateau.sentence(evidence, mine).map(s -> Finding.remark(10, s)).ifPresent(findings::add);
        health.flatMap(TimerRule::overflow)
                .map(s -> Finding.remark(10, s))
                .ifPresent(findings::add);
        return findings;
    }

    /** Such as {@code ; the kernel counted 1,234 DelayedACKs}; empty where it counted none. */
    static String counted(Optional<SliceHealths> health, Timer timer) {
        List<String> counts = new ArrayList<>();
        for (String name : timer.counters()) {
            long count = health.map(of -> of.counted(name)).orElse(0L);
            if (count > 0) {
                counts.add(Words.count(count) + " " + name);
            }
        }
        return counts.isEmpty() ? "" : "; the kernel counted " + String.join(", ", counts);
    }

    private static Optional<String> overflow(SliceHealths health) {
        long overflows = health.counted("ListenOverflows");
        return overflows == 0
                ? Optional.empty()
                : Optional.of(
                        ("a listen backlog overflowed %s (ListenOverflows): such a connection is"
                                        + " tried again after 1, 3 and 7 s; raise the backlog of"
                                        + " who listens, and net.core.somaxconn")
                                .formatted(Words.plural(overflows, "time")));
    }

    /** A sentence for every timer that {@code mine} cluster at, and bare's do not. */
    public static List<String> sentences(Histogram mine, Optional<Histogram> bare) {
        return clustering(mine, bare).stream().map(timer -> sentence(mine, timer)).toList();
    }

    private static List<Timer> clustering(Histogram mine, Optional<Histogram> bare) {
        return TIMERS.stream()
                .filter(timer -> clusters(mine, timer))
                .filter(timer -> !bare.map(theirs -> clusters(theirs, timer)).orElse(false))
                .toList();
    }

    private static String sentence(Histogram mine, Timer timer) {
        double share = (double) within(mine, timer) / mine.getTotalCount();
        return "%s of the response times cluster near %s"
                .formatted(Words.percent(share), timer.name());
    }

    private static boolean clusters(Histogram times, Timer timer) {
        long count = within(times, timer);
        if (count < Math.max(MIN_COUNT, MIN_SHARE * times.getTotalCount())) {
            return false;
        }
        double density = count / Math.log(timer.toMs() / timer.fromMs());
        double width = Math.log(NEIGHBOUR);
        double below = between(times, timer.fromMs() / NEIGHBOUR, timer.fromMs()) / width;
        double above = between(times, timer.toMs(), timer.toMs() * NEIGHBOUR) / width;
        return density >= DENSER * Math.max(below, above);
    }

    private static long within(Histogram times, Timer timer) {
        return between(times, timer.fromMs(), timer.toMs());
    }

    private static long between(Histogram times, double fromMs, double toMs) {
        long fromNs = Math.round(fromMs * MS);
        long toNs = Math.min(Math.round(toMs * MS), times.getMaxValue());
        return fromNs <= toNs ? times.getCountBetweenValues(fromNs, toNs) : 0;
    }
}
