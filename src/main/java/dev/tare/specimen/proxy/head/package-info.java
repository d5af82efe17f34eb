/**
 * How heads change on their way through minivoy, and the heads and short bodies of its own answers.
 *
 * <p>A head of HTTP/1.1 that stays one is rewritten in place ({@link
 * dev.tare.specimen.proxy.head.HeadRewriter}); one of HTTP/2 is put together anew ({@link
 * dev.tare.specimen.proxy.head.Http2Heads}), and so is one that passes from one version to the
 * other ({@link dev.tare.specimen.proxy.head.TranslatedHeads}). All three add the same: the way it
 * came, its name, the date, and what routes and filters want changed.
 *
 * <p>Bytes in, bytes out, without sockets. Depends on {@code specimen.proxy.count} (words for
 * failures), {@code specimen.proxy.config}, {@code specimen.proxy.filter}, {@code io.wire} and its
 * packages, and {@code base.time}. Each loop has its own, for its thread; nothing is allocated for
 * a head that passes.
 */
@NullMarked
package dev.tare.specimen.proxy.head;

import org.jspecify.annotations.NullMarked;
