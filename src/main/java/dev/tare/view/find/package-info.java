/**
 * The curve of a search for the highest rate, as text for a terminal, HTML, CSV and JSON: pure
 * functions of {@link dev.tare.view.find.FindReport}.
 *
 * <p>Depends on {@code view.text} for numbers, tables and markup, on {@code view.report.html} for
 * the head of a page, on {@code lab.find}, and on a JSON writer. No I/O, no clock, no locale. What
 * comes from outside (the URL) is escaped for the format at hand.
 */
@NullMarked
package dev.tare.view.find;

import org.jspecify.annotations.NullMarked;
