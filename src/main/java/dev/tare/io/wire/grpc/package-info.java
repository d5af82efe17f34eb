/**
 * gRPC over HTTP/2 to the byte: the prefix of messages, statuses, and the fields of head and
 * trailers.
 *
 * <p>HTTP/2 itself, its frames and header compression, are not here: this package is handed field
 * lines and pieces of DATA. What runs for each request allocates nothing.
 *
 * <p>Depends on {@code base.core} only. No reader here is thread-safe; each belongs to the thread
 * of its connection.
 */
@NullMarked
package dev.tare.io.wire.grpc;

import org.jspecify.annotations.NullMarked;
