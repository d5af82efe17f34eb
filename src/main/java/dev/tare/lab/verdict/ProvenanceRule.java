package dev.tare.lab.verdict;

import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import java.util.ArrayList;
import java.util.List;

/** Rule 11: what was weighed is known, and the same in every round. */
final class ProvenanceRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Scenario scenario = evidence.scenario();
        if (scenario.isBare()) {
            return findings;
        }
        List<String> versions =
                evidence.content().rounds().stream()
                        .flatMap(round -> round.specimens().stream())
                        .filter(started -> started.name().equals(scenario.specimen()))
                        .map(SpecimenRecord::version)
                        .distinct()
                        .toList();
        if (versions.size() > 1) {
            findings.add(
                    Finding.both(
                            Finding.ALL_BUT_ERRORS,
                            new Reason(
                                    11,
                                    TAINTED,
                                    "several versions were measured as one: "
                                            + String.join(", ", versions),
                                    "Measure each version under a name of its own.")));
        } else if (versions.isEmpty() || versions.getFirst().isEmpty()) {
            findings.add(
                    Finding.remark(11, "the version of " + scenario.specimen() + " is not known"));
        }
        Manifest manifest = evidence.content().manifest();
        if (manifest.commit().equals("unknown")) {
            findings.add(Finding.remark(11, "which commit of Tare this was is not known"));
        }
        return findings;
    }
}
