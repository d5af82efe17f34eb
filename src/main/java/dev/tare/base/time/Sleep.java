package dev.tare.base.time;

import java.util.concurrent.locks.LockSupport;

/** Waits of the control plane; the hot path waits in its event loop instead. */
public final class Sleep {
    private Sleep() {}

    /**
     * Sleeps until {@code clock} shows {@code deadlineNs} or later.
     *
     * @throws InterruptedException when the thread is interrupted before that
     */
    public static void until(NanoClock clock, long deadlineNs) throws InterruptedException {
        while (true) {
            long leftNs = deadlineNs - clock.nowNs();
            if (leftNs <= 0) {
                return;
            }
            LockSupport.parkNanos(leftNs);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /**
     * Sleeps for at least {@code durationNs}.
     *
     * @throws InterruptedException when the thread is interrupted before that
     */
    public static void forNs(long durationNs) throws InterruptedException {
        NanoClock clock = NanoClock.system();
        until(clock, clock.nowNs() + durationNs);
    }
}
