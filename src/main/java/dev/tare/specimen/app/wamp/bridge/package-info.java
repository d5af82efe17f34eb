/**
 * HTTP to WAMP: {@code POST /call} calls a procedure, {@code POST /publish} publishes an event, as
 * crossbar's REST bridge does, with the same signed requests and the same codes of faults.
 *
 * <p>Depends on {@code specimen.app.http}, {@code specimen.app.wamp.client}, {@code .link}, {@code
 * .message}, {@code .serializer}, {@code io.wire}, {@code base.time}. On the server's thread, which
 * is the router's.
 *
 * <p>Source: crossbario/crossbar, docs/HTTP-Bridge-Caller.rst and crossbar/bridge/rest/common.py.
 */
@NullMarked
package dev.tare.specimen.app.wamp.bridge;

import org.jspecify.annotations.NullMarked;
