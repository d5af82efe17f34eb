package dev.tare.lab.find;

/** What a search came to. Rates are offered ones, a second. */
public sealed interface Answer {
    /**
     * There is a highest rate: between the two ends the objective begins to break.
     *
     * @param low the highest rate that meets the objective, below all that did not
     * @param high the lowest rate that did not
     * @param higherMet rates above {@code high} that met it all the same
     * @param settled whether the ends are as near as was asked, and were repeated
     */
    record Found(RateEnd low, RateEnd high, int higherMet, boolean settled) implements Answer {}

    /**
     * The server met the objective as far as the generator could go: the highest rate is at least
     * this.
     *
     * @param low the highest rate that meets the objective
     * @param high the lowest rate at which the generator came late
     */
    record GeneratorLimit(RateEnd low, RateEnd high, boolean settled) implements Answer {}

    /**
     * The objective held up to the highest rate that was allowed.
     *
     * @param high that rate, or the highest that was come to
     */
    record NeverBroke(RateEnd high, boolean settled) implements Answer {}

    /**
     * The lowest rate does not meet the objective.
     *
     * @param low that rate; its {@code mostly} says why
     */
    record NotMet(RateEnd low) implements Answer {}

    /** Stopped before there was a single point. */
    record Nothing() implements Answer {}
}
