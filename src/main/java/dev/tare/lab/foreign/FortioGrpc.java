package dev.tare.lab.foreign;

import dev.tare.base.core.Field;
import java.util.List;

/**
 * What fortio's {@code -grpc} asks for besides: which of the two calls that it knows, and how many
 * of them at once.
 *
 * <p>Source: fortio 1.66.5, {@code GRPCRunnerOptions} and {@code GRPCRunnerResults}.
 *
 * @param ping {@code fgrpc.PingServer/Ping}; else {@code grpc.health.v1.Health/Check}
 * @param service whose health is asked for; empty for the whole server's
 * @param delayNs how long the server is to wait with its answer, 0 or more
 * @param payload what a ping carries; of a health check it is only told
 * @param streams calls at once on a connection, 1 or more
 * @param metadata header fields of every call
 */
public record FortioGrpc(
        boolean ping,
        String service,
        long delayNs,
        String payload,
        int streams,
        List<Field> metadata) {
    /** Go's names of the statuses 0 to 16, as its errors print them. */
    private static final List<String> CODES =
            List.of(
                    "OK",
                    "Canceled",
                    "Unknown",
                    "InvalidArgument",
                    "DeadlineExceeded",
                    "NotFound",
                    "AlreadyExists",
                    "PermissionDenied",
                    "ResourceExhausted",
                    "FailedPrecondition",
                    "Aborted",
                    "OutOfRange",
                    "Unimplemented",
                    "Internal",
                    "Unavailable",
                    "DataLoss",
                    "Unauthenticated");

    private static final int UNAVAILABLE = 14;

    public FortioGrpc {
        metadata = List.copyOf(metadata);
    }

    /** How fortio tells of a status; of no answer at all it says that nobody was to be had. */
    public static String codeName(int status) {
        return CODES.get(status >= 0 && status < CODES.size() ? status : UNAVAILABLE);
    }

    FortioGrpc withPayload(String text) {
        return new FortioGrpc(ping, service, delayNs, text, streams, metadata);
    }

    /** The word before each line of outcomes. */
    String kind() {
        return ping ? "Ping" : "Health";
    }

    /** What the JSON calls the run. */
    String runType() {
        StringBuilder type = new StringBuilder("GRPC ");
        if (ping) {
            type.append("Ping");
            if (delayNs > 0) {
                type.append(" Delay=").append(PrintedNumber.goDuration(delayNs));
            }
        } else {
            type.append("Health for '").append(service).append('\'');
        }
        if (!payload.isEmpty()) {
            type.append(" PayloadLength=").append(FortioLoad.utf8(payload).length);
        }
        return type.toString();
    }
}
