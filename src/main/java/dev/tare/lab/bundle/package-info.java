/**
 * The bundle: the folder that holds all of one experiment's results, versioned, crash-safe and
 * self-describing ({@code docs/format/bundle-v1.md}).
 *
 * <p>The records here are the format: their components in snake case are the names in the files.
 * Depends on {@code base} and a JSON reader.
 */
@NullMarked
package dev.tare.lab.bundle;

import org.jspecify.annotations.NullMarked;
