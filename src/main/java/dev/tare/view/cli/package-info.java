/**
 * The commands: parse, call, print; no logic of their own. Here are {@link dev.tare.view.cli.Tare},
 * what makes it start fast, and the commands about bundles and the machine; those that load stand
 * in {@code view.cli.load}, those that serve in {@code view.cli.serve}.
 *
 * <p>Depends on everything below it and on picocli.
 */
@NullMarked
package dev.tare.view.cli;

import org.jspecify.annotations.NullMarked;
