/**
 * How values become text, for all views: quantities with their units and margins, names that
 * programs read, a terminal's styles, columns and tables, HTML's marks, the axes and frames of
 * charts.
 *
 * <p>Depends on {@code lab.verdict} (figures), {@code lab.bundle} and {@code base}. No I/O, no
 * clock, no locale: the same value gives the same text. What comes from outside is escaped for HTML
 * and stripped of control characters for a terminal here. Builders are used by one thread.
 */
@NullMarked
package dev.tare.view.text;

import org.jspecify.annotations.NullMarked;
