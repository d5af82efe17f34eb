package dev.tare.lab.verdict;

/**
 * How much longer to measure for a figure to be known well enough. It supposes that the machine
 * goes on as it did: where the figure drifts, nothing is promised.
 *
 * @param blocks how many blocks there should be in all; 0 where no number of blocks is known to do
 * @param moreSec how much longer that takes than what was measured, s; 0 where {@code blocks} is
 * @param sentence such as {@code for ±5 % at p99.9 run 12 more minutes (34 blocks instead of 8)}
 */
public record Advice(int blocks, double moreSec, String sentence) {
    public Advice {
        if (blocks < 0 || !(moreSec >= 0) || (blocks == 0 && moreSec != 0)) {
            throw new IllegalArgumentException(
                    "%d blocks and %s more seconds must both be something or both 0"
                            .formatted(blocks, moreSec));
        }
    }

    /** Whether a longer run is known to do. */
    public boolean helps() {
        return blocks > 0;
    }
}
