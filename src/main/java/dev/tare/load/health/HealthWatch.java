package dev.tare.load.health;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.time.Instants;
import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.io.nativeaccess.LinuxScheduling;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Watches the threads of one load from beside them, for as long as it runs.
 *
 * <p>A thread of its own sleeps {@value #PERIOD_NS} ns at a time. When it wakes late, something has
 * held it up: a collection or another safepoint, a process that was stopped, a core that the
 * machine's owner took away, or other threads on its core. In the last case the load may have been
 * the one that ran; so the CPU time that the busiest load thread got meanwhile is taken off. What
 * is left, from {@value #MIN_PAUSE_NS} ns on, is a pause.
 *
 * <p>Thread-safety: {@link #interval}, {@link #close} and {@link #measured} belong to the thread
 * that opened it. Allocation: on its own thread some kilobytes a second; none on the load's.
 *
 * <p>Source: the idea of a thread that measures by being late is Gil Tene's jHiccup.
 */
public final class HealthWatch implements AutoCloseable {
    /** How long its thread sleeps: a pause of this length is always seen. */
    static final long PERIOD_NS = 4_000_000;

    /** What is shorter is what waking up takes on a busy machine, and no pause. */
    static final long MIN_PAUSE_NS = 1_000_000;

    /** How often the kernel's and the heap's counts are read. */
    private static final long COUNTS_EVERY_NS = 100_000_000;

    private final NanoClock clock;
    private final LongSupplier measuredStartNs;
    private final long measuredNs;
    private final List<Thread> loadThreads;
    private final KernelThreads kernelThreads;
    private final Thread thread;
    private volatile boolean closed;

    // All of these are guarded by this.
    private final PauseRecorder pausesOfInterval = new PauseRecorder();
    private final PauseRecorder pausesOfMeasured = new PauseRecorder();
    private final long[] cpuNs;
    private long lastNs = Long.MIN_VALUE;
    private Counts counts = new Counts(Instants.NEVER, -1, -1, 0, 0);
    private Counts countsOfInterval;
    private Counts atMeasuredStart;
    private Counts atMeasuredEnd;

    /**
     * Totals at an instant.
     *
     * @param takenNs {@link Instants#NEVER}: they were not taken
     */
    private record Counts(
            long takenNs, long runDelayNs, long preemptions, long collections, long collectionMs) {
        boolean taken() {
            return takenNs != Instants.NEVER;
        }
    }

    private HealthWatch(
            NanoClock clock,
            LongSupplier measuredStartNs,
            long measuredNs,
            List<Thread> loadThreads,
            String namePrefix) {
        this.clock = clock;
        this.measuredStartNs = measuredStartNs;
        this.measuredNs = measuredNs;
        this.loadThreads = List.copyOf(loadThreads);
        kernelThreads =
                new KernelThreads(Path.of("/proc/self/task"), namePrefix, loadThreads.size());
        cpuNs = new long[loadThreads.size()];
        countsOfInterval = counts;
        atMeasuredStart = counts;
        atMeasuredEnd = counts;
        thread = Thread.ofPlatform().name("tare-health").daemon().unstarted(this::watch);
    }

    /**
     * Begins to watch.
     *
     * @param clock the load's
     * @param measuredStartNs when its measured phase begins; {@link Instants#NEVER} as long as that
     *     is not known
     * @param measuredNs length of that phase
     * @param loadThreads that run the load
     * @param namePrefix how their names begin, and no other thread's does
     */
    public static HealthWatch open(
            NanoClock clock,
            LongSupplier measuredStartNs,
            long measuredNs,
            List<Thread> loadThreads,
            String namePrefix) {
        HealthWatch watch =
                new HealthWatch(clock, measuredStartNs, measuredNs, loadThreads, namePrefix);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        LinuxScheduling.takeShortSlices();
        Beans beans = new Beans();
        begin(beans);
        try {
            while (!closed) {
                look(beans, clock.nowNs());
                Sleep.until(clock, nextNs());
            }
        } catch (InterruptedException asleep) {
            // That is how close() wakes it.
            closed = true;
        }
        finish(beans);
    }

    /** Nothing is held against the time that it took to get here. */
    private synchronized void begin(Beans beans) {
        progressNs(beans);
        lastNs = clock.nowNs();
    }

    private synchronized long nextNs() {
        return lastNs + PERIOD_NS;
    }

    private synchronized void look(Beans beans, long nowNs) {
        pause(nowNs, progressNs(beans));
        boolean started = nowNs >= startNs();
        boolean ended = nowNs >= endNs();
        boolean edge = (started && !atMeasuredStart.taken()) || (ended && !atMeasuredEnd.taken());
        if (edge || !counts.taken() || nowNs - counts.takenNs() >= COUNTS_EVERY_NS) {
            counts = count(beans, nowNs);
        }
        if (started && !atMeasuredStart.taken()) {
            atMeasuredStart = counts;
        }
        if (ended && !atMeasuredEnd.taken()) {
            atMeasuredEnd = counts;
        }
    }

    private void pause(long nowNs, long progressNs) {
        long dueNs = lastNs + PERIOD_NS;
        long heldNs = Math.min(nowNs - dueNs, nowNs - lastNs - progressNs);
        if (heldNs >= MIN_PAUSE_NS) {
            pausesOfInterval.add(heldNs);
            long fromNs = Math.max(nowNs - heldNs, startNs());
            pausesOfMeasured.add(Math.min(nowNs, endNs()) - fromNs);
        }
        lastNs = nowNs;
    }

    private long startNs() {
        return measuredStartNs.getAsLong();
    }

    private long endNs() {
        return Instants.after(startNs(), measuredNs);
    }

    /** CPU time that the busiest of the load's threads got since the last call. */
    private long progressNs(Beans beans) {
        long mostNs = 0;
        for (int i = 0; i < cpuNs.length; i++) {
            long nowCpuNs = beans.threads.getThreadCpuTime(loadThreads.get(i).threadId());
            if (nowCpuNs >= 0) {
                mostNs = Math.max(mostNs, nowCpuNs - cpuNs[i]);
                cpuNs[i] = nowCpuNs;
            }
        }
        return mostNs;
    }

    private Counts count(Beans beans, long nowNs) {
        kernelThreads.read();
        long collections = 0;
        long collectionMs = 0;
        for (GarbageCollectorMXBean collector : beans.collectors) {
            collections += Math.max(0, collector.getCollectionCount());
            collectionMs += Math.max(0, collector.getCollectionTime());
        }
        return new Counts(
                nowNs,
                kernelThreads.runDelayNs(),
                kernelThreads.preemptions(),
                collections,
                collectionMs);
    }

    /** A last look, so that what held up the end is told too. */
    private synchronized void finish(Beans beans) {
        look(beans, clock.nowNs());
        if (!atMeasuredEnd.taken()) {
            atMeasuredEnd = counts;
        }
        kernelThreads.close();
    }

    /** When it last looked; {@link Long#MIN_VALUE} as long as it has not begun. */
    synchronized long lastLookNs() {
        return lastNs;
    }

    /**
     * What was seen since the last call. Its pauses are those whose end was seen.
     *
     * @param windowNs length of the interval that it goes with
     */
    public synchronized GeneratorHealth interval(long windowNs) {
        GeneratorHealth health = health(windowNs, pausesOfInterval, countsOfInterval, counts);
        countsOfInterval = counts;
        return health;
    }

    private static GeneratorHealth health(
            long windowNs, PauseRecorder pauses, Counts from, Counts until) {
        return new GeneratorHealth(
                windowNs,
                pauses.take(),
                difference(from.runDelayNs, until.runDelayNs),
                difference(from.preemptions, until.preemptions),
                Math.max(0, until.collections - from.collections),
                Math.max(0, until.collectionMs - from.collectionMs) * 1_000_000);
    }

    private static long difference(long from, long until) {
        return from < 0 || until < from ? -1 : until - from;
    }

    /** Ends the watching; {@link #measured} is whole then. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What was seen in the measured phase, to be asked when it is closed.
     *
     * @param windowNs how long that phase really was
     */
    public synchronized GeneratorHealth measured(long windowNs) {
        return health(windowNs, pausesOfMeasured, atMeasuredStart, atMeasuredEnd);
    }

    /** The runtime's own figures; the first look at them loads a hundred classes. */
    private static final class Beans {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final List<GarbageCollectorMXBean> collectors =
                ManagementFactory.getGarbageCollectorMXBeans();
    }
}
