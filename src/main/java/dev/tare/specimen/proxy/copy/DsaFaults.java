package dev.tare.specimen.proxy.copy;

import dev.tare.base.stats.SplitMix64;

/**
 * What goes wrong in a {@link DsaModel}, each as a share of all cases, 0 to 1.
 *
 * @param seed of the sequence of faults
 * @param full a descriptor is not taken, because the queue is full
 * @param pageFault a page is not there: the operation stops at any byte
 * @param error the device fails, after it has written anything into the destination
 * @param late an operation is done some turns later, whether it then fails or not
 */
public record DsaFaults(long seed, double full, double pageFault, double error, double late) {
    /** Nothing goes wrong. */
    public static final DsaFaults NONE = new DsaFaults(0, 0, 0, 0, 0);

    public DsaFaults {
        requireShare("full queues", full);
        requireShare("page faults", pageFault);
        requireShare("errors", error);
        requireShare("late operations", late);
    }

    /** The same faults in another order, which {@code label} settles. */
    DsaFaults forQueue(String label) {
        return new DsaFaults(SplitMix64.derive(seed, label), full, pageFault, error, late);
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "share of %s: %s must be 0 to 1".formatted(name, share));
        }
    }
}
