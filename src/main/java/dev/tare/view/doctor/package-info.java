/**
 * What {@code tare doctor} prints: a calibration as text.
 *
 * <p>Depends on {@code view.text} (text on a terminal), {@code lab.bundle}, {@code lab.verdict} and
 * base. Stateless.
 */
@NullMarked
package dev.tare.view.doctor;

import org.jspecify.annotations.NullMarked;
