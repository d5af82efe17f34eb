package dev.tare.lab.verdict.load;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.stats.BlockResamples;
import dev.tare.base.stats.MeanIntervals;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.estimate.Estimator;
import dev.tare.lab.verdict.rule.SameWorkRule;
import dev.tare.lab.verdict.rule.SendLagRule;
import dev.tare.load.result.EndpointResult;
import dev.tare.load.spec.ConnectionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * One load with its figures, each with its interval and its verdict. Made by {@link LoadJudge};
 * immutable.
 */
public final class JudgedLoad {
    /** The percentiles that are shown, from small to large. */
    public static final List<Double> PERCENTILES =
            List.of(50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99, 99.999);

    /** Resamples are seeded alike for every load: the same result gives the same intervals. */
    private static final long SEED = 0;

    private final LoadRecord load;
    private final Map<TimeKind, TimeSample> samples;
    private final LoadStretches stretches;
    private final Findings findings;
    private final LoadHealthRule health;
    private final Optional<BlockResamples> resamples;
    private final List<Reason> remarks;

    /**
     * What the rules said.
     *
     * @param saturated the other side could not keep up with the offered rate
     * @param limited the instrument set the rate
     * @param common reasons of all response and service times
     * @param ofRates reasons of all rates
     * @param remarks of the load as a whole
     */
    record Findings(
            boolean saturated,
            boolean limited,
            List<Reason> common,
            List<Reason> ofRates,
            List<Reason> remarks) {
        Findings {
            common = List.copyOf(common);
            ofRates = List.copyOf(ofRates);
            remarks = List.copyOf(remarks);
        }
    }

    JudgedLoad(
            LoadRecord load,
            Map<TimeKind, TimeSample> samples,
            LoadStretches stretches,
            Findings findings) {
        this.load = load;
        this.samples = samples;
        this.stretches = stretches;
        this.findings = findings;
        health = new LoadHealthRule(load);
        resamples =
                stretches.count() >= Estimator.MIN_BLOCKS
                        ? Optional.of(
                                BlockResamples.draw(
                                        stretches.count(), BlockResamples.DEFAULT_COUNT, SEED))
                        : Optional.empty();
        List<Reason> all = new ArrayList<>(findings.remarks());
        all.addAll(healthRemarks());
        remarks = List.copyOf(all);
    }

    /** Rule 5, of the load as a whole: only what taints no figure that is shown. */
    private List<Reason> healthRemarks() {
        List<Reason> without = health.remarks(false, false);
        if (without.isEmpty()) {
            return without;
        }
        List<LoadFigure> shown = new ArrayList<>();
        PERCENTILES.forEach(
                p -> shown.add(figure(TimeKind.RESPONSE_TIME, new Statistic.Percentile(p))));
        shown.add(figure(TimeKind.RESPONSE_TIME, Statistic.Whole.MEAN));
        shown.add(figure(TimeKind.RESPONSE_TIME, Statistic.Whole.MAX));
        shown.add(goodput());
        List<Reason> tainting =
                shown.stream()
                        .flatMap(figure -> figure.reasons().stream())
                        .filter(reason -> reason.rule() == 5)
                        .toList();
        return health.remarks(
                tainting.stream().anyMatch(reason -> !LoadHealthRule.ofSteal(reason)),
                tainting.stream().anyMatch(LoadHealthRule::ofSteal));
    }

    /** What was judged. */
    public LoadRecord load() {
        return load;
    }

    /** Whether the other side could not keep up with the offered rate. */
    public boolean saturated() {
        return findings.saturated();
    }

    /** What is to be said of the load as a whole. */
    public List<Reason> remarks() {
        return remarks;
    }

    /** All times of one kind; not to be written to. */
    public Histogram times(TimeKind kind) {
        return sample(kind).total();
    }

    private TimeSample sample(TimeKind kind) {
        TimeSample sample = samples.get(kind);
        if (sample == null) {
            throw new IllegalStateException("no sample of " + kind);
        }
        return sample;
    }

    /** A statistic of the times of one kind, ns. */
    public LoadFigure figure(TimeKind kind, Statistic statistic) {
        return switch (kind) {
            case RESPONSE_TIME ->
                    responseTime(sample(kind), load.result().measured().tally(), statistic);
            case SERVICE_TIME -> {
                List<Reason> reasons = new ArrayList<>(findings.common());
                answers(load.result().measured().tally(), reasons);
                TimeSample sample = sample(kind);
                health.ofTimes(statistic, sample.total(), sample.estimate(statistic, resamples))
                        .ifPresent(reasons::add);
                yield figure(sample, statistic, reasons);
            }
            case SEND_LAG, CONNECT_TIME, HANDSHAKE_TIME ->
                    figure(sample(kind), statistic, List.of());
        };
    }

    /** A statistic of one endpoint's response times, ns. */
    public LoadFigure figure(EndpointResult endpoint, Statistic statistic) {
        return responseTime(
                TimeSample.of("request", endpoint.responseTime()), endpoint.tally(), statistic);
    }

