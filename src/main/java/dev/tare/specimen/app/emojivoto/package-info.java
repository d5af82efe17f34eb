/**
 * The application of the third document: three services on whose web page people vote for emoji.
 *
 * <p>The web service speaks HTTP/1.1 outwards and asks the emoji service and the voting service by
 * gRPC; interfaces, answers and faults are those of BuoyantIO/emojivoto, so that its clients work
 * and its published loads can be repeated. Many independent instances live in one process; a
 * request names its instance by the authority it is sent to.
 *
 * <p>Depends on {@code specimen.app.http}, {@code io.wire}, {@code base.time}; on grpc-java, Netty
 * and protobuf. gRPC's calls are handled on Netty's threads and never block them; what they bring
 * is handed to the loop of the request by {@link dev.tare.specimen.app.http.ServerLoop#execute}.
 */
@NullMarked
package dev.tare.specimen.app.emojivoto;

import org.jspecify.annotations.NullMarked;
