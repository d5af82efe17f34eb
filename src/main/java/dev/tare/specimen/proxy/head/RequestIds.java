package dev.tare.specimen.proxy.head;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import dev.tare.base.stats.SplitMix64;

/**
 * Names for requests that come without one: random UUIDs (version 4) in text. They tell requests
 * apart, and are no secret.
 *
 * <p>Thread-safety: one thread. Allocation: none. Source: RFC 9562, section 5.4.
 */
public final class RequestIds {
    private static final byte[] NAME = ascii("X-Request-Id: ");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] DASH = ascii("-");
    private static final long VERSION_MASK = 0xf000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_MASK = 0xc000_0000_0000_0000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final SplitMix64 random;
    private long high;
    private long low;

    /** Other names for every seed. */
    public RequestIds(long seed) {
        random = new SplitMix64(seed);
    }

    /** Adds a field line with a new name. */
    void addLine(Additions additions) {
        additions.add(NAME);
        add(additions);
        additions.add(LINE_END);
    }

    /** Adds a new name alone. */
    void add(Additions additions) {
        high = (random.nextLong() & ~VERSION_MASK) | VERSION_4;
        low = (random.nextLong() & ~VARIANT_MASK) | VARIANT;
        additions.addHex(high >>> 32, 8);
        additions.add(DASH);
        additions.addHex(high >>> 16, 4);
        additions.add(DASH);
        additions.addHex(high, 4);
        additions.add(DASH);
        additions.addHex(low >>> 48, 4);
        additions.add(DASH);
        additions.addHex(low, 12);
    }

    /** The first half of the last name. */
    public long lastHigh() {
        return high;
    }

    /** The second half of the last name. */
    public long lastLow() {
        return low;
    }
}
