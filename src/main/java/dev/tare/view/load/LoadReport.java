package dev.tare.view.load;

import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.objective.ThresholdResult;
import dev.tare.lab.verdict.load.JudgedLoad;
import java.util.List;
import java.util.Set;

/**
 * All that may be printed of one load.
 *
 * @param judged the load with its verdicts
 * @param thresholds what they came to; may be empty
 * @param secretFields names of header fields, in lower case, whose values are redacted besides the
 *     customary ones
 */
public record LoadReport(
        JudgedLoad judged, List<ThresholdResult> thresholds, Set<String> secretFields) {
    public LoadReport {
        thresholds = List.copyOf(thresholds);
        secretFields = Set.copyOf(secretFields);
    }

    LoadRecord load() {
        return judged.load();
    }
}
