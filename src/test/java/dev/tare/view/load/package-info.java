/** Tests of what is printed of one load. */
@NullMarked
package dev.tare.view.load;

import org.jspecify.annotations.NullMarked;
