/**
 * A history → terminal, HTML, JSON, CSV.
 *
 * <p>Depends on {@code lab.history}, {@code lab.verdict}, {@code view.text}'s means of drawing, the
 * head of pages in {@code view.report.html}, and base. Pure: what is given is shown; the same
 * history gives the same text, bit for bit.
 */
@NullMarked
package dev.tare.view.history;

import org.jspecify.annotations.NullMarked;
