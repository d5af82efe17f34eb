/**
 * Other tools' formats, read and printed: the command lines of wrk, wrk2 and fortio, what they
 * print, and fortio's JSON ({@code docs/dialects.md} says flag by flag and line by line what is
 * taken over and what differs).
 *
 * <p>Command lines become records of this package, and those a {@link dev.tare.load.spec.LoadSpec};
 * the writers turn a load and its result into text. Nothing here reads a clock, a file or a socket.
 * Depends on the records of {@code load.spec} and {@code load.result}, on {@code io.net.tls}'s
 * options, on {@code lab.plan} for addresses, on {@code lab.bundle} for redaction, on {@code
 * lab.grpc} for messages, and on {@code base}. Everything is immutable or used by one thread.
 */
@NullMarked
package dev.tare.lab.foreign;

import org.jspecify.annotations.NullMarked;
