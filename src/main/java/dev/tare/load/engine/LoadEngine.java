package dev.tare.load.engine;

import dev.tare.base.histogram.Rotation;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.RequestBytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
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

    private static final int HTTP_PORT = 80;

    private final NanoClock clock;
    private final List<Rotation<IntervalFrame>> rotations = new ArrayList<>();
    private final IntervalFrame interval = new IntervalFrame();
    private boolean expected;
    private boolean stopAsked;
    private @Nullable StartGate running;

    /**
     * An engine that has run nothing yet.
     *
     * @param clock by which {@link LoadSpec#startNs} is meant
     */
    public LoadEngine(NanoClock clock) {
        this.clock = clock;
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
        Endpoint endpoint = spec.endpoints().getFirst();
        Target target = endpoint.target();
        InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("unknown host " + target.host());
        }
        while (rotations.size() < spec.threads()) {
            rotations.add(new Rotation<>(FRAMES, IntervalFrame::new));
        }
        interval.reset();
        List<EventLoop> eventLoops = new ArrayList<>();
        try (Arena memory = Arena.ofShared()) {
            MemorySegment request =
                    RequestBytes.encode(endpoint.request(), authority(target), memory);
            for (int i = 0; i < spec.threads(); i++) {
                eventLoops.add(
                        EventLoops.open(new LoopOptions(spec.backEnd(), spec.spinNs()), clock));
            }
            StartGate gate = new StartGate(spec.startNs(), eventLoops);
            List<LoadThread> threads = new ArrayList<>();
            for (int i = 0; i < spec.threads(); i++) {
                LoadShare share =
                        new LoadShare(spec, i, address, request, memory, rotations.get(i), waker());
                threads.add(new LoadThread(share, eventLoops.get(i), gate));
            }
            return run(threads, gate, live);
        } finally {
            eventLoops.forEach(EventLoop::close);
        }
    }

    /** What stands in Host: the port is left out where it is the scheme's own. */
    private static String authority(Target target) {
        String host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
        return target.port() == HTTP_PORT ? host : host + ":" + target.port();
    }

    private static Runnable waker() {
        Thread coordinator = Thread.currentThread();
        return () -> LockSupport.unpark(coordinator);
    }

    private LoadResult run(
            List<LoadThread> threads, StartGate gate, Consumer<IntervalResult> live) {
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
        return result(threads, merge.total());
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

    private static LoadResult result(List<LoadThread> threads, IntervalFrame total) {
        LoadLoop first = threads.getFirst().loop();
        long measuredStartNs = first.ledger().measuredStartNs();
        long measuredEndNs = first.ledger().measuredEndNs();
        long endNs = first.endNs();
        boolean stopped = false;
        for (LoadThread thread : threads) {
            LoadLoop loop = thread.loop();
            measuredStartNs = Math.max(measuredStartNs, loop.ledger().measuredStartNs());
            measuredEndNs = Math.max(measuredEndNs, loop.ledger().measuredEndNs());
            endNs = Math.max(endNs, loop.endNs());
            stopped |= loop.wasCutShort();
        }
        return new LoadResult(
                first.ledger().startNs(),
                measuredStartNs,
                measuredEndNs,
                endNs,
                threads.getFirst().backEnd(),
                stopped,
                total.lead.view(),
                total.measured.view(),
                List.of(),
                TransportFacts.NONE);
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
