/**
 * What is printed of one load: the screen, the line that moves while it runs, and the files: JSON,
 * CSV, HdrHistogram's two formats, Prometheus text.
 *
 * <p>Depends on {@code lab.load}, {@code lab.verdict}, {@code lab.objective}, {@code lab.bundle}
 * (redaction), the records of {@code load.spec} and {@code load.result}, {@code view.text}, and a
 * JSON writer. Pure functions without clock or locale, but for {@code MetricsPush}, which sends one
 * request. Secrets are redacted here, by every writer that prints words of the user's.
 */
@NullMarked
package dev.tare.view.load;

import org.jspecify.annotations.NullMarked;
