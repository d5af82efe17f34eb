package dev.tare.io.net;

/**
 * How an {@link EventLoop} is to wait.
 *
 * @param backEnd which implementation
 * @param spinNs for how long before the end of a wait the loop polls without sleeping, 0 to
 *     1,000,000 ns: it costs CPU and buys start times without the kernel's wake-up delay. 0 where
 *     the loop shares its core with what it measures.
 */
public record LoopOptions(IoBackEnd backEnd, long spinNs) {
    private static final long MAX_SPIN_NS = 1_000_000;

    public LoopOptions {
        if (spinNs < 0 || spinNs > MAX_SPIN_NS) {
            throw new IllegalArgumentException(
                    "spin of %d ns must be 0 to %d ns".formatted(spinNs, MAX_SPIN_NS));
        }
    }

    /** The best back end, without spinning. */
    public static LoopOptions standard() {
        return new LoopOptions(IoBackEnd.AUTO, 0);
    }
}
