package dev.tare.load.engine;

import dev.tare.base.histogram.Rotation;
import dev.tare.load.ledger.IntervalFrame;
import dev.tare.load.spec.LoadHooks;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * What one loop of a load is given.
 *
 * @param plan of the whole load
 * @param index of the loop, from 0
 * @param hooks code of the user's that takes part; null: none
 * @param addresses that the requests of that code go to; null: it makes none
 * @param memory lives as long as the loop
 * @param rotation takes what is recorded
 * @param onRotated is run when something was passed on, on the loop's thread
 */
record LoadShare(
        LoadPlan plan,
        int index,
        LoadHooks.@Nullable ThreadPart hooks,
        @Nullable AddressPlans addresses,
        Arena memory,
        Rotation<IntervalFrame> rotation,
        Runnable onRotated) {
    /** The loop's part of the connections to each target. */
    int connections() {
        return (int) part(plan.spec().connections());
    }

    /** The loop's part of the calls; {@link Long#MAX_VALUE} where they are not limited. */
    long calls() {
        long calls = plan.spec().calls();
        return calls == 0 ? Long.MAX_VALUE : part(calls);
    }

    /** The first loops have the odd ones. */
    private long part(long whole) {
        int threads = plan.spec().threads();
        return whole / threads + (index < whole % threads ? 1 : 0);
    }
}
