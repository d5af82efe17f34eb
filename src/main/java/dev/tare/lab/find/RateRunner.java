package dev.tare.lab.find;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.lab.find.PointJudge.Judgement;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Searches by loading: one open-loop load after another, in this process, which so stays warm.
 *
 * <p>A point is one load or several of the same rate, until it is decided or its longest time is
 * over. After a point that was not met it waits as long as the longest answer took: about so long a
 * queue on the other side needs to be gone.
 *
 * <p>Thread-safety: {@link #run} once, by one thread; {@link #stop} by any.
 */
public final class RateRunner {
    private static final long MIN_REST_NS = 100_000_000;
    private static final long MAX_REST_NS = 5_000_000_000L;

    /** How long {@link #stop} may have to wait for a rest to end. */
    private static final long REST_STEP_NS = 50_000_000;

    private final FindPlan plan;
    private final FindListener listener;
    private final NanoClock clock;
    private final LoadEngine engine;
    private final PointJudge judge;
    private final List<PointResult> points = new ArrayList<>();
    private String backEnd = "";
    private int loads;
    private volatile boolean stopped;

    /** A search that is still to be run. */
    public RateRunner(FindPlan plan, FindListener listener, NanoClock clock) {
        this.plan = plan;
        this.listener = listener;
        this.clock = clock;
        engine = new LoadEngine(clock);
        judge = new PointJudge(plan.objective());
    }

    /** Ends the search early: {@link #run} returns what was measured. */
    public void stop() {
        stopped = true;
        engine.stop();
    }

    /**
     * Searches.
     *
     * @throws NothingMeasuredException when the first load has no correct answer
     * @throws IOException when the host is unknown, or the back end or a socket cannot be had
     * @throws InterruptedException when the thread is interrupted
     */
    public RateCurve run() throws IOException, InterruptedException {
        RateSearch search = new RateSearch(plan.range());
        OptionalDouble next = search.next();
        // The first load warms the generator and the connections' other side; it is no point.
        requireAnAnswer(loadOnce(plan.range().fromPerSec(), new LoadWindows(clock)));
        while (next.isPresent() && !stopped) {
            double ratePerSec = next.getAsDouble();
            boolean repeat = search.repeats();
            listener.begins(points.size() + 1, ratePerSec, repeat);
            PointResult point = point(ratePerSec, repeat);
            if (point == null) {
                break;
            }
            points.add(point);
            listener.ended(point);
            search.add(ratePerSec, point.verdict());
            next = search.next();
        }
        return new RateCurve(plan, points, search.answer(), stopped, backEnd);
    }

    /** Null: the search was stopped before the point was decided. */
    private @Nullable PointResult point(double ratePerSec, boolean repeat)
            throws IOException, InterruptedException {
        PointData data = null;
        while (true) {
            PointData load = load(ratePerSec);
            if (stopped || Thread.currentThread().isInterrupted()) {
                stopped = true;
                return null;
            }
            data = data == null ? load : data.plus(load);
            boolean last = data.measuredNs() + plan.pointNs() > plan.maxPointNs();
            Judgement judgement = judge.judge(data, last);
            Optional<PointVerdict> verdict = judgement.verdict();
            if (verdict.isPresent()) {
                if (verdict.get() != PointVerdict.MET) {
                    rest(data.responseTime().getMaxValue());
                }
                return new PointResult(
                        points.size() + 1,
                        repeat,
                        PointFigures.of(data),
                        judgement.readings(),
                        verdict.get(),
                        judgement.reason());
            }
        }
    }

    private PointData load(double ratePerSec) throws IOException {
        LoadWindows windows = new LoadWindows(clock);
        LoadResult result = loadOnce(ratePerSec, windows);
        int threads = plan.base().threads();
        return new PointData(
                ratePerSec,
                1,
                Math.max(1, result.measuredEndNs() - result.measuredStartNs()),
                result.measured().tally(),
                windows.measured(result),
                result.measured().sendLag(),
                plan.base().connections(),
                plan.spins() ? Double.NaN : windows.busyShare(result, threads));
    }

    private LoadResult loadOnce(double ratePerSec, LoadWindows windows) throws IOException {
        LoadSpec spec = plan.load(ratePerSec, loads++);
        engine.expectRun();
        if (stopped) {
            engine.stop();
        }
        LoadResult result = engine.run(spec, windows::add);
        backEnd = result.backEnd();
        return result;
    }

    private void requireAnAnswer(LoadResult result) throws NothingMeasuredException {
        Tally tally = result.measured().tally();
        if (stopped || tally.count(Outcome.CORRECT) > 0) {
            return;
        }
        String failures =
                result.transport().failures().isEmpty()
                        ? tally.outcomes().entrySet().stream()
                                .map(outcome -> words(outcome.getKey(), outcome.getValue()))
                                .sorted()
                                .collect(Collectors.joining(", "))
                        : "connections failed: "
                                + result.transport().failures().entrySet().stream()
                                        .sorted(Map.Entry.comparingByKey())
                                        .map(failure -> failure.getKey())
                                        .collect(Collectors.joining(", "));
        throw new NothingMeasuredException(
                "of %d requests of the first load none had a correct answer (%s)"
                        .formatted(tally.planned(), failures.isEmpty() ? "none ended" : failures));
    }

    private static String words(Outcome outcome, long count) {
        return count + " " + outcome.key().replace('_', ' ');
    }

    private void rest(long longestNs) throws InterruptedException {
        long untilNs = clock.nowNs() + Math.clamp(longestNs, MIN_REST_NS, MAX_REST_NS);
        while (!stopped && clock.nowNs() < untilNs) {
            Sleep.until(clock, Math.min(untilNs, clock.nowNs() + REST_STEP_NS));
        }
    }
}
