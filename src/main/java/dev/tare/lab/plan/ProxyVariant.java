package dev.tare.lab.plan;

import java.util.List;

/**
 * How a proxy runs whose configuration Tare writes.
 *
 * @param threads its worker threads or processes, 1 to {@link #MAX_THREADS}
 * @param copy how minivoy moves bytes, one of {@link #COPIES}; empty: its own choice
 * @param tls whether it listens with TLS; what is behind it is reached without
 * @param placement where it stands
 */
public record ProxyVariant(int threads, String copy, boolean tls, Placement placement) {
    public static final int MAX_THREADS = 64;

    /** The ways in which minivoy moves bytes; {@code dsa-model} is a model of a device. */
    public static final List<String> COPIES = List.of("mem", "splice", "dsa", "dsa-model");

    /** One thread, without TLS, as every plan has it that says nothing. */
    public static final ProxyVariant STANDARD = new ProxyVariant(1, "", false);

    /** A gateway. */
    public ProxyVariant(int threads, String copy, boolean tls) {
        this(threads, copy, tls, Placement.GATEWAY);
    }

    public ProxyVariant {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException(
                    "threads: %d must be 1 to %d".formatted(threads, MAX_THREADS));
        }
        if (!copy.isEmpty() && !COPIES.contains(copy)) {
            throw new IllegalArgumentException(
                    "copy \"%s\" is not known; known are %s"
                            .formatted(copy, String.join(", ", COPIES)));
        }
        if (!copy.isEmpty() && placement.topology().isPresent()) {
            throw new IllegalArgumentException(
                    "copy is for a gateway; leave it or the topology out");
        }
    }
}
