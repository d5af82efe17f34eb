package dev.tare.view.find;

import dev.tare.lab.find.RateCurve;

/**
 * All that is told of a search.
 *
 * @param url what was loaded
 * @param curve what was measured
 * @param tareVersion of the program that measured
 * @param commit it was built from
 * @param startedEpochNs when the search began
 */
public record FindReport(
        String url, RateCurve curve, String tareVersion, String commit, long startedEpochNs) {}
