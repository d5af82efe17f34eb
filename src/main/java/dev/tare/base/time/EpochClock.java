package dev.tare.base.time;

/** The wall clock, for stamps that people read; never for durations. */
@FunctionalInterface
public interface EpochClock {

    /** Nanoseconds since 1970-01-01T00:00:00Z. */
    long epochNs();

    /** The system's wall clock. */
    static EpochClock system() {
        return () -> {
            java.time.Instant now = java.time.Instant.now();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        };
    }
}
