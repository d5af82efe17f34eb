package dev.tare.lab.experiment;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.io.net.IoBackEnd;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.SliceHealth;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.plan.ProtocolSpec;
import dev.tare.lab.plan.Timetable;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import dev.tare.load.worker.WorkerClient;
import dev.tare.specimen.control.process.UsageSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Gives one scenario its turn: has the worker load it, and reads the CPU clocks of all parties at
 * the edges of the measured phase.
 *
 * <p>Thread-safety: one thread at a time; a thread of its own does the sampling.
 */
final class SliceRunner implements AutoCloseable {
    private static final long INTERVAL_NS = 200_000_000;

    private final WorkerClient worker;
    private final NanoClock clock;
    private final UsageProbe origin;
    private final UsageProbe instrument;
    private final IoBackEnd backEnd;
    private final long spinNs;
    private final Afterwards afterwards;
    private final RunningCalls calls;
    private final KernelProbe kernel;
    private final ConnectPatience patience = new ConnectPatience();
    private final ExecutorService sampler =
            Executors.newSingleThreadExecutor(
                    task -> Thread.ofPlatform().name("cpu-sampler").daemon().unstarted(task));

    /**
     * A runner for one round.
     *
     * @param spinNs see {@link dev.tare.io.net.LoopOptions}
     * @param afterwards what follows every slice
     * @param calls what gRPC workloads send
     */
    SliceRunner(
            WorkerClient worker,
            NanoClock clock,
            UsageProbe origin,
            UsageProbe instrument,
            IoBackEnd backEnd,
            long spinNs,
            Afterwards afterwards,
            RunningCalls calls) {
        this.worker = worker;
        this.clock = clock;
        this.origin = origin;
        this.instrument = instrument;
        this.backEnd = backEnd;
        this.spinNs = spinNs;
        this.afterwards = afterwards;
        this.calls = calls;
        kernel = KernelProbe.system(clock);
    }

    /** What follows a slice, outside of what is measured. */
    @FunctionalInterface
    interface Afterwards {
        /**
         * Does it.
         *
         * @throws IOException when a party does not answer
         */
        void after(WorkloadSpec workload) throws IOException, InterruptedException;
    }

    /**
     * What a slice gave.
     *
     * @param protocols what its connections spoke, and how many of them
     */
    record Slice(
            SliceRecord sliceRecord, SliceHistograms histograms, Map<String, Long> protocols) {}

    /**
     * A slice's length.
     *
     * @param leadNs left out of the figures, 0 or more
     * @param measuredNs more than 0
     */
    record Length(long leadNs, long measuredNs) {}

    /**
     * Runs one slice to its end.
     *
     * @param index within the block
     * @param model closed, or open with its rate
     * @throws IOException when the worker is gone
     */
    Slice run(
            int index,
            RunningSpecimen specimen,
            WorkloadSpec workload,
            LoadModel model,
            Length length,
            Consumer<IntervalResult> live)
            throws IOException, InterruptedException {
        boolean tls = specimen.tls().isPresent();
        String scenario = specimen.name() + " " + workload.name();
        long connectNs = Timetable.connectNs(workload, tls) * patience.factor(scenario);
        long startNs = clock.nowNs() + connectNs;
        LoadSpec spec = spec(specimen, workload, model, length, startNs);
        long fromNs = startNs + length.leadNs();
        long untilNs = fromNs + length.measuredNs();
        KernelProbe.Parties parties = parties(specimen);
        KernelProbe.Whole before = kernel.whole(parties);
        Future<Samples> sampling =
                sampler.submit(() -> {
                    Sleep.until(clock, fromNs);
                    Edges from = edges(specimen, parties);
                    Sleep.until(clock, untilNs);
                    return new Samples(from, edges(specimen, parties));
                });
        LoadResult result;
        try {
            result = worker.run(spec, live);
        } catch (IOException e) {
            sampling.cancel(true);
            throw e;
        }
        if (Thread.interrupted()) {
            sampling.cancel(true);
            throw new InterruptedException();
        }
        Samples samples = await(sampling);
        long opened = result.lead().tally().connectsOpened();
        patience.learn(scenario, workload.connections(), opened);
        SliceHealth health =
                KernelProbe.health(
                        result,
                        samples.from.kernel,
                        samples.until.kernel,
                        before,
                        kernel.whole(parties));
        afterwards.after(workload);
        return slice(index, specimen, workload, model, result, samples, health);
    }

    private KernelProbe.Parties parties(RunningSpecimen specimen) {
        Map<String, Long> pids = new HashMap<>();
        instrument.firstPid().ifPresent(pid -> pids.put(SliceHealth.INSTRUMENT, pid));
        origin.firstPid().ifPresent(pid -> pids.put(SliceHealth.ORIGIN, pid));
        specimen.usage().firstPid().ifPresent(pid -> pids.put(SliceHealth.SPECIMEN, pid));
        return new KernelProbe.Parties(pids);
    }

