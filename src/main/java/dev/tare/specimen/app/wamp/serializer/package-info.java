/**
 * WAMP's three serializers: JSON, MessagePack and CBOR, each between bytes and the values that
 * {@code specimen.app.wamp.message} names.
 *
 * <p>What is read is held against bounds (depth, number of values, size of integers), text is
 * strictly UTF-8, no key stands twice in a dict, and nothing but those values can come out: no tag,
 * extension or name makes an object of another class. Writing succeeds for whatever another
 * serializer has read; where a format lacks a value the nearest one is written, as each says.
 *
 * <p>Depends on {@code specimen.app.wamp.message}, and on Jackson's parser for JSON. Any thread.
 */
@NullMarked
package dev.tare.specimen.app.wamp.serializer;

import org.jspecify.annotations.NullMarked;
