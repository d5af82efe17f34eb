package dev.tare.specimen.link;

import dev.tare.base.core.QuantityText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How slow and how far a wire is. At least one of the two is shaped.
 *
 * @param rateBitsPerSec in each direction, {@link #MIN_RATE_BITS_PER_SEC} to {@link
 *     #MAX_RATE_BITS_PER_SEC}; {@link #UNSHAPED}: as fast as the machine
 * @param roundTripNs by how much it makes a round trip longer, half of it in each direction, {@link
 *     #MIN_ROUND_TRIP_NS} to {@link #MAX_ROUND_TRIP_NS}; {@link #UNSHAPED}: not at all
 */
public record LinkShape(long rateBitsPerSec, long roundTripNs) {
    /** Stands for what is left as it is. */
    public static final long UNSHAPED = 0;

    /** Below it the one packet that always passes at once would be more than half a second's. */
    public static final long MIN_RATE_BITS_PER_SEC = 1_000_000;

    public static final long MAX_RATE_BITS_PER_SEC = 100_000_000_000L;

    /** Below it the kernel's timers are coarser than what is asked for. */
    public static final long MIN_ROUND_TRIP_NS = 20_000;

    /** Beyond it connecting outlives the timeouts of everything that is measured. */
    public static final long MAX_ROUND_TRIP_NS = 2_000_000_000L;

    private static final long NS_PER_US = 1_000;

    /** {@code tc} takes whole microseconds, and passes them on in steps of this, rounded down. */
    private static final long STEP_NS = 64;

    private static final Pattern RATE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)(k|m|g)bit");

    public LinkShape {
        if (rateBitsPerSec == UNSHAPED && roundTripNs == UNSHAPED) {
            throw new IllegalArgumentException(
                    "a link needs a rate, such as 1gbit, or a round-trip, such as 200us, or both");
        }
        if (rateBitsPerSec != UNSHAPED
                && (rateBitsPerSec < MIN_RATE_BITS_PER_SEC
                        || rateBitsPerSec > MAX_RATE_BITS_PER_SEC)) {
            throw new IllegalArgumentException(
                    "rate %s must be 1mbit to 100gbit".formatted(rateText(rateBitsPerSec)));
        }
        if (roundTripNs != UNSHAPED
                && (roundTripNs < MIN_ROUND_TRIP_NS || roundTripNs > MAX_ROUND_TRIP_NS)) {
            throw new IllegalArgumentException(
                    "round-trip %s must be 20us to 2s".formatted(QuantityText.ofNs(roundTripNs)));
        }
    }

    /**
     * Reads a rate as {@code tc} writes it: {@code 1gbit}, {@code 2.5gbit}, {@code 100mbit}.
     *
     * @return bit/s, more than 0
     * @throws IllegalArgumentException that names the text and what was expected
     */
    public static long rateBitsPerSec(String text) {
        Matcher matcher = RATE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            double times =
                    switch (matcher.group(2)) {
                        case "g" -> 1e9;
                        case "m" -> 1e6;
                        default -> 1e3;
                    };
            long bitsPerSec = Math.round(Double.parseDouble(matcher.group(1)) * times);
            if (bitsPerSec > 0) {
                return bitsPerSec;
            }
        }
        throw new IllegalArgumentException(
                "\"%s\" is not the rate of a link; write it as 1gbit or 100mbit".formatted(text));
    }

    /** The rate in words that {@link #rateBitsPerSec(String)} reads back, to 1 bit/s. */
    public String rateText() {
        return rateText(rateBitsPerSec);
    }

    private static String rateText(long bitsPerSec) {
        if (bitsPerSec % 1_000_000_000L == 0) {
            return bitsPerSec / 1_000_000_000L + "gbit";
        }
        if (bitsPerSec % 1_000_000L == 0) {
            return bitsPerSec / 1_000_000L + "mbit";
        }
        return bitsPerSec % 1_000L == 0
                ? bitsPerSec / 1_000L + "kbit"
                : "%d.%03dkbit".formatted(bitsPerSec / 1_000L, bitsPerSec % 1_000L);
    }

    /**
     * What {@code tc} is to be told so that a packet is held back for half of the round trip, or up
     * to 2 µs longer: the next number of microseconds that does not become less than that in its
     * steps.
     */
    long oneWayUs() {
        long halfNs = Math.ceilDiv(roundTripNs, 2);
        long us = Math.ceilDiv(halfNs, NS_PER_US);
        return us * NS_PER_US / STEP_NS * STEP_NS < halfNs ? us + 1 : us;
    }

    /** In words, such as {@code 1gbit in each direction, a round trip of 200us}. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (rateBitsPerSec != UNSHAPED) {
            words.add(rateText() + " in each direction");
        }
        if (roundTripNs != UNSHAPED) {
            words.add(
                    "%s more for a round trip, half of it in each direction"
                            .formatted(QuantityText.ofNs(roundTripNs)));
        }
        return String.join(", ", words);
    }
}
