package dev.tare.trust;

import dev.tare.lab.bundle.BundleContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A fault that is planted on purpose.
 *
 * @param name by which it is chosen: small letters, digits, dashes
 * @param planted what was done, in words
 * @param plant how
 * @param expected how it is to be caught
 * @param timed whether a busy machine does the same to the control, so that it needs a quiet one
 */
record PlantedFault(String name, String planted, Plant plant, Expected expected, boolean timed) {

    /** One that a busy machine does not do by itself. */
    PlantedFault(String name, String planted, Plant plant, Expected expected) {
        this(name, planted, plant, expected, false);
    }

    /** The same, on a quiet machine only. */
    PlantedFault onAQuietMachine() {
        return new PlantedFault(name, planted, plant, expected, true);
    }

    /** How a fault is planted, and what is looked at as the control. */
    sealed interface Plant {}

    /**
     * A specimen among others in one run, which do not have the fault.
     *
     * @param victim what is looked at
     * @param control what must not show it
     */
    record Beside(Seat victim, Seat control) implements Plant {}

    /**
     * A record that is changed afterwards; the control is the record as it was.
     *
     * @param seat what is looked at
     * @param change what is done to it
     */
    record InRecord(Seat seat, UnaryOperator<BundleContent> change) implements Plant {}

    /**
     * A bundle's files, changed afterwards; the control is the bundle as it was.
     *
     * @param change what is done to a copy of it
     */
    record InFiles(FileChange change) implements Plant {}

    /**
     * A run of its own, in which something happens.
     *
     * @param script the run
     * @param control what must not show it: a seat of the common run; empty: the script says
     */
    record OwnRun(Script script, Optional<Seat> control) implements Plant {}

    /** Changes a bundle. */
    @FunctionalInterface
    interface FileChange {
        /**
         * Changes it.
         *
         * @param bundle its folder
         */
        void to(Path bundle) throws IOException;
    }

    /** A run with something planted in it. */
    @FunctionalInterface
    interface Script {
        /**
         * Runs it.
         *
         * @param folder empty, its own
         */
        Finish run(Path folder) throws IOException, InterruptedException;
    }

    /**
     * What a script gives.
     *
     * @param victim what the fault did
     * @param control what it did not do; empty: the common run has the control
     * @param leftOut why it could not be planted here; empty: it was
     */
    record Finish(Seen victim, Optional<Seen> control, String leftOut) {
        static Finish of(Seen victim) {
            return new Finish(victim, Optional.empty(), "");
        }

        static Finish of(Seen victim, Seen control) {
            return new Finish(victim, Optional.of(control), "");
        }

        static Finish leftOut(String why) {
            return new Finish(Seen.of(why), Optional.empty(), why);
        }
    }
}