    private LoadSpec spec(
            RunningSpecimen specimen,
            WorkloadSpec workload,
            LoadModel model,
            Length length,
            long startNs) {
        Target target =
                new Target(
                        protocol(workload), specimen.host(), specimen.port(), "", specimen.tls());
        return new LoadSpecBuilder()
                .endpoints(endpoints(target, specimen, workload))
                .model(model)
                .connections(workload.connections())
                .threads(workload.threads())
                .startNs(startNs)
                .leadNs(length.leadNs())
                .measuredNs(length.measuredNs())
                .intervalNs(INTERVAL_NS)
                .timeoutNs(workload.timeoutNs())
                .backEnd(backEnd)
                .spinNs(model instanceof LoadModel.OpenLoop ? spinNs : 0)
                .build();
    }

    private static Protocol protocol(WorkloadSpec workload) {
        return switch (workload.protocol()) {
            case ProtocolSpec.Http1 _ -> Protocol.HTTP1;
            case ProtocolSpec.Http2 _ -> Protocol.HTTP2;
            case ProtocolSpec.Grpc _ -> Protocol.GRPC;
        };
    }

    private List<Endpoint> endpoints(
            Target target, RunningSpecimen specimen, WorkloadSpec workload) {
        if (workload.protocol() instanceof ProtocolSpec.Grpc) {
            return List.of(calls.endpoint(target, workload));
        }
        if (workload.endpoints().isEmpty()) {
            return List.of(Endpoint.single(target, specimen.request(workload), workload.check()));
        }
        return workload.endpoints().stream()
                .map(endpoint ->
                        new Endpoint(
                                endpoint.name(),
                                target,
                                new RequestSpec(
                                        endpoint.method(),
                                        endpoint.url(),
                                        endpoint.fields(),
                                        endpoint.body()),
                                List.of(),
                                endpoint.check().orElse(workload.check()),
                                endpoint.weight(),
                                Optional.empty()))
                .toList();
    }

    private static Samples await(Future<Samples> sampling) throws InterruptedException {
        try {
            return sampling.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("sampling CPU clocks failed", e.getCause());
        }
    }

    private Edges edges(RunningSpecimen specimen, KernelProbe.Parties parties) {
        List<Optional<UsageSample>> parts =
                specimen.parts().stream().map(part -> part.usage().sample()).toList();
        Optional<UsageSample> whole =
                parts.isEmpty() ? specimen.usage().sample() : cost(specimen.parts(), parts);
        Optional<UsageSample> ofOrigin = origin.sample();
        Optional<UsageSample> ofInstrument = instrument.sample();
        // The CPU clocks first: what is read after them may be a little late.
        return new Edges(whole, ofOrigin, ofInstrument, parts, kernel.edge(parties));
    }

    /** The sum of those parts that are the specimen's cost, each looked at once. */
    private static Optional<UsageSample> cost(
            List<RunningSpecimen.Part> parts, List<Optional<UsageSample>> samples) {
        List<UsageSample> costly = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).role() == PartUsage.Role.PROXY) {
                samples.get(i).ifPresent(costly::add);
            }
        }
        return costly.isEmpty() ? Optional.empty() : Optional.of(UsageSample.sum(costly));
    }

    private static List<PartUsage> parts(RunningSpecimen specimen, long windowNs, Samples samples) {
        List<PartUsage> parts = new ArrayList<>();
        for (int i = 0; i < specimen.parts().size(); i++) {
            RunningSpecimen.Part part = specimen.parts().get(i);
            parts.add(
                    new PartUsage(
                            part.name(),
                            part.role(),
                            part.usage()
                                    .within(
                                            windowNs,
                                            samples.from.parts.get(i),
                                            samples.until.parts.get(i))));
        }
        return parts;
    }

    private Slice slice(
            int index,
            RunningSpecimen specimen,
            WorkloadSpec workload,
            LoadModel model,
            LoadResult result,
            Samples samples,
            SliceHealth health) {
        long windowNs = result.measuredEndNs() - result.measuredStartNs();
        Usage specimenUsage =
                specimen.usage().within(windowNs, samples.from.specimen, samples.until.specimen);
        Usage originUsage = origin.within(windowNs, samples.from.origin, samples.until.origin);
        Usage instrumentUsage =
                instrument.within(windowNs, samples.from.instrument, samples.until.instrument);
        double offeredRatePerSec =
                switch (model) {
                    case LoadModel.ClosedLoop ignored -> 0;
                    case LoadModel.OpenLoop open -> open.offeredRatePerSec();
                };
        return new Slice(
                new SliceRecord(
                        index,
                        specimen.name(),
                        workload.name(),
                        result.startNs(),
                        result.measuredStartNs(),
                        result.measuredEndNs(),
                        result.endNs(),
                        offeredRatePerSec,
                        result.lead().tally(),
                        result.measured().tally(),
                        specimenUsage,
                        originUsage,
                        instrumentUsage,
                        result.backEnd(),
                        parts(specimen, windowNs, samples),
                        health),
                new SliceHistograms(
                        result.measured().responseTime(),
                        result.measured().serviceTime(),
                        result.measured().sendLag(),
                        result.measured().connectTime()),
                result.transport().protocols());
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }

    /** What all parties have used at one edge of the measured phase. */
    private record Edges(
            Optional<UsageSample> specimen,
            Optional<UsageSample> origin,
            Optional<UsageSample> instrument,
            List<Optional<UsageSample>> parts,
            KernelProbe.Edge kernel) {}

    private record Samples(Edges from, Edges until) {}
}
