package dev.tare.specimen.app.wamp;

import dev.tare.base.time.DelayQueue;
import dev.tare.specimen.app.http.AppLoop;
import dev.tare.specimen.app.wamp.router.Timers;

/** The waits of a loop, for the router on it. */
record LoopTimers(AppLoop loop) implements Timers {
    @Override
    public void waitFor(DelayQueue.Entry entry, long durationNs) {
        loop.waitFor(entry, durationNs);
    }

    @Override
    public void stopWaiting(DelayQueue.Entry entry) {
        loop.stopWaiting(entry);
    }
}
