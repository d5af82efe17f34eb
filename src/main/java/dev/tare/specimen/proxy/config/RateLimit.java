package dev.tare.specimen.proxy.config;

/**
 * How many requests may pass: never more than {@code burst + rate × time}.
 *
 * @param ratePerSec {@link #MIN_RATE_PER_SEC} to {@link #MAX_RATE_PER_SEC}
 * @param burst how many at once after a pause, 1 to {@link #MAX_BURST}
 * @param per for whom the limit holds
 * @param maxKeys how many keys are told apart at a time, 1 to {@link #MAX_KEYS}; those beyond share
 *     one limit
 */
public record RateLimit(double ratePerSec, int burst, Per per, int maxKeys) {
    /** 0.01 a minute: one in an hour and forty minutes. */
    public static final double MIN_RATE_PER_SEC = 0.01 / 60;

    public static final double MAX_RATE_PER_SEC = 1_000_000;
    public static final int MAX_BURST = 1_000_000;
    public static final int MAX_KEYS = 1 << 20;

    /** How many keys where the document is silent. */
    public static final int STANDARD_KEYS = 1 << 14;

    /** For whom a limit holds. */
    public sealed interface Per {
        /** For all requests together. */
        record All() implements Per {}

        /** For each address that connects. */
        record Client() implements Per {}

        /**
         * For each value of a header; requests without it share one limit.
         *
         * @param name of the header
         */
        record Header(String name) implements Per {
            public Header {
                Range.token("per", name);
            }
        }
    }

    public RateLimit {
        if (!(ratePerSec >= MIN_RATE_PER_SEC && ratePerSec <= MAX_RATE_PER_SEC)) {
            throw new ConfigFault("rate", "%s/s must be 0.01/m to 1000000/s".formatted(ratePerSec));
        }
        Range.count("burst", burst, 1, MAX_BURST);
        Range.count("max_keys", maxKeys, 1, MAX_KEYS);
    }
}