    private LoadFigure responseTime(TimeSample sample, Tally tally, Statistic statistic) {
        List<Reason> reasons = new ArrayList<>(findings.common());
        answers(tally, reasons);
        Estimate estimate = sample.estimate(statistic, resamples);
        Histogram lag = times(TimeKind.SEND_LAG);
        // Of a closed loop the lag is the wait for a connection that is being opened again.
        boolean open = load.spec().model() instanceof LoadModel.OpenLoop;
        if (open && estimate.exists() && lag.getTotalCount() > 0) {
            boolean extreme = statistic == Statistic.Whole.MAX || statistic == Statistic.Whole.MIN;
            SendLagRule.share(statistic.label(), estimate, statistic.of(lag), extreme)
                    .ifPresent(reasons::add);
        }
        health.ofTimes(statistic, sample.total(), estimate).ifPresent(reasons::add);
        return figure(sample, statistic, reasons);
    }

    private static void answers(Tally tally, List<Reason> reasons) {
        Verdict verdict = tally.ended() == 0 ? VALID : SameWorkRule.ofTimes(tally);
        if (verdict != VALID) {
            reasons.add(new Reason(9, verdict, SameWorkRule.sentence(tally), SameWorkRule.REMEDY));
        }
    }

    private LoadFigure figure(TimeSample sample, Statistic statistic, List<Reason> others) {
        Estimate estimate = sample.estimate(statistic, resamples);
        List<Reason> reasons = new ArrayList<>(sample.missing(statistic, estimate));
        if (reasons.isEmpty()) {
            reasons.addAll(others);
        }
        return new LoadFigure(
                statistic.label(), Unit.NS, estimate.value(), estimate.interval(), false, reasons);
    }

    /** Correct answers a second. */
    public LoadFigure goodput() {
        return rate("goodput", Unit.PER_SEC, Tally::correctInside);
    }

    /** Requests that ended, in whatever way, a second. */
    public LoadFigure rate() {
        return rate("rate", Unit.PER_SEC, Tally::doneInside);
    }

    /** Bytes received a second, heads included. */
    public LoadFigure received() {
        return rate("received", Unit.BYTES_PER_SEC, Tally::bytesInside);
    }

    private LoadFigure rate(String label, Unit unit, ToLongFunction<Tally> count) {
        long total = count.applyAsLong(load.result().measured().tally());
        double value = total / load.measuredSeconds();
        if (!Double.isFinite(value)) {
            return noFigure(label, unit, "the load has no length");
        }
        Estimate estimate =
                stretches.count() >= Estimator.MIN_BLOCKS
                        ? Estimate.of(
                                value,
                                MeanIntervals.ofPooled(
                                        value, stretches.rates(count), Estimator.LEVEL))
                        : Estimate.exact(value);
        List<Reason> reasons = new ArrayList<>(findings.ofRates());
        reasons.addAll(health.ofRate(label, estimate));
        return new LoadFigure(label, unit, value, estimate.interval(), findings.limited(), reasons);
    }

    /** Correct answers of one endpoint a second. */
    public LoadFigure goodput(EndpointResult endpoint) {
        return rate("goodput", endpoint.tally().correctInside());
    }

    /** Requests to one endpoint that ended a second. */
    public LoadFigure rate(EndpointResult endpoint) {
        return rate("rate", endpoint.tally().doneInside());
    }

    private LoadFigure rate(String label, long count) {
        double value = count / load.measuredSeconds();
        return Double.isFinite(value)
                ? new LoadFigure(
                        label,
                        Unit.PER_SEC,
                        value,
                        Optional.empty(),
                        findings.limited(),
                        findings.ofRates())
                : noFigure(label, Unit.PER_SEC, "the load has no length");
    }

    /**
     * Share of the planned requests that did not end as correct, {@link #undecided} ones left out.
     *
     * @param tally of the whole load, or of one endpoint
     */
    public LoadFigure errorRatio(Tally tally) {
        String label = "errors";
        long decided = tally.planned() - undecided(tally);
        return decided == 0
                ? noFigure(label, Unit.RATIO, "no request was planned")
                : new LoadFigure(
                        label,
                        Unit.RATIO,
                        (double) errors(tally) / decided,
                        Optional.empty(),
                        false,
                        List.of());
    }

    /**
     * Planned requests that did not end as correct, for whatever reason; {@link #undecided} ones
     * are none of them.
     */
    public long errors(Tally tally) {
        return tally.planned() - undecided(tally) - tally.count(Outcome.CORRECT);
    }

    /**
     * Planned requests of which the load's end came first: that they were not sent is nobody's
     * error. They are at most as many as have room on the connections: as long as no more wait than
     * are in flight, a request waits about as long as one takes, which is what happens at any end.
     * More is a backlog, which the other side has let grow, and its requests are errors.
     */
    private long undecided(Tally tally) {
        ConnectionPolicy policy = load.spec().policy();
        long room = (long) policy.connections() * policy.depth();
        return Math.min(tally.count(Unsent.STOPPED), room);
    }

    private static LoadFigure noFigure(String label, Unit unit, String why) {
        return new LoadFigure(
                label,
                unit,
                Double.NaN,
                Optional.empty(),
                false,
                List.of(new Reason(6, INVALID, why, "")));
    }
}
