package dev.tare.specimen.app.wamp.router;

import dev.tare.base.time.DelayQueue;

/** Waits, as the router's loop offers them. */
public interface Timers {
    /** Calls {@link DelayQueue.Entry#onDue} on the router's thread when so much time has passed. */
    void waitFor(DelayQueue.Entry entry, long durationNs);

    /** Forgets a wait, if there is one. */
    void stopWaiting(DelayQueue.Entry entry);
}
