/**
 * What a report says, before any format: what it is made from, the rows of its tables, sentences
 * about the machine, the links and the encryption, reasons by group, slices over time.
 *
 * <p>Depends on {@code view.text}, {@code lab} and {@code base}. Pure functions and records without
 * I/O; immutable.
 */
@NullMarked
package dev.tare.view.report.content;

import org.jspecify.annotations.NullMarked;
