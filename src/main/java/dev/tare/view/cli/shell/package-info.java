/**
 * What a shell sees of every command: the ends and their exit codes, the terminal, an interrupt,
 * the build, words that cannot be meant.
 *
 * <p>Depends on {@code view.text} (a terminal's style) and picocli. Immutable but for {@link
 * dev.tare.view.cli.shell.StopOnInterrupt}, whose hook runs on a thread of its own.
 */
@NullMarked
package dev.tare.view.cli.shell;

import org.jspecify.annotations.NullMarked;
