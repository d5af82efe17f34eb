package dev.tare.lab.plan;

import dev.tare.base.core.QuantityText;
import java.util.Arrays;
import java.util.Optional;

/** A figure that somebody may have published of a load. */
public enum PublishedFigure {
    /** Answers a second. */
    RATE("rate"),
    /** Bytes received a second. */
    BYTES("bytes"),
    /** Response times, ns. */
    MEAN("mean"),
    P50("p50"),
    P90("p90"),
    P99("p99"),
    P999("p99.9"),
    /** Requests made. */
    CALLS("calls"),
    /** Those of them that did not end well. */
    FAILED("failed"),
    /** Connections that they took. */
    SOCKETS("sockets");

    private final String key;

    PublishedFigure(String key) {
        this.key = key;
    }

    /** Its name in files. */
    public String key() {
        return key;
    }

    /**
     * Its value, in its unit.
     *
     * @throws IllegalArgumentException that names the text and what was expected
     */
    double read(String text) {
        return switch (this) {
            case RATE, BYTES -> QuantityText.ratePerSec(text);
            case MEAN, P50, P90, P99, P999 -> (double) QuantityText.durationNs(text);
            case CALLS, FAILED, SOCKETS -> QuantityText.count(text, 0, Integer.MAX_VALUE);
        };
    }

    /** The figure with that name in files. */
    static Optional<PublishedFigure> of(String key) {
        return Arrays.stream(values()).filter(figure -> figure.key.equals(key)).findFirst();
    }
}
