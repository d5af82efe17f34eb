package dev.tare.lab.objective;

import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.load.TimeKind;

/** The figure that a threshold is about. */
public sealed interface Subject {

    /** The unit of its value. */
    Unit unit();

    /**
     * A statistic of times, ns.
     *
     * @param kind which times
     * @param statistic of them
     */
    record Time(TimeKind kind, Statistic statistic) implements Subject {
        @Override
        public Unit unit() {
            return Unit.NS;
        }
    }

    /** What is made of counts. */
    enum Counted implements Subject {
        /** Requests that ended a second. */
        RATE("rate", Unit.PER_SEC),
        /** Correct answers a second. */
        GOODPUT("goodput", Unit.PER_SEC),
        /** Share of the planned requests that did not end as correct. */
        ERROR_RATIO("error_ratio", Unit.RATIO),
        /** Planned requests that did not end as correct. */
        ERRORS("errors", Unit.COUNT),
        /** Planned requests that were never sent. */
        UNSENT("unsent", Unit.COUNT);

        private final String key;
        private final Unit unit;

        Counted(String key, Unit unit) {
            this.key = key;
            this.unit = unit;
        }

        /** Its name in a threshold. */
        public String key() {
            return key;
        }

        @Override
        public Unit unit() {
            return unit;
        }
    }
}
