/** Tests of {@code dev.tare.lab.meshmark}. */
@NullMarked
package dev.tare.lab.meshmark;

import org.jspecify.annotations.NullMarked;
