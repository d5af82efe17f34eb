package dev.tare.lab.load;

import dev.tare.base.core.Throttling;
import dev.tare.base.time.ClockPair;
import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.specimen.kernel.ControlGroups;
import dev.tare.specimen.kernel.StolenTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks at what the kernel counts of this process while it makes a load, at the edges of intervals;
 * the two looks that enclose the measured phase count, when its edges are known. They may lie an
 * interval outside of it: rather a little too much is told than too little.
 *
 * <p>Thread-safety: belongs to the thread that runs the load.
 */
public final class DisturbanceWatch {
    /** Looks that are kept; with more of them every second one is dropped. */
    static final int MAX_LOOKS = 256;

    /** Looks are no closer than this, however short the intervals are. */
    static final long MIN_DISTANCE_NS = 100_000_000;

    private static final Throttling NONE = new Throttling(0, 0, 0);

    private final NanoClock clock;
    private final EpochClock epochClock;
    private final ControlGroups groups;
    private final List<Look> looks = new ArrayList<>();

    /** Totals at an instant. */
    record Look(ClockPair clocks, Throttling throttling, Map<Integer, Long> stolenNs) {
        long takenNs() {
            return clocks.monotonicNs();
        }
    }

    /** Has not looked yet. */
    public DisturbanceWatch(NanoClock clock, EpochClock epochClock) {
        this.clock = clock;
        this.epochClock = epochClock;
        this.groups = ControlGroups.system();
    }

    /** Looks: before the load, whenever an interval has ended, and after it. */
    public void look() {
        if (!looks.isEmpty() && clock.nowNs() - looks.getLast().takenNs() < MIN_DISTANCE_NS) {
            return;
        }
        add(
                looks,
                new Look(
                        ClockPair.read(clock, epochClock),
                        groups.throttling(ProcessHandle.current().pid()).orElse(NONE),
                        StolenTime.byCoreNs()));
    }

    static void add(List<Look> looks, Look next) {
        if (looks.size() == MAX_LOOKS) {
            List<Look> every = new ArrayList<>();
            for (int i = 0; i < looks.size(); i += 2) {
                every.add(looks.get(i));
            }
            looks.clear();
            looks.addAll(every);
        }
        looks.add(next);
    }

    /** What there was from {@code startNs} to {@code endNs} on the clock. */
    public Disturbance within(long startNs, long endNs) {
        return within(looks, startNs, endNs);
    }

    static Disturbance within(List<Look> looks, long startNs, long endNs) {
        if (looks.size() < 2) {
            return Disturbance.UNKNOWN;
        }
        Look from = looks.getFirst();
        Look until = looks.getLast();
        for (Look look : looks) {
            if (look.takenNs() <= startNs) {
                from = look;
            }
        }
        for (Look look : looks.reversed()) {
            if (look.takenNs() >= endNs) {
                until = look;
            }
        }
        long windowNs = until.takenNs() - from.takenNs();
        return windowNs <= 0
                ? Disturbance.UNKNOWN
                : new Disturbance(
                        windowNs,
                        until.throttling().since(from.throttling()),
                        StolenTime.between(from.stolenNs(), until.stolenNs()),
                        until.clocks().stepNs(from.clocks()));
    }
}
