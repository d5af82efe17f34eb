package dev.tare.specimen.proxy.copy;

/**
 * Which copy engine minivoy uses, and from what size on.
 *
 * @param method the engine
 * @param minBytes below this, 1 to {@link #MAX_MIN_BYTES} bytes, splicing a rest of a body or
 *     copying a piece of it by the device is not worth its calls: bytes pass by memory, or are
 *     copied by the CPU. Not looked at by {@link CopyMethod#MEM}.
 * @param modelFaults what goes wrong in the model of the device; looked at by {@link
 *     CopyMethod#DSA_MODEL} alone
 */
public record CopyOptions(CopyMethod method, int minBytes, DsaFaults modelFaults) {
    public static final int MAX_MIN_BYTES = 1 << 30;

    /** The lower of the sizes from which on, by estimates, the device is faster than a CPU. */
    public static final int STANDARD_MIN_BYTES = 64 * 1024;

    public CopyOptions {
        if (minBytes < 1 || minBytes > MAX_MIN_BYTES) {
            throw new IllegalArgumentException(
                    "copy from: %d bytes must be 1 to %d".formatted(minBytes, MAX_MIN_BYTES));
        }
    }

    /** By memory. */
    public static CopyOptions standard() {
        return by(CopyMethod.MEM);
    }

    /** An engine from 64 KiB on; a model without faults. */
    public static CopyOptions by(CopyMethod method) {
        return new CopyOptions(method, STANDARD_MIN_BYTES, DsaFaults.NONE);
    }

    /** The same from another size on. */
    public CopyOptions withMinBytes(int bytes) {
        return new CopyOptions(method, bytes, modelFaults);
    }

    /** The same with a model in which this goes wrong. */
    public CopyOptions withModelFaults(DsaFaults faults) {
        return new CopyOptions(method, minBytes, faults);
    }
}
