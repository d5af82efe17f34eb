package dev.tare.lab.find;

/**
 * One end of an answer: a rate, and what its repeats came to.
 *
 * @param ratePerSec offered, more than 0
 * @param met points that met the objective, 0 to {@code points}
 * @param points of this rate that are counted: its repeats, or all where there are fewer
 * @param mostly why those did not that did not; MET where all did
 */
public record RateEnd(double ratePerSec, int met, int points, PointVerdict mostly) {}
