package dev.tare.view.text;

import dev.tare.base.core.QuantityText;
import dev.tare.lab.bundle.WallTime;

/** Where the time of a run went, in words. */
public final class WallTimeText {
    private static final long SECOND_NS = 1_000_000_000L;

    private WallTimeText() {}

    /** Such as {@code starting 4s, warming up 10s, measured 60s, …}; whole seconds. */
    public static String of(WallTime time) {
        return ("starting %s, warming up %s, measured %s, left out before that %s, last answers %s,"
                        + " connecting and hand-over %s")
                .formatted(
                        seconds(time.startNs()),
                        seconds(time.warmUpNs()),
                        seconds(time.measuredNs()),
                        seconds(time.leadNs()),
                        seconds(time.drainNs()),
                        seconds(time.betweenNs()));
    }

    private static String seconds(long ns) {
        long wholeNs = Math.round((double) ns / SECOND_NS) * SECOND_NS;
        return wholeNs == 0 ? "0s" : QuantityText.ofNs(wholeNs);
    }
}
