package dev.tare.specimen.app.wamp.bridge;

import dev.tare.base.time.EpochClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time as HTTP writes it, made anew once a second.
 *
 * <p>Source: RFC 9110, section 5.6.7. Thread-safety: one thread.
 */
final class HttpDate {
    private static final long NS_PER_S = 1_000_000_000L;
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final EpochClock clock;
    private long epochS = -1;
    private String text = "";

    HttpDate(EpochClock clock) {
        this.clock = clock;
    }

    String now() {
        long nowS = Math.floorDiv(clock.epochNs(), NS_PER_S);
        if (nowS != epochS) {
            epochS = nowS;
            text = IMF_FIXDATE.format(Instant.ofEpochSecond(nowS));
        }
        return text;
    }
}
