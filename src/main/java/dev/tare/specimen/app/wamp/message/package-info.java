/**
 * WAMP's messages as records, and their way to and from the lists that serializers write.
 *
 * <p>Values are null, {@link java.lang.Boolean}, {@link java.lang.Long}, {@link
 * java.math.BigInteger}, {@link java.lang.Double}, {@link java.lang.String}, {@code byte[]}, {@link
 * java.util.List} and {@link java.util.Map} with string keys. What a message holds is not changed
 * once the message is made, so that one payload can go to many.
 *
 * <p>Depends on nothing; pure; any thread.
 *
 * <p>Source: The Web Application Messaging Protocol, wamp-proto/wamp-proto, basic and advanced
 * profile.
 */
@NullMarked
package dev.tare.specimen.app.wamp.message;

import org.jspecify.annotations.NullMarked;
