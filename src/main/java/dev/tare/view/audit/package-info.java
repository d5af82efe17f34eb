/**
 * What {@code tare audit} has found, as text for a terminal, Markdown and JSON: pure functions of
 * {@link dev.tare.lab.audit.result.Audit}.
 *
 * <p>Depends on {@code view.text} for numbers and safe text, on {@code lab.audit}, {@code
 * lab.foreign.reader.result} and {@code lab.verdict}, and on a JSON writer. No I/O, no clock, no
 * locale. What comes from outside (labels, paths, names of files) is made safe for the format at
 * hand.
 */
@NullMarked
package dev.tare.view.audit;

import org.jspecify.annotations.NullMarked;
