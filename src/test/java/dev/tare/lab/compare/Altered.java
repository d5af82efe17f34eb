package dev.tare.lab.compare;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import java.util.function.UnaryOperator;

/** Bundles whose manifest tells of another machine, program or load. */
public final class Altered {
    private Altered() {}

    /** Another processor under another kernel. */
    public static BundleContent machine(BundleContent content, String cpuModel, String kernel) {
        return manifest(
                content,
                manifest -> {
                    EnvironmentRecord old = manifest.environment();
                    return with(
                            manifest,
                            manifest.plan(),
                            new EnvironmentRecord(
                                    old.osName(),
                                    kernel,
                                    old.architecture(),
                                    cpuModel,
                                    old.cores(),
                                    old.memoryBytes(),
                                    old.clockSource(),
                                    old.javaVersion(),
                                    old.jvmFlags(),
                                    old.ioBackEnd(),
                                    old.pinning(),
                                    old.settings(),
                                    old.notes()));
                });
    }

    /** That workload with as many connections. */
    public static BundleContent connections(
            BundleContent content, String workload, int connections) {
        return manifest(
                content,
                manifest -> {
                    PlanRecord old = manifest.plan();
                    PlanRecord plan =
                            new PlanRecord(
                                    old.name(),
                                    old.specimens(),
                                    old.workloads().stream()
                                            .map(w ->
                                                    w.name().equals(workload)
                                                            ? with(w, connections)
                                                            : w)
                                            .toList(),
                                    old.blocks(),
                                    old.leadNs(),
                                    old.measuredNs(),
                                    old.warmUpNs());
                    return with(manifest, plan, manifest.environment());
                });
    }

    private static WorkloadRecord with(WorkloadRecord old, int connections) {
        return new WorkloadRecord(
                old.name(),
                old.request(),
                old.check(),
                connections,
                old.threads(),
                old.timeoutNs(),
                old.model(),
                old.law(),
                old.offeredRatePerSec(),
                old.shareOfSlowest(),
                old.endpoints());
    }

    private static Manifest with(Manifest old, PlanRecord plan, EnvironmentRecord environment) {
        return new Manifest(
                old.formatVersion(),
                old.tareVersion(),
                old.commit(),
                old.createdEpochNs(),
                old.commandLine(),
                old.seed(),
                old.planSha256(),
                plan,
                environment);
    }

    private static BundleContent manifest(BundleContent content, UnaryOperator<Manifest> change) {
        return new BundleContent(
                change.apply(content.manifest()),
                content.rounds(),
                content.blocks(),
                content.end());
    }
}
