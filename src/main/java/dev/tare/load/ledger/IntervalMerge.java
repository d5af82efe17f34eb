package dev.tare.load.ledger;

import dev.tare.base.histogram.Rotation;
import dev.tare.base.time.Instants;
import dev.tare.load.result.IntervalResult;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Adds up the intervals of a load's loops: whenever all loops have come to the same instant, what
 * they passed on since the last one is an interval of the load.
 *
 * <p>A loop that found no spare books goes on in the old ones, so its interval ends later; then the
 * load's interval does too. It is always the loop that is behind that is waited for.
 *
 * <p>Thread-safety: the coordinating thread only.
 */
public final class IntervalMerge {
    private final List<Rotation<IntervalFrame>> rotations;
    private final Consumer<IntervalResult> live;
    private final long[] endsNs;
    private final IntervalFrame interval;
    private final IntervalFrame total;
    private long intervalStartNs = Instants.NEVER;
    private long lastEndNs = Long.MIN_VALUE;

    /**
     * Begins with nothing.
     *
     * @param interval empty; what is handed to {@code live} are views of it
     */
    public IntervalMerge(
            List<Rotation<IntervalFrame>> rotations,
            IntervalFrame interval,
            Consumer<IntervalResult> live) {
        this.rotations = rotations;
        this.interval = interval;
        total = interval.another();
        this.live = live;
        endsNs = new long[rotations.size()];
        Arrays.fill(endsNs, Long.MIN_VALUE);
    }

    /** Takes what has been passed on; true when every loop's last books are in. */
    public boolean advance() {
        while (true) {
            int behind = behind();
            if (endsNs[behind] == Instants.NEVER) {
                return true;
            }
            IntervalFrame frame = rotations.get(behind).poll();
            if (frame == null) {
                return false;
            }
            intervalStartNs = Math.min(intervalStartNs, frame.startNs);
            lastEndNs = Math.max(lastEndNs, frame.endNs);
            endsNs[behind] = frame.last ? Instants.NEVER : frame.endNs;
            interval.add(frame);
            frame.reset();
            rotations.get(behind).giveBack(frame);
            emitIfWhole();
        }
    }

    private int behind() {
        int behind = 0;
        for (int i = 1; i < endsNs.length; i++) {
            if (endsNs[i] < endsNs[behind]) {
                behind = i;
            }
        }
        return behind;
    }

    private void emitIfWhole() {
        long commonNs = Instants.NEVER;
        for (long endNs : endsNs) {
            if (endNs != Instants.NEVER) {
                if (commonNs != Instants.NEVER && commonNs != endNs) {
                    return;
                }
                commonNs = endNs;
            }
        }
        long endNs = commonNs == Instants.NEVER ? lastEndNs : commonNs;
        if (endNs == Long.MIN_VALUE) {
            return;
        }
        total.add(interval);
        long startNs = Math.min(intervalStartNs, endNs);
        live.accept(
                new IntervalResult(startNs, endNs, interval.lead.view(), interval.measured.view()));
        interval.reset();
        intervalStartNs = endNs;
    }

    /** The sum of all intervals. */
    public IntervalFrame total() {
        return total;
    }
}
