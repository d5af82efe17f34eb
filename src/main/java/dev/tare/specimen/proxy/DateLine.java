package dev.tare.specimen.proxy;

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
final class DateLine {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final EpochClock epochClock;
    private byte[] line;
    private long endNs;

    DateLine(EpochClock epochClock, long nowNs) {
        this.epochClock = epochClock;
        line = render(epochClock.epochNs());
        endNs = nowNs;
    }

    /** Makes the line anew if the second that it was made for is over at {@code nowNs}. */
    void update(long nowNs) {
        if (endNs - nowNs > 0) {
            return;
        }
        long epochNs = epochClock.epochNs();
        line = render(epochNs);
        endNs = nowNs + SECOND_NS - Math.floorMod(epochNs, SECOND_NS);
    }

    /** The line with its CRLF. */
    byte[] line() {
        return line;
    }

    private static byte[] render(long epochNs) {
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(epochNs, SECOND_NS));
        return Additions.ascii("Date: " + IMF_FIXDATE.format(instant) + "\r\n");
    }
}
