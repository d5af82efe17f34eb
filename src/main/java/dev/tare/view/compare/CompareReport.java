package dev.tare.view.compare;

import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.Gate;

/**
 * What is shown of a comparison.
 *
 * @param comparison itself
 * @param gate the limits that it was held against; without any checks where none were set
 * @param tareVersion of the program that compares
 */
public record CompareReport(Comparison comparison, Gate gate, String tareVersion) {}
