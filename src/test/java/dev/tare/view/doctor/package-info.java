/** Calibrations as text. */
@NullMarked
package dev.tare.view.doctor;

import org.jspecify.annotations.NullMarked;
