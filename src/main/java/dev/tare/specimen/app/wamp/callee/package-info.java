/**
 * The procedures of the fifth document: add2, sub2, mul2, div2.
 *
 * <p>Depends on {@code specimen.app.wamp.client}, {@code .message}. On the session's thread.
 */
@NullMarked
package dev.tare.specimen.app.wamp.callee;

import org.jspecify.annotations.NullMarked;
