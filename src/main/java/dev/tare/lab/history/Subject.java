package dev.tare.lab.history;

import dev.tare.lab.verdict.FigureKind;

/**
 * What a series is of.
 *
 * @param specimen name
 * @param workload name
 * @param measure figure or tare cost
 * @param kind of figure
 */
public record Subject(String specimen, String workload, Measure measure, FigureKind kind) {}
