/** Bundles on a real disk, whole, broken and hostile, and the generator of synthetic ones. */
@NullMarked
package dev.tare.lab.bundle;

import org.jspecify.annotations.NullMarked;
