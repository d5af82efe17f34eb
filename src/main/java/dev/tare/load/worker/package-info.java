/**
 * The worker: a process that takes loads as JSON documents on standard input and answers with a
 * stream of interval results on standard output; and the runner's end of that protocol.
 *
 * <p>Depends on {@code load.engine}, what it is asked and answers, and a JSON reader. The protocol
 * is documented in {@code docs/format/worker-v1.md}.
 */
@NullMarked
package dev.tare.load.worker;

import org.jspecify.annotations.NullMarked;
