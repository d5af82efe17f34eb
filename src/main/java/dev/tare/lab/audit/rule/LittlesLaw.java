package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Latency;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.Optional;

/**
 * L = λW: rate × mean time is the mean number of requests in flight. In a closed loop that is the
 * number of connections; it can never be more.
 *
 * <p>A run is finite: a request that is in flight at its end is in neither figure, which takes at
 * most the longest time a connection off the sum. That much is allowed, beside the digits printed
 * and {@value #TOLERANCE_PERCENT} % for connecting.
 *
 * <p>wrk writes the next request of a connection only when its loop has come round to it, after
 * what the other connections of the thread had to be done: {@value #WRK_TURN_NS} ns a connection
 * are in no response time, and of no more than {@value #WRK_TURN_PERCENT} % of the time is that
 * believed. Where timeouts are missing nothing is allowed for it.
 *
 * <p>wrk 3.1 and later adds times that no request had (its correction for coordinated omission
 * fills in below every time that is longer than twice the mean interval): there a mean that is too
 * long has a known reason, and a tenth is let pass.
 *
 * <p>Source: Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9(3), 1961.
 */
final class LittlesLaw implements Rules.OfOne {
    static final int TOLERANCE_PERCENT = 5;
    private static final double TOLERANCE = TOLERANCE_PERCENT / 100.0;

    /**
     * wrk 4.1 takes 6 to 9 µs a request (bench/README.md), a core that others use too a bit more.
     */
    static final int WRK_TURN_NS = 10_000;

    /** Sound runs of wrk 4.1 on a quiet machine, 3 to 200 connections, lacked up to 14 %. */
    static final int WRK_TURN_PERCENT = 15;

    private static final double BACK_FILL_ALLOWED = 0.1;

    /** From here on more than half of the sum of all times was made up. */
    private static final double MOSTLY_MADE_UP = 2;

    /** Below this less than half of the connections' time stands in the response times. */
    private static final double MOSTLY_MISSING = 0.5;

    @Override
    public Check check(Block block) {
        if (block.anyConnections().isEmpty() || block.inFlight().isEmpty()) {
            return new NotChecked(AuditRule.LITTLES_LAW, "no connections, rate or mean printed");
        }
        if (block.unknownStart()) {
            return new NotChecked(
                    AuditRule.LITTLES_LAW,
                    "it is not told from when times count: waiting for a connection may be in"
                            + " them");
        }
        if (block.fromIntended() && block.asked().loop() != Loop.CLOSED) {
            return new NotChecked(
                    AuditRule.LITTLES_LAW,
                    "times count from the intended start, and waiting for a connection is in them");
        }
        Range connections = block.anyConnections().get();
        Range inFlight = block.inFlight().get();
        boolean claimed = block.connections().isEmpty();
        if (!claimed && tooMuch(block, inFlight, connections)) {
            return block.tool() == Tool.WRK
                    ? backFilled(block, inFlight, connections)
                    : tooMuchTime(block, inFlight, connections);
        }
        if (!claimed && missing(block, inFlight, connections)) {
            return timeMissing(block, inFlight, connections);
        }
        return new Passed(
                AuditRule.LITTLES_LAW,
                "%s in flight on the average, of %s %s"
                        .formatted(
                                Words.significant(inFlight.middle(), 3),
                                Words.count(Math.round(connections.high())),
                                claimed ? "claimed" : "connections"));
    }

    private static boolean tooMuch(Block block, Range inFlight, Range connections) {
        double allowed = block.tool() == Tool.WRK ? BACK_FILL_ALLOWED : TOLERANCE;
        return inFlight.low() > connections.high() * (1 + allowed);
    }

    private static boolean missing(Block block, Range inFlight, Range connections) {
        if (block.asked().loop() != Loop.CLOSED || block.tool() == Tool.K6) {
            return false;
        }
        double allowed = MOSTLY_MISSING;
        Optional<Printed> longest = longest(block.result().latency());
        if (longest.isPresent() && block.durationNs().isPresent()) {
            double cut = longest.get().high() / block.durationNs().getAsDouble();
            allowed = Math.min(1, TOLERANCE + cut);
        }
        return inFlight.high() + betweenRequests(block, connections)
                < connections.low() * (1 - allowed);
    }

    /** How many connections wait on the average for wrk to write their next request. */
    private static double betweenRequests(Block block, Range connections) {
        if (block.tool() != Tool.WRK || block.rate().isEmpty() || block.leftOut() > 0) {
            return 0;
        }
        double ofOneThread = connections.high() / block.asked().threads().orElse(1);
        return Math.min(
                connections.low() * WRK_TURN_PERCENT / 100,
                block.rate().get().value() * ofOneThread * WRK_TURN_NS / 1e9);
    }

