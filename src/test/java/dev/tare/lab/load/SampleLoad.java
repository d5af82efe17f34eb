package dev.tare.lab.load;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.base.stats.SplitMix64;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.load.result.EndpointResult;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.result.SizeSummary;
import dev.tare.load.result.TransportFacts;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Loads that were never run, but might have been: exact, the same every time. */
public final class SampleLoad {
    /** When the measured phase begins on the monotonic clock. */
    public static final long START_NS = 5_000_000_000L;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int INTERVALS = 10;

    private LoadModel model = new LoadModel.OpenLoop(1_000, LoadModel.ArrivalLaw.CONSTANT, 7);
    private int perInterval = 1_000;
    private int intervals = INTERVALS;
    private int connections = 64;
    private long lagNs = 2_000;
    private long serviceNs = 80_000;
    private long wrongStatus;
    private long unsent;
    private long stopped;
    private double instrumentCores = 0.3;
    private long connectsFailed;
    private boolean endpoints;
    private GeneratorHealth health = GeneratorHealth.UNKNOWN;
    private Disturbance disturbance = Disturbance.UNKNOWN;

    /** Open loop at 1,000/s for 10 s, all well. */
    public SampleLoad() {}

    public SampleLoad closedLoop(int places) {
        model = new LoadModel.ClosedLoop();
        connections = places;
        lagNs = 0;
        // What Little's law asks for; one in a hundred takes ten times as long.
        serviceNs = (long) (places * 1e9 / perInterval / 1.081);
        return this;
    }

    public SampleLoad perInterval(int requests) {
        perInterval = requests;
        return this;
    }

    public SampleLoad intervals(int count) {
        intervals = count;
        return this;
    }

    public SampleLoad lagNs(long value) {
        lagNs = value;
        return this;
    }

    public SampleLoad serviceNs(long value) {
        serviceNs = value;
        return this;
    }

    /** In every interval. */
    public SampleLoad wrongStatus(long value) {
        wrongStatus = value;
        return this;
    }

    /** In every interval, besides those that are sent. */
    public SampleLoad unsent(long value) {
        unsent = value;
        return this;
    }

    /** In every interval, the load's end has come before so many more were sent. */
    public SampleLoad stopped(long value) {
        stopped = value;
        return this;
    }

    public SampleLoad instrumentCores(double value) {
        instrumentCores = value;
        return this;
    }

    public SampleLoad connectsFailed(long value) {
        connectsFailed = value;
        return this;
    }

    /** What the process saw of itself. */
    public SampleLoad health(GeneratorHealth seen) {
        health = seen;
        return this;
    }

    /** What the kernel counted of it. */
    public SampleLoad disturbance(Disturbance counted) {
        disturbance = counted;
        return this;
    }

    /** Two of them, instead of one. */
    public SampleLoad twoEndpoints() {
        endpoints = true;
        return this;
    }

    /** The load. */
    public LoadRecord build() {
        LoadSeries series = new LoadSeries();
        SplitMix64 random = new SplitMix64(11);
        PhaseResult total = empty();
        for (int i = 0; i < intervals; i++) {
            PhaseResult part = interval(random);
            total = sum(total, part);
            long startNs = START_NS + i * SECOND_NS;
            series.add(new IntervalResult(startNs, startNs + SECOND_NS, empty(), part));
        }
        PhaseResult lead = lead();
        List<EndpointResult> results = new ArrayList<>();
        if (endpoints) {
            results.add(new EndpointResult("fast", half(total.tally()), total.responseTime()));
            results.add(new EndpointResult("GET /slow", half(total.tally()), total.serviceTime()));
        }
        long endNs = START_NS + intervals * SECOND_NS;
        long measuredNs = endNs - START_NS;
        LoadResult result =
                new LoadResult(
                        START_NS,
                        START_NS,
                        endNs,
                        endNs + 1_000_000,
                        "epoll",
                        false,
                        lead,
                        total,
                        results,
                        new TransportFacts(
                                Map.of("127.0.0.1:8080", 32L, "[::1]:8080", 32L),
                                Map.of("HTTP/1.1", 64L),
                                0,
                                connectsFailed > 0 ? Map.of("refused", connectsFailed) : Map.of()));
        return new LoadRecord(
                "http://user:hunter2@127.0.0.1:8080/byte/100?token=s3cret",
                spec(measuredNs),
                result.with(health),
                series.intervals(),
                new Usage(true, Math.round(instrumentCores * measuredNs), measuredNs, 0, 1, -1),
                disturbance,
                provenance());
    }

    private LoadSpec spec(long measuredNs) {
        List<Field> fields =
                List.of(
                        new Field("Authorization", "Bearer hunter2"),
                        new Field("X-Tenant-Key", "hunter2"),
                        new Field("Accept", "*/*"));
        RequestSpec request = new RequestSpec("GET", "/byte/100", fields, "");
        Target target = Target.http1("127.0.0.1", 8080);
        List<Endpoint> all = new ArrayList<>();
        all.add(endpoint(endpoints ? "fast" : "GET /byte/100", target, request));
        if (endpoints) {
            all.add(endpoint("GET /slow", target, request));
        }
        return LoadSpec.of(all.getFirst())
                .endpoints(all.subList(1, all.size()))
                .model(model)
                .connections(connections)
                .measuredNs(measuredNs)
                .build();
    }

    private static Endpoint endpoint(String name, Target target, RequestSpec request) {
        return new Endpoint(
                name,
                target,
                request,
                List.of(),
                AnswerCheck.okWithLength(100),
                1,
                Optional.empty());
    }

