/**
 * What a load has learnt: of the whole load, of each of its phases, endpoints and intervals.
 *
 * <p>Depends on {@code base} alone. Records; the histograms in them belong to who handed them out.
 */
@NullMarked
package dev.tare.load.result;

import org.jspecify.annotations.NullMarked;
