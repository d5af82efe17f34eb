/**
 * gRPC calls without code generation: which method is meant, what its messages are, and one call to
 * try it.
 *
 * <p>Descriptors come from a descriptor set, a {@code .proto} file or a server's reflection; JSON
 * becomes the bytes of requests, and answers become JSON. The load itself is not made here: the
 * engine sends the bytes that {@link dev.tare.lab.grpc.GrpcMessages} has prepared.
 *
 * <p>Depends on {@code io} (the framing and the statuses), {@code base}, protobuf, a parser of
 * {@code .proto} files, a JSON reader, and grpc-java, which makes the calls of reflection and of
 * {@link dev.tare.lab.grpc.GrpcProbe}. Values here are immutable and may be used by any thread;
 * calls block the thread that makes them, within a deadline.
 */
@NullMarked
package dev.tare.lab.grpc;

import org.jspecify.annotations.NullMarked;
