/**
 * The machine as an instrument: what it is made of, how punctual it is, the least that the load
 * engine can see on it (the floor) and whether a known stall and a known delay come out as what
 * they are; stored, so that later runs can say so.
 *
 * <p>Depends on {@code lab.experiment} (instrument and origin as processes), {@code lab.bundle}
 * (the record), {@code lab.verdict} (words for figures), {@code load.spec}, {@code load.result},
 * {@code specimen.control}, io and base. One thread drives a calibration; the gap probe adds a
 * thread for each core, the stall one that asks for it.
 */
@NullMarked
package dev.tare.lab.calibrate;

import org.jspecify.annotations.NullMarked;
