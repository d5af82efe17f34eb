/**
 * Reports: pure functions from a bundle and its judged figures to text for a terminal, Markdown,
 * CSV, JSON and HdrHistogram's percentile tables; {@code view.report.html} has the page, {@code
 * view.report.content} what all of them say. {@link dev.tare.view.report.ReportFormat} is the way
 * in.
 *
 * <p>Depends on those two, {@code view.text}, {@code lab}, {@code base} and a JSON writer. No I/O,
 * no clock, no locale: the same input gives the same text, bit for bit. What comes from outside
 * (names, versions, commands) is escaped for the format at hand.
 */
@NullMarked
package dev.tare.view.report;

import org.jspecify.annotations.NullMarked;
