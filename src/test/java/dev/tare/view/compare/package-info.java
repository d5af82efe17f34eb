/** Tests. */
@NullMarked
package dev.tare.view.compare;

import org.jspecify.annotations.NullMarked;
