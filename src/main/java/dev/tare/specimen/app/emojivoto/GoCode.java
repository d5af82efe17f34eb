package dev.tare.specimen.app.emojivoto;

import io.grpc.Status;

/** gRPC's status codes by the names that grpc-go gives them, which stand in the answers. */
final class GoCode {
    private GoCode() {}

    static String of(Status.Code code) {
        return switch (code) {
            case OK -> "OK";
            case CANCELLED -> "Canceled";
            case UNKNOWN -> "Unknown";
            case INVALID_ARGUMENT -> "InvalidArgument";
            case DEADLINE_EXCEEDED -> "DeadlineExceeded";
            case NOT_FOUND -> "NotFound";
            case ALREADY_EXISTS -> "AlreadyExists";
            case PERMISSION_DENIED -> "PermissionDenied";
            case RESOURCE_EXHAUSTED -> "ResourceExhausted";
            case FAILED_PRECONDITION -> "FailedPrecondition";
            case ABORTED -> "Aborted";
            case OUT_OF_RANGE -> "OutOfRange";
            case UNIMPLEMENTED -> "Unimplemented";
            case INTERNAL -> "Internal";
            case UNAVAILABLE -> "Unavailable";
            case DATA_LOSS -> "DataLoss";
            case UNAUTHENTICATED -> "Unauthenticated";
        };
    }

    /** What grpc-go says of a call that has failed. */
    static String error(Status status) {
        String said = status.getDescription();
        return "rpc error: code = %s desc = %s"
                .formatted(of(status.getCode()), said == null ? "" : said);
    }
}
