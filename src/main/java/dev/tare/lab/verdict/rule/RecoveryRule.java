package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Injection;
import dev.tare.lab.bundle.CalibrationRecord.Injection.Kind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Rule 4, the injections: before the run the origin was made to stall once, and to answer late, by
 * known times. An instrument that did not see them as what they were does not see response times.
 *
 * <p>A stall that was missed spoils open loops, whose response times are to hold it; a closed loop
 * starts nothing during a stall, and says so. A delay that was missed spoils both.
 */
final class RecoveryRule implements Rule {
    /** Missed by more than this share of what was to be seen, the figure is no result. */
    private static final double WORTHLESS = 0.5;

    private static final String REMEDY =
            "Run ./tare doctor again while nothing else runs; if it stays so, weigh on another"
                    + " machine.";

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        for (Injection injection :
                evidence.content()
                        .calibration()
                        .map(CalibrationRecord::injections)
                        .orElse(List.of())) {
            boolean concerned = injection.kind() == Kind.DELAY || evidence.scenario().open();
            if (concerned && !injection.recovered()) {
                findings.add(Finding.both(Finding.RESPONSE_TIMES, reason(injection)));
            }
        }
        return findings;
    }

    private static Reason reason(Injection injection) {
        boolean worthless = Math.abs(injection.errorNs()) > WORTHLESS * injection.expectedNs();
        String sentence =
                switch (injection.kind()) {
                    case STALL ->
                            "of a stall of %s the instrument saw a p99 of %s here, where %s was"
                                    + " due";
                    case DELAY -> "of a delay of %s the instrument saw %s here, where %s was due";
                };
        return new Reason(
                4,
                worthless ? INVALID : TAINTED,
                sentence.formatted(
                        Words.time((double) injection.injectedNs()),
                        Words.time(injection.seenNs()),
                        Words.time(injection.expectedNs())),
                REMEDY);
    }
}
