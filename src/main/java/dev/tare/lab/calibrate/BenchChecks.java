package dev.tare.lab.calibrate;

import dev.tare.lab.bundle.CalibrationRecord.Check;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.bundle.CalibrationRecord.Injection;
import dev.tare.lab.bundle.CalibrationRecord.Repeated;
import dev.tare.lab.verdict.Words;
import java.util.Locale;

/** What the floor and the injections say of the instrument. */
final class BenchChecks {
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;

    /** Of the spread, as a share of the floor's median. */
    private static final Found.Steps SPREAD = new Found.Steps(0.1, 0.25, 1);

    /** A tolerance wider than this share of what is expected proves little. */
    private static final double COARSE = 0.1;

    private static final String QUIET =
            "Stop what else runs here, give the instrument cores of its own, or take a machine that"
                    + " nobody shares.";

    private BenchChecks() {}

    static Check floor(Floor floor) {
        Repeated median = floor.p50();
        String cpu =
                floor.instrumentCpu()
                        .map(used ->
                                "; the instrument takes %s of CPU a request"
                                        .formatted(Words.time(used.valueNs(), used.spreadNs())))
                        .orElse("");
        Found found =
                Found.of(
                                "floor",
                                "response time %s (median of %d repeats at %s), p99 %s%s"
                                        .formatted(
                                                Words.time(median.valueNs(), median.spreadNs()),
                                                floor.slices(),
                                                Words.rate(floor.offeredRatePerSec()),
                                                Words.time(
                                                        floor.p99().valueNs(),
                                                        floor.p99().spreadNs()),
                                                cpu))
                        .with("p50_us", median.valueNs() / NS_PER_US)
                        .with("p50_spread_us", median.spreadNs() / NS_PER_US)
                        .with("p99_us", floor.p99().valueNs() / NS_PER_US)
                        .with("p99_spread_us", floor.p99().spreadNs() / NS_PER_US);
        floor.instrumentCpu()
                .ifPresent(used -> found.with("instrument_cpu_us", used.valueNs() / NS_PER_US));
        return found.graded(
                median.spreadNs() / Math.max(1, median.valueNs()),
                SPREAD,
                "differences of the median below " + Words.time(median.spreadNs()),
                QUIET);
    }

    /**
     * The line where the loads could not be had.
     *
     * @param hasFloor whether only the injections are missing
     */
    static Check notWeighed(String why, boolean hasFloor) {
        return Found.of(hasFloor ? "injections" : "floor", "could not be measured: " + why)
                .badFor(
                        hasFloor ? "trust in response times" : "weighing",
                        "Tare weighs on 64-bit Linux, where it may start processes and open ports"
                                + " of 127.0.0.1.");
    }

    static Check injection(Injection injection) {
        boolean stall = injection.kind() == Injection.Kind.STALL;
        String sentence =
                stall
                        ? "of %s, once: p99 came out as %s and should be %s (%s)"
                        : "of %s, added to every answer, came out as %s and should be %s (%s)";
        boolean coarse = injection.toleranceNs() > COARSE * injection.expectedNs();
        String allowance =
                coarse
                        ? "; gaps of this machine allow for ± "
                                + Words.time(injection.toleranceNs())
                        : "";
        Found found =
                Found.of(
                                injection.kind().name().toLowerCase(Locale.ROOT),
                                sentence.formatted(
                                                Words.time((double) injection.injectedNs()),
                                                Words.time(injection.seenNs()),
                                                Words.time(injection.expectedNs()),
                                                error(injection))
                                        + allowance)
                        .with("injected_ms", injection.injectedNs() / NS_PER_MS)
                        .with("expected_ms", injection.expectedNs() / NS_PER_MS)
                        .with("seen_ms", injection.seenNs() / NS_PER_MS)
                        .with("tolerance_ms", injection.toleranceNs() / NS_PER_MS);
        if (injection.recovered()) {
            return coarse ? found.fair(QUIET) : found.good();
        }
        return found.badFor(
                stall ? "response times under load that stalls" : "response times",
                "Do not believe response times that are measured here. " + QUIET);
    }

    private static String error(Injection injection) {
        double share = injection.errorNs() / injection.expectedNs();
        return (share < 0 ? "−" : "+") + Words.percent(Math.abs(share));
    }
}
