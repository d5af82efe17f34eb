/**
 * Many bundles over time: an index of all that lie below a folder, the series that their figures
 * make, and where the level of a series changes.
 *
 * <p>The bundles are the truth. The index is a SQLite file that saves reading and weighing them
 * again; it is built anew whenever it cannot be trusted to say what they say.
 *
 * <p>Depends on {@code lab.bundle}, {@code lab.verdict}, base, and SQLite's driver. One thread at a
 * time; what is returned is immutable.
 */
@NullMarked
package dev.tare.lab.history;

import org.jspecify.annotations.NullMarked;
