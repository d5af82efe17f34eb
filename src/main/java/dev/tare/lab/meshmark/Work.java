package dev.tare.lab.meshmark;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Which specimen under which workload. */
    record Key(String specimen, String workload) {}

    /** Of all measured phases of every scenario; none of those with a process not visible. */
    static Map<Key, Work> all(BundleContent content) {
        Map<Key, List<SliceRecord>> slices = new HashMap<>();
        for (BundleContent.Block block : content.blocks()) {
            for (SliceRecord slice : block.blockRecord().slices()) {
                slices.computeIfAbsent(
                                new Key(slice.specimen(), slice.workload()),
                                unseen -> new ArrayList<>())
                        .add(slice);
            }
        }
        Map<Key, Work> all = new HashMap<>();
        slices.forEach((key, own) -> of(own).ifPresent(work -> all.put(key, work)));
        return all;
    }

    private static Optional<Work> of(List<SliceRecord> slices) {
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
