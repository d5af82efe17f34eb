/** Tests of {@code dev.tare.lab.smp}. */
@NullMarked
package dev.tare.lab.smp;

import org.jspecify.annotations.NullMarked;
