package dev.tare.lab.verdict.load;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Tally;
import dev.tare.base.histogram.SparseHistogram;
import dev.tare.lab.load.LoadInterval;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.rule.BottleneckRule;
import dev.tare.lab.verdict.rule.ConservationRule;
import dev.tare.lab.verdict.rule.LittlesLawRule;
import dev.tare.lab.verdict.rule.PlannedClockRule;
import dev.tare.lab.verdict.rule.RateRule;
import dev.tare.lab.verdict.rule.SameWorkRule;
import dev.tare.lab.verdict.rule.TimerRule;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Judges one load on its own by those of the rules of trust that need no bare beside it: 1 (clock),
 * 2 (conservation), 3 (rate, lag, limit), 5 (the generator's health), 6 (samples), 9 (answers) and
 * 10 (Little's law, timers). Pure.
 */
public final class LoadJudge {
    private static final String REQUEST = "request";
    private static final String CONNECTION = "connection";

    private final LoadRecord load;
    private final LoadSpec spec;
    private final PhaseResult measured;
    private final boolean open;
    private final List<Reason> common = new ArrayList<>();
    private final List<Reason> ofRates = new ArrayList<>();
    private final List<Reason> remarks = new ArrayList<>();

    private LoadJudge(LoadRecord load) {
        this.load = load;
        spec = load.spec();
        measured = load.result().measured();
        open = spec.model() instanceof LoadModel.OpenLoop;
    }

    /** What the load came to, and whether to believe it. */
    public static JudgedLoad judge(LoadRecord load) {
        return new LoadJudge(load).judged();
    }

    private JudgedLoad judged() {
        Tally tally = measured.tally();
        conservation();
        if (!open) {
            common.add(
                    new Reason(1, VALID, PlannedClockRule.CLOSED, PlannedClockRule.CLOSED_REMEDY));
        }
        boolean saturated = saturated();
        if (saturated) {
            String sentence = RateRule.sentence(tally);
            remarks.add(new Reason(3, VALID, sentence, "Load it with a lower rate."));
            common.add(
                    new Reason(
                            3,
                            VALID,
                            sentence + "; response time grows with the length of the load",
                            "Load it with a lower rate."));
        }
        boolean limited = (!open || saturated) && limit();
        littlesLaw();
        if (tally.failed() > 0 && SameWorkRule.ofTimes(tally) == VALID) {
            remarks.add(new Reason(9, VALID, SameWorkRule.sentence(tally), SameWorkRule.REMEDY));
        }
        TimerRule.sentences(measured.responseTime(), Optional.empty())
                .forEach(sentence -> remarks.add(new Reason(10, VALID, sentence, "")));
        LoadStretches stretches = LoadStretches.of(load);
        return new JudgedLoad(
                load,
                samples(stretches),
                stretches,
                new JudgedLoad.Findings(saturated, limited, common, ofRates, remarks));
    }

    private void conservation() {
        Tally lead = load.result().lead().tally();
        long recorded = measured.responseTime().getTotalCount();
        ConservationRule.broken(lead, measured.tally(), recorded)
                .map(sentence ->
                        new Reason(
                                2,
                                INVALID,
                                sentence,
                                "This is a fault of Tare's own: please report it."))
                .ifPresent(this::ofTimesAndRates);
        ConservationRule.missing(measured.tally())
                .ifPresent(sentence -> remarks.add(new Reason(2, VALID, sentence, "")));
    }

    private void ofTimesAndRates(Reason reason) {
        common.add(reason);
        ofRates.add(reason);
    }

    /**
     * Whether an open loop was not kept up with. What is in flight at the end without being late is
     * taken from Little's law: there is not always a lead that would have brought as much with it.
     */
    private boolean saturated() {
        Tally tally = measured.tally();
        Histogram times = measured.responseTime();
        if (!open || tally.planned() == 0) {
            return false;
        }
        double meanSec = times.getTotalCount() == 0 ? 0 : times.getMean() / 1e9;
        double inFlight = tally.planned() * meanSec / Math.max(1e-9, load.measuredSeconds());
        return RateRule.share(tally, inFlight) < RateRule.KEPT_UP;
    }

    /** Whether the instrument itself was the limit, as far as its CPU tells. */
    private boolean limit() {
        if (!load.instrument().visible()) {
            remarks.add(
                    new Reason(
                            3,
                            VALID,
                            "the instrument's own CPU is not visible, so nobody can tell whether it"
                                    + " was the limit",
                            ""));
            return false;
        }
        int cores = Math.max(1, load.provenance().environment().cores());
        int had = Math.min(spec.threads(), cores);
        double busy = load.instrument().cores() / had;
        if (busy < BottleneckRule.BUSY) {
            return false;
        }
        String sentence =
                "the instrument set the limit: busy %s of %s"
                        .formatted(
                                Words.percent(Math.min(1, busy)),
                                had == 1 ? "a core" : had + " cores");
        String remedy = "More threads on more cores, or an open loop below this rate.";
        common.add(new Reason(3, TAINTED, sentence, remedy));
        ofRates.add(new Reason(3, VALID, "at least: " + sentence, remedy));
        return true;
    }

    private void littlesLaw() {
        ConnectionPolicy policy = spec.policy();
        // A script may have led its requests to more addresses than the load was told of.
        long targets =
                spec.endpoints().size() == 1
                        ? Math.max(1, load.result().endpoints().size())
                        : spec.endpoints().stream().map(Endpoint::target).distinct().count();
        boolean full =
                targets == 1
                        && spec.calls() == 0
                        && policy.opening() == ConnectionPolicy.Opening.WARM;
        long thinkTimeNs =
                switch (spec.model()) {
                    case LoadModel.ClosedLoop closed -> closed.thinkTimeNs();
                    case LoadModel.OpenLoop _ -> 0;
                };
        LittlesLawRule.violation(
                        new LittlesLawRule.Window(
                                open,
                                (double) policy.connections() * policy.depth() * targets,
                                full,
                                thinkTimeNs,
                                SparseHistogram.of(
                                        open ? measured.serviceTime() : measured.responseTime()),
                                measured.tally(),
                                load.result().measuredEndNs() - load.result().measuredStartNs(),
                                0))
                .map(violation ->
                        new Reason(
                                10,
                                INVALID,
                                "Little's law is broken: " + violation.words(),
                                LittlesLawRule.REMEDY))
                .ifPresent(this::ofTimesAndRates);
    }

    private Map<TimeKind, TimeSample> samples(LoadStretches stretches) {
        Map<TimeKind, TimeSample> samples = new EnumMap<>(TimeKind.class);
        for (TimeKind kind : TimeKind.values()) {
            samples.put(
                    kind,
                    switch (kind) {
                        case RESPONSE_TIME ->
                                TimeSample.of(
                                        REQUEST,
                                        measured.responseTime(),
                                        stretches.times(LoadInterval::responseTime));
                        case SERVICE_TIME ->
                                TimeSample.of(
                                        REQUEST,
                                        measured.serviceTime(),
                                        stretches.times(LoadInterval::serviceTime));
                        case SEND_LAG ->
                                TimeSample.of(
                                        REQUEST,
                                        measured.sendLag(),
                                        stretches.times(LoadInterval::sendLag));
                        case CONNECT_TIME -> TimeSample.of(CONNECTION, load.connectTime());
                        case HANDSHAKE_TIME -> TimeSample.of(CONNECTION, load.handshakeTime());
                    });
        }
        return samples;
    }
}
