package dev.tare.specimen.app.wamp;

import dev.tare.base.time.DelayQueue;
import dev.tare.specimen.app.wamp.router.Timers;

/** Waits that end when a test says that time has passed. */
public final class ManualTimers implements Timers {
    private final DelayQueue waits = new DelayQueue();
    private long nowNs;

    @Override
    public void waitFor(DelayQueue.Entry entry, long durationNs) {
        waits.add(entry, nowNs + durationNs);
    }

    @Override
    public void stopWaiting(DelayQueue.Entry entry) {
        waits.remove(entry);
    }

    void pass(long durationNs) {
        nowNs += durationNs;
        DelayQueue.Entry due = waits.pollDue(nowNs);
        while (due != null) {
            due.onDue();
            due = waits.pollDue(nowNs);
        }
    }

    int waiting() {
        return waits.size();
    }
}
