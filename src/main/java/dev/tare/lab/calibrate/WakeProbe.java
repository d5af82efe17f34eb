package dev.tare.lab.calibrate;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.LoopOptions;
import java.io.IOException;
import java.util.Arrays;

/** How late waits end: those of the load engine's event loop, and plain sleeps. */
final class WakeProbe {
    private static final long WAIT_NS = 1_000_000;

    private WakeProbe() {}

    /**
     * How much later than asked, ns.
     *
     * @param p50 half of the waits were late by less
     * @param p99 all but a hundredth
     * @param longest the worst
     */
    record Lateness(double p50, double p99, double longest) {
        static Lateness of(long... latenessNs) {
            long[] sorted = latenessNs.clone();
            Arrays.sort(sorted);
            return new Lateness(
                    sorted[sorted.length / 2],
                    sorted[(int) ((sorted.length - 1) * 0.99)],
                    sorted[sorted.length - 1]);
        }
    }

    /**
     * What was found.
     *
     * @param backEnd of the event loop
     * @param loop its waits of 1 ms, without spinning
     * @param sleep sleeps of 1 ms
     */
    record Figures(String backEnd, Lateness loop, Lateness sleep) {}

    /**
     * Waits so many times in either way, 1 ms each.
     *
     * @throws IOException when no event loop can be had
     */
    static Figures measure(NanoClock clock, int waits) throws IOException, InterruptedException {
        long[] loopNs = new long[waits];
        String backEnd;
        try (EventLoop loop = EventLoops.open(LoopOptions.standard(), clock)) {
            backEnd = loop.backEnd();
            for (int i = 0; i < waits; i++) {
                long untilNs = clock.nowNs() + WAIT_NS;
                while (clock.nowNs() < untilNs) {
                    loop.poll(untilNs);
                }
                loopNs[i] = clock.nowNs() - untilNs;
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        long[] sleepNs = new long[waits];
        for (int i = 0; i < waits; i++) {
            long untilNs = clock.nowNs() + WAIT_NS;
            Sleep.until(clock, untilNs);
            sleepNs[i] = clock.nowNs() - untilNs;
        }
        return new Figures(backEnd, Lateness.of(loopNs), Lateness.of(sleepNs));
    }
}
