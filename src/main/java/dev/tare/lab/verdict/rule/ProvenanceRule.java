package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.TAINTED;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rule 11: what was weighed is known, and the same in every round. What a bundle cannot be without,
 * raw histograms above all, its reader refuses to open without.
 */
final class ProvenanceRule implements Rule {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String UNKNOWN = "unknown";

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Scenario scenario = evidence.scenario();
        if (scenario.isBare()) {
            return findings;
        }
        List<SpecimenRecord> starts =
                evidence.content().rounds().stream()
                        .flatMap(round -> round.specimens().stream())
                        .filter(started -> started.name().equals(scenario.specimen()))
                        .toList();
        // Not the configurations: they hold ports, which are others in every round.
        List<String> versions = starts.stream().map(SpecimenRecord::version).distinct().toList();
        if (versions.size() > 1) {
            findings.add(
                    tainted(
                            "several versions were measured as one: " + String.join(", ", versions),
                            "Measure each version under a name of its own."));
        } else if (versions.isEmpty() || versions.getFirst().isEmpty()) {
            findings.add(
                    remark(
                            "the version of " + scenario.specimen() + " is not known",
                            "Write the version into the specimen's name."));
        }
        boolean unhashed =
                starts.stream()
                        .anyMatch(started ->
                                !started.configurationFile().isEmpty()
                                        && !isSha256(started.configurationSha256()));
        if (unhashed) {
            findings.add(remark("its configuration has no fingerprint", "Measure again."));
        }
        findings.addAll(ofTheRun(evidence.content().manifest()));
        return findings;
    }

    private static List<Finding> ofTheRun(Manifest manifest) {
        List<Finding> findings = new ArrayList<>();
        if (manifest.commit().equals(UNKNOWN)) {
            findings.add(remark("which commit of Tare this was is not known", ""));
        }
        if (!isSha256(manifest.planSha256())) {
            findings.add(remark("the plan has no fingerprint", "Measure again."));
        }
        EnvironmentRecord environment = manifest.environment();
        List<String> missing = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("the kernel", environment.kernel());
        facts.put("the CPU's model", environment.cpuModel());
        facts.put("the Java version", environment.javaVersion());
        facts.forEach((name, value) -> {
            if (value.isEmpty() || value.equals(UNKNOWN)) {
                missing.add(name);
            }
        });
        if (!missing.isEmpty()) {
            findings.add(
                    remark(
                            "of the machine is not known: " + String.join(", ", missing),
                            "Note it beside the bundle."));
        }
        return findings;
    }

    private static boolean isSha256(String text) {
        return SHA256.matcher(text).matches();
    }

    private static Finding tainted(String sentence, String remedy) {
        return Finding.both(Finding.ALL_BUT_ERRORS, new Reason(11, TAINTED, sentence, remedy));
    }

    private static Finding remark(String sentence, String remedy) {
        return new Finding(Set.of(), Set.of(), true, new Reason(11, VALID, sentence, remedy));
    }
}
