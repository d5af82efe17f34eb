/**
 * MeshMark, in the reading that {@code docs/meshmark.md} publishes: one score of 0 to 100 for a
 * scenario, absolute and relative to bare, with its inputs.
 *
 * <p>Pure functions of a bundle and its weighing. Uses {@code lab.bundle} and {@code lab.verdict}.
 * No threads of its own.
 */
@NullMarked
package dev.tare.lab.meshmark;

import org.jspecify.annotations.NullMarked;
