/** Tests of what is shown of a history. */
@NullMarked
package dev.tare.view.history;

import org.jspecify.annotations.NullMarked;
