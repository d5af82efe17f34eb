package dev.tare.lab.meshmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.stats.SplitMix64;
import dev.tare.lab.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScoreTest {
    private static final int DRAWS = 500;
    private static final List<Term> TERMS = List.of(Term.values());

    private static List<Efficiency> all(double... values) {
        List<Efficiency> efficiencies = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            efficiencies.add(new Efficiency(TERMS.get(i), values[i], values[i], values[i], ""));
        }
        return efficiencies;
    }

    private static double score(Weights weights, double... values) {
        return Score.of(all(values), weights, "").value();
    }

    private static double[] draw(SplitMix64 random) {
        return TERMS.stream().mapToDouble(term -> random.nextDouble()).toArray();
    }

    private static Weights weights(SplitMix64 random) {
        Weights weights = Weights.EVEN;
        for (Term term : TERMS) {
            weights = weights.with(term, random.nextDouble() - 0.5);
        }
        return weights;
    }

    @Test
    void theWorkedExampleOfTheDocumentationIsRight() {
        double[] values = {0.9, 0.8, 0.5, 0.25, 1, 1};

        assertThat(score(Weights.EVEN, values)).isCloseTo(76.875, within(1e-9));
        assertThat(score(Weights.EVEN.with(Term.TAIL, 0.5), values))
                .isCloseTo(73.8235, within(1e-4));
    }

    @Test
    void withoutWeightsItIsTheMeanOfTheClassesMeans() {
        assertThat(score(Weights.EVEN, 1, 0, 0, 0, 0, 0)).isCloseTo(25, within(1e-9));
        assertThat(score(Weights.EVEN, 0, 0, 1, 0, 0, 0)).isCloseTo(12.5, within(1e-9));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void itLiesFrom0To100AndTheBestIs100WhateverTheWeights(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < DRAWS; i++) {
            Weights weights = weights(random);

            assertThat(score(weights, draw(random))).isBetween(0.0, 100.0);
            assertThat(score(weights, 1, 1, 1, 1, 1, 1)).isCloseTo(100, within(1e-9));
            assertThat(score(weights, 0, 0, 0, 0, 0, 0)).isZero();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void aBetterTermNeverLowersIt(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < DRAWS; i++) {
            Weights weights = weights(random);
            double[] values = draw(random);
            double[] better = values.clone();
            int term = random.nextInt(better.length);
            better[term] += (1 - better[term]) * random.nextDouble();

            assertThat(score(weights, better)).isGreaterThanOrEqualTo(score(weights, values));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 8, 9})
    void aHeavierTermDrawsTheScoreToItself(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < DRAWS; i++) {
            double[] values = draw(random);
            int index = random.nextInt(TERMS.size());
            Term term = TERMS.get(index);
            Weights lighter = weights(random).with(term, -0.4);
            Weights heavier = lighter.with(term, 0.4);
            double own = 100 * values[index];

            assertThat(Math.abs(score(heavier, values) - own))
                    .isLessThanOrEqualTo(Math.abs(score(lighter, values) - own) + 1e-9);
        }
    }

    @Test
    void equalWeightsChangeNothing() {
        double[] values = {0.9, 0.2, 0.7, 0.4, 1, 0.5};
        Weights half = Weights.EVEN;
        for (Term term : TERMS) {
            half = half.with(term, -0.5);
        }

        assertThat(score(half, values)).isCloseTo(score(Weights.EVEN, values), within(1e-9));
    }

    @Test
    void itsIntervalIsThatOfAllInputsAtTheirWorseAndBetterEnds() {
        List<Efficiency> inputs = new ArrayList<>(all(0.5, 0.5, 0.5, 0.5, 0.5, 0.5));
        inputs.set(0, new Efficiency(Term.CPU, 0.5, 0.3, 0.9, ""));
        inputs.set(1, new Efficiency(Term.MEMORY, 0.5, 0.4, 0.5, ""));

        Score score = Score.of(inputs, Weights.EVEN, "");

        assertThat(score.interval().orElseThrow().low()).isCloseTo(42.5, within(1e-9));
        assertThat(score.interval().orElseThrow().high()).isCloseTo(60, within(1e-9));
    }

    @Test
    void whatTaintsAnInputTaintsTheScore() {
        Score score = Score.of(all(1, 1, 1, 1, 1, 1), Weights.EVEN, "p99 is tainted");

        assertThat(score.verdict()).isEqualTo(Verdict.TAINTED);
    }

    @Test
    void aWeightBeyondHalfIsRefused() {
        assertThatThrownBy(() -> Weights.EVEN.with(Term.CPU, 0.51))
                .hasMessage("weight 0.51 of cpu must lie from -0.5 to 0.5");
        assertThatThrownBy(() -> Weights.EVEN.with(Term.CPU, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
