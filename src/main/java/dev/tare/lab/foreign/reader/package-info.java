/**
 * What load generators printed, read back: text or JSON of wrk, wrk2, fortio, Nighthawk, k6, oha,
 * vegeta and of Tare itself, wherever it stands in a file, a notebook or a mail, and figures that
 * somebody copied into a table. {@link dev.tare.lab.foreign.reader.ForeignReader} is the way in;
 * {@code docs/dialects.md} says which formats and versions.
 *
 * <p>Everything read is untrusted: sizes, lines, blocks and nesting are bounded, nothing read is
 * executed or followed, and what cannot be read becomes an {@link
 * dev.tare.lab.foreign.reader.Unread} with its line, not an exception. What a tool did not print is
 * empty, never zero. Texts are kept as they stood, control characters included, but for terminal
 * colours; who shows them strips them.
 *
 * <p>Depends on {@code base} and, for JSON, on Jackson's streaming parser. Nothing here reads a
 * clock; all is immutable or used by one thread.
 */
@NullMarked
package dev.tare.lab.foreign.reader;

import org.jspecify.annotations.NullMarked;
