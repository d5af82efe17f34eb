/**
 * The commands: parse, call, print; no logic of their own.
 *
 * <p>Depends on everything below it and on picocli.
 */
@NullMarked
package dev.tare.view.cli;

import org.jspecify.annotations.NullMarked;
