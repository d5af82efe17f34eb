package dev.tare.load.engine;

import dev.tare.base.histogram.Rotation;
import dev.tare.base.time.Instants;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.LoopOptions;
import dev.tare.load.health.HealthWatch;
import dev.tare.load.ledger.IntervalFrame;
import dev.tare.load.ledger.IntervalMerge;
import dev.tare.load.ledger.TransportRecorder;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadHooks;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.UnsendableRequestException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs loads, one after the other: a thread with an event loop for each part, whose results the
 * calling thread adds up while they arrive.
 *
 * <p>Thread-safety: {@link #run} is called by one thread at a time, {@link #stop} by any.
 *
 * <p>Allocation: recorders are made for the first load and used again, so that a process that runs
 * many loads stays small.
 */
public final class LoadEngine {
    /** The books of a loop: one written, one read, one to spare. */
    private static final int FRAMES = 3;

    private final NanoClock clock;
    private final boolean watched;
    private final List<Rotation<IntervalFrame>> rotations = new ArrayList<>();
    private IntervalFrame interval = new IntervalFrame(1);

    /** Endpoints that the books are for; 0: they are found while the load runs. */
    private int rotationEndpoints = 1;

    private boolean expected;
    private boolean stopAsked;
    private @Nullable StartGate running;

    /**
     * An engine that has run nothing yet.
     *
     * @param clock by which {@link LoadSpec#startNs} is meant
     */
    public LoadEngine(NanoClock clock) {
        this(clock, false);
    }

    private LoadEngine(NanoClock clock, boolean watched) {
        this.clock = clock;
        this.watched = watched;
    }

    /**
     * An engine whose loads tell what held up their process: {@link IntervalResult#health} and
     * {@link LoadResult#health} are known. That takes a thread more.
     */
    public static LoadEngine watched(NanoClock clock) {
        return new LoadEngine(clock, true);
    }

    /**
     * Runs one load to its end.
     *
     * <p>An interrupt of the calling thread stops the load as {@link #stop} does, and stays set.
     *
     * @param live is handed every interval when it has ended, on the calling thread. The histograms
     *     in it are the engine's and change after the call: copy what is to be kept
     * @throws IOException when the host is unknown, or the back end or a socket cannot be had
     * @throws IllegalArgumentException when the request cannot be sent as HTTP/1.1
     */
    public LoadResult run(LoadSpec spec, Consumer<IntervalResult> live) throws IOException {
        return run(spec, Optional.empty(), live);
    }

    /**
     * The same with code of the user's.
     *
     * @param hooks of as many threads as the load has
     * @throws UnsendableRequestException when that code makes a request that cannot be sent
     * @throws IllegalStateException when that code fails; its exception is the cause
     */
    public LoadResult run(
            LoadSpec spec, Optional<? extends LoadHooks> hooks, Consumer<IntervalResult> live)
            throws IOException {
        boolean addressed = hooks.isPresent() && makesRequests(spec, hooks.get());
        prepareRotations(spec, addressed);
        List<EventLoop> eventLoops = new ArrayList<>();
        try (Arena memory = Arena.ofShared()) {
            LoadPlan plan = LoadPlan.of(spec, memory);
            AddressPlans addresses = addressed ? new AddressPlans(hooks.get(), plan) : null;
            for (int i = 0; i < spec.threads(); i++) {
                eventLoops.add(
                        EventLoops.open(new LoopOptions(spec.backEnd(), spec.spinNs()), clock));
            }
            StartGate gate = new StartGate(spec.startNs(), eventLoops);
            List<LoadThread> threads = new ArrayList<>();
            for (int i = 0; i < spec.threads(); i++) {
                LoadShare share =
                        new LoadShare(
                                plan,
                                i,
                                hooks.isPresent() ? hooks.get().threads().get(i) : null,
                                addresses,
                                memory,
                                rotations.get(i),
                                waker());
                threads.add(new LoadThread(share, eventLoops.get(i), gate));
            }
            return watched
                    ? runWatched(spec, threads, gate, live, () -> names(spec, addresses))
                    : run(threads, gate, live, () -> names(spec, addresses));
        } finally {
            eventLoops.forEach(EventLoop::close);
        }
    }

    private LoadResult runWatched(
            LoadSpec spec,
            List<LoadThread> threads,
            StartGate gate,
            Consumer<IntervalResult> live,
            Supplier<List<String>> endpointNames) {
        HealthWatch watch =
                HealthWatch.open(
                        clock,
                        () -> Instants.after(gate.startNs(), spec.leadNs()),
                        spec.measuredNs(),
                        threads.stream().map(LoadThread::thread).toList(),
                        LoadThread.NAME_PREFIX);
        LoadResult result;
        try (watch) {
            result =
                    run(
                            threads,
                            gate,
                            interval ->
                                    live.accept(
                                            interval.with(
                                                    watch.interval(
                                                            interval.endNs()
                                                                    - interval.startNs()))),
                            endpointNames);
        }
        return result.with(watch.measured(result.measuredEndNs() - result.measuredStartNs()));
    }

    private static boolean makesRequests(LoadSpec spec, LoadHooks hooks) {
        return spec.endpoints().getFirst().target().protocol() == Protocol.HTTP1
                && hooks.threads().getFirst().makesRequests();
    }

    private static List<String> names(LoadSpec spec, @Nullable AddressPlans addresses) {
        return addresses == null
                ? spec.endpoints().stream().map(Endpoint::name).toList()
                : addresses.names();
    }

    /** Books are kept from one load to the next, where both have as many endpoints. */
    private void prepareRotations(LoadSpec spec, boolean addressed) {
        int endpoints = addressed ? 0 : spec.endpoints().size();
        if (endpoints != rotationEndpoints) {
            rotations.clear();
            interval = books(endpoints);
            rotationEndpoints = endpoints;
        }
        while (rotations.size() < spec.threads()) {
            rotations.add(new Rotation<>(FRAMES, () -> books(endpoints)));
        }
        interval.reset();
    }

    private static IntervalFrame books(int endpoints) {
        return endpoints == 0 ? IntervalFrame.growing() : new IntervalFrame(endpoints);
    }

    private static Runnable waker() {
        Thread coordinator = Thread.currentThread();
        return () -> LockSupport.unpark(coordinator);
    }

    private LoadResult run(
            List<LoadThread> threads,
            StartGate gate,
            Consumer<IntervalResult> live,
            Supplier<List<String>> endpointNames) {
        List<Rotation<IntervalFrame>> inUse = rotations.subList(0, threads.size());
        IntervalMerge merge = new IntervalMerge(inUse, interval, live);
        boolean whole = false;
        try {
            begin(gate);
            threads.forEach(LoadThread::start);
            await(merge, threads, gate);
            whole = true;
        } finally {
            end();
            if (!whole) {
                gate.stop();
            }
            threads.forEach(LoadThread::join);
            gate.close();
            if (whole) {
                inUse.forEach(Rotation::restart);
            } else {
                // Books are missing; new ones are made for the next load.
                rotations.clear();
            }
        }
        return result(threads, merge.total(), endpointNames.get());
    }

    /** Adds up until every loop's last books are in, or one has failed. */
    private void await(IntervalMerge merge, List<LoadThread> threads, StartGate gate) {
        boolean interrupted = false;
        try {
            while (!merge.advance()) {
                threads.forEach(LoadThread::rethrow);
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    interrupted = true;
                    gate.stop();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static LoadResult result(
            List<LoadThread> threads, IntervalFrame total, List<String> endpointNames) {
        LoadLoop first = threads.getFirst().loop();
        long measuredStartNs = first.ledger().measuredStartNs();
        long measuredEndNs = first.ledger().measuredEndNs();
        long endNs = first.endNs();
        boolean stopped = false;
        TransportRecorder transport = new TransportRecorder();
        for (LoadThread thread : threads) {
            LoadLoop loop = thread.loop();
            measuredStartNs = Math.max(measuredStartNs, loop.ledger().measuredStartNs());
            measuredEndNs = Math.max(measuredEndNs, loop.ledger().measuredEndNs());
            endNs = Math.max(endNs, loop.endNs());
            stopped |= loop.wasCutShort();
            transport.add(loop.transport());
        }
        return new LoadResult(
                first.ledger().startNs(),
                measuredStartNs,
                measuredEndNs,
                endNs,
                threads.getFirst().backEnd(),
                stopped,
                total.leadView(),
                total.measuredView(),
                total.endpointViews(endpointNames),
                transport.facts());
    }

    /**
     * A load will be run soon: {@link #stop} means that one from now on. Without this, a stop that
     * comes just before {@link #run} would be lost.
     */
    public synchronized void expectRun() {
        expected = true;
        stopAsked = false;
    }

    /**
     * Ends the load that is running, or expected, early: {@link #run} then returns what was
     * measured. Without one it does nothing.
     */
    public synchronized void stop() {
        stopAsked = expected;
        if (running != null) {
            running.stop();
        }
    }

    private synchronized void begin(StartGate gate) {
        running = gate;
        if (stopAsked) {
            gate.stop();
        }
    }

    private synchronized void end() {
        running = null;
        expected = false;
        stopAsked = false;
    }
}
