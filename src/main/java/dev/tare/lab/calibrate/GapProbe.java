package dev.tare.lab.calibrate;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxScheduling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/**
 * A thread on every core that does nothing but read the clock: where it finds more than {@link
 * #GAP_NS} between two reads, something else had the core.
 *
 * <p>Of all instants, the share whose thread is away for more than x from then on is Σ max(0, gap −
 * x) / time: what a request that falls due at any moment has to wait before anybody can send it.
 */
final class GapProbe {
    /** Shorter gaps are interrupts and the like. */
    static final long GAP_NS = 10_000;

    /** Cores beyond these are not looked at. */
    static final int MAX_CORES = 64;

    private static final int MAX_GAPS = 50_000;
    private static final int WARM_UP_SHARE = 10;

    private GapProbe() {}

    /**
     * One core's.
     *
     * @param core its number
     * @param pinned whether its thread was bound to it
     * @param spunNs how long
     * @param gapsNs the gaps, in order; at most {@value #MAX_GAPS}
     */
    record CoreGaps(int core, boolean pinned, long spunNs, List<Long> gapsNs) {
        CoreGaps {
            gapsNs = List.copyOf(gapsNs);
        }

        /** Share of the time that was lost, 0 to 1. */
        double lostShare() {
            return spunNs == 0 ? 0 : Math.min(1, (double) sum() / spunNs);
        }

        private long sum() {
            return gapsNs.stream().mapToLong(Long::longValue).sum();
        }

        /** The longest gap, ns; 0 where there was none. */
        long longestNs() {
            return gapsNs.stream().mapToLong(Long::longValue).max().orElse(0);
        }

        /**
         * What all but a share of the instants wait at most, ns.
         *
         * @param share 0 to 1, such as 0.001
         */
        double waitNs(double share) {
            long[] sorted = gapsNs.stream().mapToLong(Long::longValue).sorted().toArray();
            double allowedNs = share * spunNs;
            double sumNs = 0;
            for (int longer = 1; longer <= sorted.length; longer++) {
                sumNs += sorted[sorted.length - longer];
                double next = longer == sorted.length ? 0 : sorted[sorted.length - 1 - longer];
                double waitNs = (sumNs - allowedNs) / longer;
                if (waitNs >= next) {
                    return Math.max(0, waitNs);
                }
            }
            return 0;
        }
    }

    /**
     * Spins on all cores at once.
     *
     * @param cores that may be used
     * @param forNs how long
     * @throws InterruptedException when the thread is interrupted; the others end all the same
     */
    static List<CoreGaps> spin(NanoClock clock, Collection<Integer> cores, long forNs)
            throws InterruptedException {
        List<Spinner> spinners = new ArrayList<>();
        CountDownLatch ready = new CountDownLatch(Math.min(MAX_CORES, cores.size()));
        for (int core : new TreeSet<>(cores).stream().limit(MAX_CORES).toList()) {
            spinners.add(new Spinner(clock, core, forNs, ready));
        }
        List<Thread> threads =
                spinners.stream()
                        .map(s -> Thread.ofPlatform().daemon().name("tare-gaps-" + s.core).start(s))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        return spinners.stream().map(Spinner::found).toList();
    }

    /** One core's thread. Its fields are read after its thread has ended. */
    private static final class Spinner implements Runnable {
        private final NanoClock clock;
        private final int core;
        private final long forNs;
        private final CountDownLatch ready;
        private final long[] gapsNs = new long[MAX_GAPS];
        private int gaps;
        private boolean pinned;
        private long spunNs;

        Spinner(NanoClock clock, int core, long forNs, CountDownLatch ready) {
            this.clock = clock;
            this.core = core;
            this.forNs = forNs;
            this.ready = ready;
        }

        @Override
        public void run() {
            pinned = LinuxScheduling.runOnlyOn(core);
            ready.countDown();
            try {
                ready.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            // Danger: compiling the loop takes the core from it. Use: a first turn that is
            // forgotten.
            spin(forNs / WARM_UP_SHARE);
            gaps = 0;
            spin(forNs);
        }

        private void spin(long lengthNs) {
            long beginNs = clock.nowNs();
            long lastNs = beginNs;
            while (lastNs - beginNs < lengthNs) {
                long nowNs = clock.nowNs();
                if (nowNs - lastNs > GAP_NS && gaps < MAX_GAPS) {
                    gapsNs[gaps++] = nowNs - lastNs;
                }
                lastNs = nowNs;
            }
            spunNs = lastNs - beginNs;
        }

        CoreGaps found() {
            return new CoreGaps(
                    core, pinned, spunNs, Arrays.stream(gapsNs, 0, gaps).boxed().toList());
        }
    }
}
