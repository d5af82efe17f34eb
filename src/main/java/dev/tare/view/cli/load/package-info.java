/**
 * The commands that put load on something: {@code tare load}, {@code tare find}, and the dialects
 * of wrk, wrk2 and fortio; their flags, and the requests, scripts and files that these name.
 *
 * <p>Depends on {@code view.cli.shell}, {@code view.load}, {@code view.find}, {@code view.text},
 * {@code lab}, {@code load}, {@code io}, {@code base} and picocli. Commands run on the main thread.
 */
@NullMarked
package dev.tare.view.cli.load;

import org.jspecify.annotations.NullMarked;