    private static Provenance provenance() {
        return new Provenance(
                "0.1.0",
                "0123456789ab",
                List.of(
                        "load",
                        "-H",
                        "Authorization: Bearer hunter2",
                        "-H",
                        "X-Tenant-Key: hunter2",
                        "http://user:hunter2@127.0.0.1:8080/byte/100?token=s3cret"),
                1_795_000_000_000_000_000L,
                new EnvironmentRecord(
                        "Linux",
                        "6.18.0",
                        "amd64",
                        "AMD EPYC",
                        2,
                        8_000_000_000L,
                        "tsc",
                        "25.0.1",
                        List.of("-Xmx256m"),
                        "epoll",
                        Map.of(),
                        Map.of("net.core.somaxconn", "4096"),
                        List.of()));
    }

    private PhaseResult interval(SplitMix64 random) {
        Histogram response = HistogramLayout.newHistogram();
        Histogram failed = HistogramLayout.newHistogram();
        Histogram service = HistogramLayout.newHistogram();
        Histogram lag = HistogramLayout.newHistogram();
        for (int i = 0; i < perInterval; i++) {
            long times = i % 100 == 99 ? 10 : 1;
            long oneNs = times * serviceNs * 9 / 10 + random.nextInt((int) (serviceNs / 5));
            service.recordValue(oneNs);
            response.recordValue(oneNs + lagNs);
            if (i < wrongStatus) {
                failed.recordValue(oneNs + lagNs);
            }
            lag.recordValue(lagNs);
        }
        long correct = perInterval - wrongStatus;
        Tally tally =
                new Tally(
                        perInterval + unsent + stopped,
                        perInterval,
                        never(),
                        wrongStatus == 0
                                ? Map.of(Outcome.CORRECT, correct)
                                : Map.of(
                                        Outcome.CORRECT,
                                        correct,
                                        Outcome.WRONG_STATUS,
                                        wrongStatus),
                        0,
                        perInterval,
                        correct,
                        perInterval * 250L,
                        correct * 100L,
                        0,
                        0);
        Map<Integer, Long> statuses = new TreeMap<>(Map.of(200, correct));
        if (wrongStatus > 0) {
            statuses.put(404, wrongStatus);
        }
        double sum = perInterval * 100.0;
        return new PhaseResult(
                tally,
                response,
                failed,
                service,
                lag,
                HistogramLayout.newHistogram(),
                HistogramLayout.newHistogram(),
                statuses,
                new SizeSummary(perInterval, 150, 150, perInterval * 150.0, perInterval * 22_500.0),
                new SizeSummary(perInterval, 100, 100, sum, sum * 100));
    }

    private Map<Unsent, Long> never() {
        Map<Unsent, Long> never = new TreeMap<>(Map.of(Unsent.ALL_BUSY, unsent));
        never.put(Unsent.STOPPED, stopped);
        never.values().removeIf(count -> count == 0);
        return never;
    }

    private PhaseResult lead() {
        Histogram connect = HistogramLayout.newHistogram();
        for (int i = 0; i < connections; i++) {
            connect.recordValue(100_000 + 1_000L * i);
        }
        PhaseResult none = empty();
        return new PhaseResult(
                new Tally(0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, connections, connectsFailed),
                none.responseTime(),
                none.failedResponseTime(),
                none.serviceTime(),
                none.sendLag(),
                connect,
                none.handshakeTime(),
                Map.of(),
                SizeSummary.EMPTY,
                SizeSummary.EMPTY);
    }

    private static PhaseResult empty() {
        return new PhaseResult(
                Tally.EMPTY,
                HistogramLayout.newHistogram(),
                HistogramLayout.newHistogram(),
                HistogramLayout.newHistogram(),
                HistogramLayout.newHistogram(),
                HistogramLayout.newHistogram(),
                HistogramLayout.newHistogram(),
                Map.of(),
                SizeSummary.EMPTY,
                SizeSummary.EMPTY);
    }

    private static PhaseResult sum(PhaseResult a, PhaseResult b) {
        PhaseResult sum = a.copy();
        sum.responseTime().add(b.responseTime());
        sum.failedResponseTime().add(b.failedResponseTime());
        sum.serviceTime().add(b.serviceTime());
        sum.sendLag().add(b.sendLag());
        Map<Integer, Long> statuses = new TreeMap<>(a.statuses());
        b.statuses().forEach((status, count) -> statuses.merge(status, count, Long::sum));
        return new PhaseResult(
                a.tally().plus(b.tally()),
                sum.responseTime(),
                sum.failedResponseTime(),
                sum.serviceTime(),
                sum.sendLag(),
                sum.connectTime(),
                sum.handshakeTime(),
                statuses,
                b.headBytes(),
                b.bodyBytes());
    }

    private static Tally half(Tally tally) {
        Map<Outcome, Long> outcomes = new TreeMap<>();
        tally.outcomes().forEach((outcome, count) -> outcomes.put(outcome, count / 2));
        Map<Unsent, Long> never = new TreeMap<>();
        tally.unsent().forEach((reason, count) -> never.put(reason, count / 2));
        return new Tally(
                tally.planned() / 2,
                tally.sent() / 2,
                never,
                outcomes,
                0,
                tally.doneInside() / 2,
                tally.correctInside() / 2,
                0,
                tally.bodyBytes() / 2,
                0,
                0);
    }
}
