package dev.tare.lab.beside;

import dev.tare.lab.plan.Published;

/**
 * Whether a bundle has a fault that published figures had.
 *
 * @param fault as published
 * @param state whether it is there
 * @param sentence our figures that say so, without a full stop
 */
public record FaultAnswer(Published.Fault fault, State state, String sentence) {

    /** Whether a fault is there. */
    public enum State {
        /** It was looked for and is not there. */
        ABSENT("not here"),
        /** It is there. */
        PRESENT("here too"),
        /** The run has nothing in which it could show. */
        NOT_TESTED("not tested");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** As a person reads it. */
        public String words() {
            return words;
        }
    }
}
