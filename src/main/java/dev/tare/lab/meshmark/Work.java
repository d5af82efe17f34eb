package dev.tare.lab.meshmark;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.ScenarioResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is measured through takes itself, in one scenario: the origin and the applications, without
 * any proxy.
 *
 * @param cpuNsPerRequest CPU a completed request, ns, more than 0
 * @param peakBytes most memory resident in a slice
 */
record Work(double cpuNsPerRequest, double peakBytes) {

    /** Of all measured phases; empty where a process is not visible. */
    static Optional<Work> of(BundleContent content, ScenarioResult scenario) {
        List<SliceRecord> slices =
                content.blocks().stream()
                        .flatMap(block -> block.blockRecord().slices().stream())
                        .filter(slice -> slice.specimen().equals(scenario.specimen()))
                        .filter(slice -> slice.workload().equals(scenario.workload()))
                        .toList();
        long cpuNs = 0;
        long done = 0;
        double peakBytes = 0;
        for (SliceRecord slice : slices) {
            List<Usage> parties = parties(slice).toList();
            if (!parties.stream().allMatch(Usage::visible)) {
                return Optional.empty();
            }
            cpuNs += parties.stream().mapToLong(Usage::cpuNs).sum();
            done += slice.measured().doneInside();
            peakBytes =
                    Math.max(
                            peakBytes,
                            (double) parties.stream().mapToLong(Usage::peakResidentBytes).sum());
        }
        return cpuNs > 0 && done > 0 && peakBytes > 0
                ? Optional.of(new Work((double) cpuNs / done, peakBytes))
                : Optional.empty();
    }

    private static Stream<Usage> parties(SliceRecord slice) {
        return Stream.concat(
                Stream.of(slice.originUsage()),
                slice.parts().stream()
                        .filter(part -> part.role() == PartUsage.Role.APPLICATION)
                        .map(PartUsage::usage));
    }
}