    /** The longest time that was printed. */
    private static Optional<Printed> longest(Latency latency) {
        if (latency.maxNs().isPresent() || latency.percentilesNs().isEmpty()) {
            return latency.maxNs();
        }
        return Optional.of(latency.percentilesNs().lastEntry().getValue());
    }

    private static Check timeMissing(Block block, Range inFlight, Range connections) {
        double needed = needed(block, connections);
        double share = inFlight.middle() / connections.high();
        long leftOut = block.leftOut();
        Found found =
                new Found(
                        Fault.TIME_MISSING,
                        leftOut > 0 || share < MOSTLY_MISSING
                                ? Severity.INVALID
                                : Severity.TAINTED);
        figures(found, block, connections, needed).weight(1 / share);
        if (leftOut == 0) {
            return found.follows(
                            ("%s of the connections' time stands in no response time: they wait "
                                            + "or connect between requests, or times are missing.")
                                    .formatted(Words.percent(1 - share)))
                    .remedy(
                            "See whether the server closes connections and whether failed requests"
                                    + " are left out; until then take connections / rate as the mean.")
                    .failed(block);
        }
        double timed = block.timed().orElse(0);
        double sumSec = timed * block.mean().orElseThrow().value() / 1e9;
        double waitedSec = connections.high() * block.durationNs().orElse(0) / 1e9;
        return found.follows(
                        ("The mean leaves out every request slower than %s: %s of %s. The %s that"
                                        + " are in it make %s s of the %s s that the connections waited.")
                                .formatted(
                                        Timeouts.wrkTimeout(block),
                                        Words.count(leftOut),
                                        Words.count((long) block.requests().orElse(0)),
                                        Words.count((long) timed),
                                        Words.significant(sumSec, 2),
                                        Words.count(Math.round(waitedSec))))
                .remedy(
                        ("Use neither mean nor maximum; repeat with a --timeout of more than %s, "
                                        + "at a rate that the server can hold.")
                                .formatted(AuditWords.about(2 * needed)))
                .failed(block);
    }

    private static Check backFilled(Block block, Range inFlight, Range connections) {
        double needed = needed(block, connections);
        double factor = inFlight.middle() / connections.high();
        Found found =
                new Found(
                        Fault.BACK_FILLED,
                        factor >= MOSTLY_MADE_UP ? Severity.INVALID : Severity.TAINTED);
        return figures(found, block, connections, needed)
                .weight(factor)
                .follows(
                        "wrk fills in guessed times below each slow one (its correction for"
                                + " coordinated omission): mean, deviation and percentiles are not"
                                + " those of the requests.")
                .remedy(
                        ("Take %s as the mean; for percentiles repeat at a fixed rate with wrk2 "
                                        + "or tare load.")
                                .formatted(AuditWords.about(needed)))
                .failed(block);
    }

    private static Check tooMuchTime(Block block, Range inFlight, Range connections) {
        double needed = needed(block, connections);
        double factor = inFlight.middle() / connections.high();
        return figures(new Found(Fault.TOO_MUCH_TIME, Severity.INVALID), block, connections, needed)
                .weight(factor)
                .follows(
                        ("That would be %s requests in flight: connections, rate and mean are not"
                                        + " of one run, or one of them is another thing than it is called.")
                                .formatted(Words.significant(inFlight.middle(), 3)))
                .remedy("Look up which of the three was copied or mislabelled; run it again.")
                .failed(block);
    }

    private static Found figures(Found found, Block block, Range connections, double needed) {
        Printed rate = block.rate().orElseThrow();
        Printed mean = block.mean().orElseThrow();
        long count = Math.round(connections.high());
        String sentence =
                "%s at %s %s a mean of %s (Little's law); printed is %s."
                        .formatted(
                                Words.plural(count, "connection"),
                                AuditWords.rate(rate),
                                count == 1 ? "needs" : "need",
                                AuditWords.about(needed),
                                AuditWords.time(mean));
        return found.wrong(sentence)
                .figure("connections", Unit.COUNT, connections.high())
                .figure("rate", Unit.PER_SEC, rate.value())
                .figure("mean_needed", Unit.NS, needed)
                .figure("mean_printed", Unit.NS, mean.value());
    }

    private static double needed(Block block, Range connections) {
        return connections.high() / block.rate().orElseThrow().value() * 1e9;
    }
}
