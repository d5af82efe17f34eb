/** The machine as an instrument: files of other machines, and loads on this one. */
@NullMarked
package dev.tare.lab.calibrate;

import org.jspecify.annotations.NullMarked;
