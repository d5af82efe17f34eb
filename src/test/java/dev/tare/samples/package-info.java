/** How Tare is used from code; what docs/library.md shows. */
@NullMarked
package dev.tare.samples;

import org.jspecify.annotations.NullMarked;
