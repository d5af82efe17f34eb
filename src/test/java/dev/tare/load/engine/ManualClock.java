package dev.tare.load.engine;

import dev.tare.base.time.NanoClock;

/** A clock that shows what it is told. */
final class ManualClock implements NanoClock {
    private long nowNs;

    @Override
    public long nowNs() {
        return nowNs;
    }

    /** Goes forward to {@code timeNs}, or stays where it is if that has passed. */
    void advanceTo(long timeNs) {
        nowNs = Math.max(nowNs, timeNs);
    }
}
