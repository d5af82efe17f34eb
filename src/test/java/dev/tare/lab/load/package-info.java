/** Tests. */
@NullMarked
package dev.tare.lab.load;

import org.jspecify.annotations.NullMarked;
