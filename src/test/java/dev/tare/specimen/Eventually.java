package dev.tare.specimen;

import dev.tare.base.time.Sleep;
import java.util.function.BooleanSupplier;

/** Waits for what happens in another thread; a test's own time limit bounds the wait. */
public final class Eventually {
    private static final long STEP_NS = 1_000_000L;

    private Eventually() {}

    /** Returns as soon as the condition holds. */
    public static void holds(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Sleep.forNs(STEP_NS);
        }
    }
}
