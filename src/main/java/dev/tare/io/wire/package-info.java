/**
 * Byte-level codecs: HTTP/1.1 over buffers, no sockets.
 *
 * <p>Heads are indexed where they lie, bodies are handed on in place, and nothing is allocated once
 * buffers have grown to the size that the traffic needs. The codecs are as strict as RFC 9110 and
 * RFC 9112 allow: what two implementations could read in two ways is refused, for a specimen that
 * sends it has broken the work that is being weighed.
 *
 * <p>Depends on {@code base.core} only. No class here is thread-safe; each reader, head and decoder
 * belongs to the thread of its connection.
 */
@NullMarked
package dev.tare.io.wire;

import org.jspecify.annotations.NullMarked;
