/** Tests. */
@NullMarked
package dev.tare.lab.compare;

import org.jspecify.annotations.NullMarked;
