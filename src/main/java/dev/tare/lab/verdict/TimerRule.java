package dev.tare.lab.verdict;

import dev.tare.lab.bundle.HistogramKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Rule 10, timers: response times that cluster where a timer of the network stack would put them,
 * and not with bare, are remarked upon. A remark only: a service may have such a delay of its own.
 *
 * <p>Source: delayed acknowledgements take 40 ms on Linux (TCP_DELACK_MIN), the smallest
 * retransmission 200 ms (TCP_RTO_MIN), the first retransmissions of a SYN come after 1, 3 and 7 s
 * (RFC 6298, section 2 and its doubling).
 */
final class TimerRule implements Rule {
    private static final double MS = 1e6;
    private static final double MIN_SHARE = 0.001;
    private static final long MIN_COUNT = 10;
    private static final double DENSER = 5;
    private static final double NEIGHBOUR = 1.3;

    /** A timer, and between which times its victims end. */
    private record Timer(String name, double fromMs, double toMs) {}

    private static final List<Timer> TIMERS =
            List.of(
                    new Timer("40 ms, as Nagle's algorithm with delayed ACK", 39, 48),
                    new Timer("200 ms, as a TCP retransmission", 198, 240),
                    new Timer("1 s, as the retransmission of a SYN", 995, 1_100),
                    new Timer("3 s, as the second retransmission of a SYN", 2_985, 3_200),
                    new Timer("7 s, as the third retransmission of a SYN", 6_980, 7_400));

    @Override
    public List<Finding> judge(Evidence evidence) {
        Histogram mine = evidence.scenario().merged(HistogramKind.RESPONSE_TIME);
        Optional<Histogram> bare =
                evidence.pair().map(pair -> pair.bare().merged(HistogramKind.RESPONSE_TIME));
        return sentences(mine, bare).stream().map(s -> Finding.remark(10, s)).toList();
    }

    /** A sentence for every timer that {@code mine} cluster at, and bare's do not. */
    static List<String> sentences(Histogram mine, Optional<Histogram> bare) {
        List<String> sentences = new ArrayList<>();
        for (Timer timer : TIMERS) {
            if (clusters(mine, timer)
                    && !bare.map(histogram -> clusters(histogram, timer)).orElse(false)) {
                double share = (double) within(mine, timer) / mine.getTotalCount();
                sentences.add(
                        "%s of the response times cluster near %s"
                                .formatted(Words.percent(share), timer.name()));
            }
        }
        return sentences;
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
