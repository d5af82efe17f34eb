package dev.tare.lab.experiment;

import dev.tare.lab.bundle.Usage;
import dev.tare.specimen.control.process.CpuMeter;
import dev.tare.specimen.control.process.ResourceUse;
import dev.tare.specimen.control.process.UsageSample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what a party's processes have used.
 *
 * <p>Thread-safety: called by the thread that drives the experiment and, during a slice, by the one
 * that samples its edges.
 */
final class UsageProbe {
    /** A party whose processes are not known. */
    static final UsageProbe NOT_VISIBLE = new UsageProbe(List.of());

    private final List<CpuMeter> meters;

    private UsageProbe(List<CpuMeter> meters) {
        this.meters = List.copyOf(meters);
    }

    static UsageProbe of(CpuMeter meter) {
        return new UsageProbe(List.of(meter));
    }

    /** A party of several process trees, whose use is added; none is a party that is not known. */
    static UsageProbe of(List<CpuMeter> meters) {
        return new UsageProbe(meters);
    }

    /** What was used until now; empty where nothing is visible. */
    Optional<UsageSample> sample() {
        return meters.isEmpty()
                ? Optional.empty()
                : Optional.of(UsageSample.sum(meters.stream().map(CpuMeter::sample).toList()));
    }

    /** The processes now, the roots first of their trees. */
    List<Long> pids() {
        return meters.stream().flatMap(meter -> meter.pids().stream()).toList();
    }

    /** The first of them; empty where none is visible. */
    OptionalLong firstPid() {
        return pids().stream().mapToLong(Long::longValue).findFirst();
    }

    /** What was used between two samples, as it was sampled. */
    Usage between(Optional<UsageSample> from, Optional<UsageSample> until) {
        return use(from, until).map(use -> usage(use, 1, use.windowNs())).orElse(Usage.NOT_VISIBLE);
    }

    /**
     * What was used between two samples, brought to a window of {@code windowNs}.
     *
     * <p>The sampling thread wakes up late by some microseconds, on a busy core by milliseconds.
     * Under a steady load CPU time grows in proportion to time, so scaling the sample's span to the
     * window takes that lateness out to first order.
     */
    Usage within(long windowNs, Optional<UsageSample> from, Optional<UsageSample> until) {
        return use(from, until)
                .map(use -> usage(use, (double) windowNs / use.windowNs(), windowNs))
                .orElse(Usage.NOT_VISIBLE);
    }

    /** What the figures lack, in sentences. */
    List<String> losses(Optional<UsageSample> from, Optional<UsageSample> until) {
        return use(from, until).map(ResourceUse::losses).orElse(List.of());
    }

    private Optional<ResourceUse> use(Optional<UsageSample> from, Optional<UsageSample> until) {
        if (from.isEmpty() || until.isEmpty()) {
            return Optional.empty();
        }
        ResourceUse use = ResourceUse.between(from.get(), until.get());
        return Optional.of(use).filter(u -> u.visible() && u.windowNs() > 0);
    }

    private static Usage usage(ResourceUse use, double scale, long windowNs) {
        return new Usage(
                true,
                Math.max(0, Math.round(use.cpuNs() * scale)),
                windowNs,
                use.peakResidentBytes(),
                use.processes(),
                use.runDelayNs() < 0 ? -1 : Math.round(use.runDelayNs() * scale));
    }
}
