/**
 * The way of a run: rounds, warm-up, blocks and slices; resume; what happens when something fails.
 *
 * <p>Depends on {@code lab.plan}, {@code lab.bundle}, {@code lab.grpc} (calls of what runs
 * already), the worker's protocol and {@code specimen.control}. One thread drives an experiment; a
 * second one samples CPU clocks at the edges of slices.
 */
@NullMarked
package dev.tare.lab.experiment;

import org.jspecify.annotations.NullMarked;
