package dev.tare.lab.cost;

/**
 * Money, in the currency of the prices.
 *
 * @param atRatePerSec the rate that it is told at
 * @param perMillion for a million requests
 * @param perMonth for a month of {@link RunningCost#HOURS_PER_MONTH} hours
 */
public record Money(double atRatePerSec, CostFigure perMillion, CostFigure perMonth) {}
