package dev.tare.lab.verdict.load;

import static dev.tare.lab.verdict.Verdict.TAINTED;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Pauses;
import dev.tare.lab.load.Disturbance;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.rule.HealthRule;
import dev.tare.lab.verdict.rule.PauseShift;
import dev.tare.load.spec.ConnectionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Rule 5 of one load on its own: what pauses of the instrument, a quota of CPU time, a machine
 * beneath, and steps of the wall clock can have spoiled. The bounds are those of {@link HealthRule}
 * and {@link PauseShift}.
 *
 * @param load which
 */
record LoadHealthRule(LoadRecord load) {
    private GeneratorHealth health() {
        return load.result().health();
    }

    private Pauses pauses() {
        return health().known() ? health().pauses() : Pauses.NONE;
    }

    private boolean open() {
        return load.spec().model() instanceof LoadModel.OpenLoop;
    }

    private String words() {
        return HealthRule.instrument(
                health(), (double) load.disturbance().throttling().throttledNs());
    }

    private String remedy() {
        return load.disturbance().throttling().throttledNs() > 0
                ? HealthRule.QUOTA
                : HealthRule.ALONE;
    }

    /**
     * Whether pauses can have moved a statistic of response or service times by more than half of
     * its interval; the largest by more than half of itself.
     */
    Optional<Reason> ofTimes(Statistic statistic, Histogram times, Estimate estimate) {
        if (pauses().classes().isEmpty() || !estimate.exists()) {
            return Optional.empty();
        }
        double movedNs = shift(times).ns(statistic);
        double boundNs = HealthRule.boundNs(statistic == Statistic.Whole.MAX, estimate);
        return movedNs > boundNs
                ? Optional.of(
                        new Reason(
                                5,
                                TAINTED,
                                HealthRule.moved(
                                        words(),
                                        statistic.label(),
                                        estimate.value(),
                                        movedNs,
                                        statistic == Statistic.Whole.MAX),
                                remedy()))
                : Optional.empty();
    }

    private PauseShift shift(Histogram times) {
        ConnectionPolicy policy = load.spec().policy();
        double places = (double) policy.connections() * policy.depth();
        double measuredNs = 1e9 * load.measuredSeconds();
        double ratePerNs = open() && measuredNs > 0 ? times.getTotalCount() / measuredNs : 0;
        double inFlight =
                open() ? Math.clamp(ratePerNs * times.getMean(), 1, Math.max(1, places)) : places;
        return new PauseShift(pauses(), times, inFlight, ratePerNs);
    }

    /** Whether a closed loop's rate can be as much too low as half of its interval. */
    List<Reason> ofRate(String label, Estimate estimate) {
        List<Reason> reasons = new ArrayList<>();
        if (open() || !estimate.exists() || estimate.interval().isEmpty()) {
            return reasons;
        }
        double half = estimate.interval().get().halfWidth();
        double share = health().known() ? (double) pauses().totalNs() / health().windowNs() : 0;
        if (share * estimate.value() > half) {
            reasons.add(new Reason(5, TAINTED, HealthRule.rate(words(), share, label), remedy()));
        }
        if (load.disturbance().stolenShare() * estimate.value() > half) {
            reasons.add(
                    new Reason(
                            5,
                            TAINTED,
                            HealthRule.stolenRate(load.disturbance().stolenShare(), label),
                            HealthRule.OWN_MACHINE));
        }
        return reasons;
    }

    /** Whether a reason of this rule is about the machine beneath. */
    static boolean ofSteal(Reason reason) {
        return reason.remedy().equals(HealthRule.OWN_MACHINE);
    }

    /**
     * What is worth a remark though it spoils nothing.
     *
     * @param pausesTaint whether any figure is tainted by pauses
     * @param stealTaints whether any is by steal
     */
    List<Reason> remarks(boolean pausesTaint, boolean stealTaints) {
        List<Reason> remarks = new ArrayList<>();
        if (!pausesTaint && pauses().longestNs() >= HealthRule.REMARKABLE_NS) {
            remarks.add(new Reason(5, VALID, words() + ", which spoils none of these figures", ""));
        }
        Disturbance disturbance = load.disturbance();
        if (!stealTaints && disturbance.stolenShare() >= HealthRule.REMARKABLE_STEAL) {
            remarks.add(new Reason(5, VALID, HealthRule.stolen(disturbance.stolenShare()), ""));
        }
        if (Math.abs((double) disturbance.clockStepNs()) >= HealthRule.MIN_STEP_NS) {
            remarks.add(
                    new Reason(
                            5,
                            VALID,
                            ("the wall clock was set %s by %s: no duration is touched, for these"
                                            + " are of the monotonic clock; instants of wall time"
                                            + " are")
                                    .formatted(
                                            disturbance.clockStepNs() > 0 ? "forward" : "back",
                                            Words.time(
                                                    Math.abs((double) disturbance.clockStepNs()))),
                            ""));
        }
        return remarks;
    }
}
