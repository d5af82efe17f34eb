/**
 * Reports: pure functions from a bundle and its judged figures to text for a terminal, HTML,
 * Markdown, CSV, JSON and HdrHistogram's percentile tables.
 *
 * <p>Depends on {@code lab.bundle}, {@code lab.verdict} and a JSON writer. No I/O but reading its
 * own resources, no clock, no locale: the same input gives the same text, bit for bit. What comes
 * from outside (names, versions, commands) is escaped for the format at hand.
 */
@NullMarked
package dev.tare.view.report;

import org.jspecify.annotations.NullMarked;
