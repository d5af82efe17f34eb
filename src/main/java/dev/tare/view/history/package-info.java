/**
 * A history → terminal, HTML, JSON, CSV.
 *
 * <p>Depends on {@code lab.history}, {@code lab.verdict}, {@code view.report}'s means of drawing
 * and base. Pure: what is given is shown; the same history gives the same text, bit for bit.
 */
@NullMarked
package dev.tare.view.history;

import org.jspecify.annotations.NullMarked;
