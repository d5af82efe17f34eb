/**
 * The highest rate that meets an objective: one open-loop load after another in this process, each
 * a point of the curve of rate against objective. {@link dev.tare.lab.find.RateSearch} says which
 * rate comes next, {@link dev.tare.lab.find.PointJudge} what a point came to; both are pure. {@link
 * dev.tare.lab.find.RateRunner} loads.
 *
 * <p>Depends on {@code lab.objective}, {@code lab.verdict} (the words of thresholds), {@code
 * lab.load} (its own CPU time), {@code load.engine} with what it is asked and answers, and base.
 *
 * <p>Threads: the one that runs the search; only {@link dev.tare.lab.find.RateRunner#stop} is for
 * others.
 */
@NullMarked
package dev.tare.lab.find;

import org.jspecify.annotations.NullMarked;
