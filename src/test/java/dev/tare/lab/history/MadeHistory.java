package dev.tare.lab.history;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/** Makes folders of bundles whose truth is known: one a day, from 1 March 2026 on. */
public final class MadeHistory {
    /** CPU a request that the specimen takes where nothing else is said, ns. */
    public static final double CPU_NS = 31_000;

    private static final long FIRST_EPOCH_NS = 1_772_323_200_000_000_000L;
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final double ADDED_NS = 120_000;

    private MadeHistory() {}

    /** Bundles named {@code 0000}, {@code 0001} …, with a specimen {@code envoy}. */
    public static void write(Path folder, int count) throws IOException {
        write(folder, count, index -> CPU_NS);
    }

    /** The same, whose CPU a request depends on the bundle's number. */
    public static void write(Path folder, int count, IntToDoubleFunction cpuNs) throws IOException {
        for (int index = 0; index < count; index++) {
            SyntheticBundle.write(
                    content(index, cpuNs.applyAsDouble(index)),
                    folder.resolve(String.format(Locale.ROOT, "%04d", index)));
        }
    }

    /** One bundle in memory: six blocks, few different values, so that it is quickly made. */
    public static BundleContent content(int index, double cpuNs) {
        BundleContent content =
                new SyntheticBundle(1_000 + index)
                        .specimen("envoy", cpuNs, ADDED_NS)
                        .blocks(6)
                        .spread(0.02, 0.02)
                        .distinctValues(10)
                        .content();
        return withManifest(
                content,
                manifest ->
                        new Manifest(
                                manifest.formatVersion(),
                                manifest.tareVersion(),
                                String.format(Locale.ROOT, "%012x", 0xabc000 + index),
                                FIRST_EPOCH_NS + index * DAY_NS,
                                manifest.commandLine(),
                                manifest.seed(),
                                manifest.planSha256(),
                                manifest.plan(),
                                manifest.environment()));
    }

    /** The same bundle under another manifest. */
    public static BundleContent withManifest(
            BundleContent content, UnaryOperator<Manifest> change) {
        return new BundleContent(
                change.apply(content.manifest()),
                content.rounds(),
                content.blocks(),
                content.end(),
                Optional.empty());
    }

    /** The same bundle from a machine with another CPU. */
    public static BundleContent onCpu(BundleContent content, String cpuModel) {
        return withManifest(
                content,
                manifest -> {
                    EnvironmentRecord old = manifest.environment();
                    return new Manifest(
                            manifest.formatVersion(),
                            manifest.tareVersion(),
                            manifest.commit(),
                            manifest.createdEpochNs(),
                            manifest.commandLine(),
                            manifest.seed(),
                            manifest.planSha256(),
                            manifest.plan(),
                            new EnvironmentRecord(
                                    old.osName(),
                                    old.kernel(),
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

    /** The same bundle of a plan of another name. */
    public static BundleContent ofPlan(BundleContent content, String name) {
        return withManifest(
                content,
                manifest -> {
                    PlanRecord old = manifest.plan();
                    return new Manifest(
                            manifest.formatVersion(),
                            manifest.tareVersion(),
                            manifest.commit(),
                            manifest.createdEpochNs(),
                            manifest.commandLine(),
                            manifest.seed(),
                            manifest.planSha256(),
                            new PlanRecord(
                                    name,
                                    old.specimens(),
                                    old.workloads(),
                                    old.blocks(),
                                    old.leadNs(),
                                    old.measuredNs(),
                                    old.warmUpNs(),
                                    old.scale()),
                            manifest.environment());
                });
    }

    /** The same bundle whose run was killed. */
    public static BundleContent unfinished(BundleContent content) {
        return new BundleContent(
                content.manifest(),
                content.rounds(),
                content.blocks(),
                Optional.empty(),
                Optional.empty());
    }
}
