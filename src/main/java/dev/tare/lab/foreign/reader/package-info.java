/**
 * What load generators printed, read back: text or JSON of wrk, wrk2, fortio, Nighthawk, k6, oha,
 * vegeta and of Tare itself, wherever it stands in a file, a notebook or a mail, and figures that
 * somebody copied into a table. {@link dev.tare.lab.foreign.reader.ForeignReader} is the way in;
 * {@code docs/dialects.md} says which formats and versions.
 *
 * <p>Everything read is untrusted: sizes, lines, blocks and nesting are bounded, nothing read is
 * executed or followed, and what cannot be read becomes an {@link
 * dev.tare.lab.foreign.reader.result.Unread} with its line, not an exception.
 *
 * <p>Depends on {@code lab.foreign.reader.result}, {@code base} and, for JSON, on Jackson's
 * streaming parser. Nothing here reads a clock; each reader is used by one thread.
 */
@NullMarked
package dev.tare.lab.foreign.reader;

import org.jspecify.annotations.NullMarked;
