/**
 * The commands that serve until they are stopped: {@code tare proxy}, {@code tare origin} and
 * {@code tare app} with the documents' applications; their flags and files.
 *
 * <p>Depends on {@code view.cli.shell}, {@code specimen}, {@code io}, {@code base} and picocli.
 * Commands run on the main thread, which waits; what they start has threads of its own.
 */
@NullMarked
package dev.tare.view.cli.serve;

import org.jspecify.annotations.NullMarked;
