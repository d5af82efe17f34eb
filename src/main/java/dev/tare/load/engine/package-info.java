/**
 * Open- and closed-loop load over {@code io.net}: connections, requests, checks on answers, exact
 * counts and histograms.
 *
 * <p>Depends on {@code base}, {@code io}, {@code load.arrival}, {@code load.check} and {@code
 * load.request}; knows nothing of what it weighs. One thread runs one event loop and owns its
 * recorders; results are handed over whole.
 */
@NullMarked
package dev.tare.load.engine;

import org.jspecify.annotations.NullMarked;
