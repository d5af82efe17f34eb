/**
 * Recording and exact merging of durations: one layout for every histogram of Tare, single-writer
 * recording, HdrHistogram's own encodings in and out.
 *
 * <p>Depends on HdrHistogram. A histogram belongs to one thread at a time and is handed over whole.
 */
@NullMarked
package dev.tare.base.histogram;

import org.jspecify.annotations.NullMarked;
