package dev.tare.specimen.proxy.head;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.base.time.EpochClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The {@code Date} line of responses that come without one, made anew once a second.
 *
 * <p>Source: RFC 9110, section 6.6.1 (a recipient with a clock adds the date) and section 5.6.7
 * (the form). Thread-safety: one thread.
 */
public final class DateLine {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final EpochClock epochClock;
    private byte[] line;
    private byte[] value;
    private long endNs;

    /** A line of the time that it is, by the wall clock at {@code nowNs}. */
    public DateLine(EpochClock epochClock, long nowNs) {
        this.epochClock = epochClock;
        value = render(epochClock.epochNs());
        line = lineOf(value);
        endNs = nowNs;
    }

    /** Makes the line anew if the second that it was made for is over at {@code nowNs}. */
    public void update(long nowNs) {
        if (endNs - nowNs > 0) {
            return;
        }
        long epochNs = epochClock.epochNs();
        value = render(epochNs);
        line = lineOf(value);
        endNs = nowNs + SECOND_NS - Math.floorMod(epochNs, SECOND_NS);
    }

    /** The line with its CRLF. */
    public byte[] line() {
        return line;
    }

    /** The date alone. */
    public byte[] value() {
        return value;
    }

    private static byte[] lineOf(byte[] value) {
        return Additions.ascii("Date: " + new String(value, US_ASCII) + "\r\n");
    }

    private static byte[] render(long epochNs) {
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(epochNs, SECOND_NS));
        return Additions.ascii(IMF_FIXDATE.format(instant));
    }
}
