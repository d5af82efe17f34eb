/** Tests of {@code dev.tare.lab.cost}. */
@NullMarked
package dev.tare.lab.cost;

import org.jspecify.annotations.NullMarked;
