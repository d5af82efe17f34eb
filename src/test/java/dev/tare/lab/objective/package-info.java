/** Tests. */
@NullMarked
package dev.tare.lab.objective;

import org.jspecify.annotations.NullMarked;
