package dev.tare.lab.calibrate;

import dev.tare.lab.bundle.CalibrationRecord.Check;
import dev.tare.lab.bundle.CalibrationRecord.Grade;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line in the making: what was found, then how good that is.
 *
 * @param name of the part
 * @param finding without a full stop
 * @param figures of the finding, names with their units
 */
record Found(String name, String finding, Map<String, Double> figures) {

    static Found of(String name, String finding) {
        return new Found(name, finding, new LinkedHashMap<>());
    }

    /** The same with a figure more; one that is not finite is left out. */
    Found with(String figure, double value) {
        if (Double.isFinite(value)) {
            figures.put(figure, value);
        }
        return this;
    }

    /** The same with a whole number more. */
    Found with(String figure, long value) {
        return with(figure, (double) value);
    }

    Check good() {
        return new Check(name, Grade.GOOD, "", finding, "", figures);
    }

    Check notVisible() {
        return new Check(name, Grade.NOT_VISIBLE, "", finding, "", figures);
    }

    /** Not good, but nothing suffers much. */
    Check fair(String remedy) {
        return new Check(name, Grade.FAIR, "", finding, remedy, figures);
    }

    Check poorFor(String affects, String remedy) {
        return new Check(name, Grade.POOR, affects, finding, remedy, figures);
    }

    Check badFor(String affects, String remedy) {
        return new Check(name, Grade.BAD, affects, finding, remedy, figures);
    }

    /** By a figure of which less is better. */
    Check graded(double value, Steps steps, String affects, String remedy) {
        if (value <= steps.good) {
            return good();
        }
        if (value <= steps.fair) {
            return fair(remedy);
        }
        return value <= steps.poor ? poorFor(affects, remedy) : badFor(affects, remedy);
    }

    /** Up to which value something is good, fair and poor. */
    record Steps(double good, double fair, double poor) {}
}
