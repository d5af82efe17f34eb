package dev.tare.io.wire.grpc;

import dev.tare.base.core.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The field lines of a request, encoded once and sent again and again; pseudo fields aside.
 *
 * <p>Source: "gRPC over HTTP2", doc/PROTOCOL-HTTP2.md of grpc/grpc, Requests.
 */
public final class GrpcRequestHead {
    /** The longest deadline that {@code grpc-timeout} can say: 99,999,999 seconds, in ns. */
    public static final long MAX_TIMEOUT_NS = 99_999_999L * 1_000_000_000L;

    /** For {@link #fields}: no deadline is told to the server. */
    public static final long NO_TIMEOUT_NS = 0;

    private static final long MAX_TIMEOUT_DIGITS = 99_999_999L;
    private static final String USER_AGENT = "tare/0.1";
    private static final Set<String> SET_BY_ENGINE =
            Set.of("te", "content-type", "grpc-timeout", "grpc-encoding", "grpc-accept-encoding");
    private static final String[] UNITS = {"n", "u", "m", "S"};
    private static final long[] UNIT_NS = {1, 1_000, 1_000_000, 1_000_000_000};

    private GrpcRequestHead() {}

    /**
     * The fields in the order in which they are sent.
     *
     * @param timeoutNs what is told to the server, to {@link #MAX_TIMEOUT_NS}; {@link
     *     #NO_TIMEOUT_NS} for none
     * @param acceptGzip whether the server may compress its messages
     * @param metadata the caller's own; names are made lower-case
     * @throws IllegalArgumentException when metadata names a field that the engine sets
     */
    public static List<Field> fields(long timeoutNs, boolean acceptGzip, List<Field> metadata) {
        List<Field> fields = new ArrayList<>();
        // Proxies that do not pass trailers on are told by "te" (and are found out by it).
        fields.add(new Field("te", "trailers"));
        if (timeoutNs != NO_TIMEOUT_NS) {
            fields.add(new Field("grpc-timeout", timeout(timeoutNs)));
        }
        fields.add(new Field("content-type", "application/grpc"));
        fields.add(new Field("grpc-accept-encoding", acceptGzip ? "identity,gzip" : "identity"));
        if (metadata.stream().noneMatch(field -> field.name().equalsIgnoreCase("user-agent"))) {
            fields.add(new Field("user-agent", USER_AGENT));
        }
        for (Field field : metadata) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (SET_BY_ENGINE.contains(name)) {
                throw new IllegalArgumentException(
                        "header \""
                                + field.name()
                                + "\" is set by the engine for gRPC; leave it"
                                + " out");
            }
            fields.add(new Field(name, field.value()));
        }
        return List.copyOf(fields);
    }

    /**
     * A deadline as {@code grpc-timeout} has it: eight digits at most, and a unit.
     *
     * @param timeoutNs 1 to {@link #MAX_TIMEOUT_NS}; rounded up where it has more digits
     */
    public static String timeout(long timeoutNs) {
        if (timeoutNs < 1 || timeoutNs > MAX_TIMEOUT_NS) {
            throw new IllegalArgumentException(
                    "a gRPC deadline of %d ns must be 1 to %d"
                            .formatted(timeoutNs, MAX_TIMEOUT_NS));
        }
        int unit = 0;
        while (Math.ceilDiv(timeoutNs, UNIT_NS[unit]) > MAX_TIMEOUT_DIGITS) {
            unit++;
        }
        return Math.ceilDiv(timeoutNs, UNIT_NS[unit]) + UNITS[unit];
    }
}
