/** Tests of quantities, texts and axes. */
@NullMarked
package dev.tare.view.text;

import org.jspecify.annotations.NullMarked;
