package dev.tare.lab.objective;

import java.util.Optional;

/**
 * Where thresholds look figures up: a load on its own, a scenario of a run, a point of a search.
 */
public interface Figures {
    /**
     * The figure.
     *
     * @param endpoint whose; absent: of the whole
     */
    Found find(Subject subject, Optional<String> endpoint);

    /** What was found. */
    sealed interface Found {
        /**
         * A figure that may be used.
         *
         * @param value in the subject's unit
         * @param doubt why it is to be read with care; empty for a plainly valid one
         */
        record Value(double value, String doubt) implements Found {}

        /**
         * No figure, or none that may be believed.
         *
         * @param reason one sentence
         */
        record Missing(String reason) implements Found {}
    }
}
