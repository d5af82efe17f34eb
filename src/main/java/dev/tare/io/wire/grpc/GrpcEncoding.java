package dev.tare.io.wire.grpc;

/** How messages that carry the compressed flag are encoded: {@code grpc-encoding}. */
public enum GrpcEncoding {
    /** Not at all: the flag must not be set. */
    IDENTITY,
    GZIP,
    /** One that was never asked for. */
    OTHER
}
