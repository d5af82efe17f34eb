/**
 * A comparison as text for a terminal, Markdown, HTML, CSV, JSON and JUnit's XML: pure functions of
 * {@link dev.tare.view.compare.CompareReport}.
 *
 * <p>Depends on {@code view.text} for numbers, tables and markup, on {@code view.report} and {@code
 * view.report.html} for Markdown and the head of a page, on {@code lab.compare}, {@code
 * lab.objective} and {@code lab.verdict}, and on a JSON writer. No I/O, no clock, no locale. What
 * comes from outside (names, versions) is escaped for the format at hand.
 */
@NullMarked
package dev.tare.view.compare;

import org.jspecify.annotations.NullMarked;
