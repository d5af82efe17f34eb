package dev.tare.lab.experiment;

import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.EpochClock;
import dev.tare.lab.bundle.BundleException;
import dev.tare.lab.bundle.BundleWriter;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.Redaction;
import dev.tare.lab.plan.EndpointSpec;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.PlanWriter;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.Timetable;
import dev.tare.lab.plan.WorkloadSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Begins a bundle: names its folder and writes down what was asked for, and of whom. */
public final class BundleStart {
    private static final String RESULTS_FOLDER = "tare-results";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);
    private static final int MAX_NAMES = 100;

    private BundleStart() {}

    /**
     * Creates the bundle.
     *
     * @param out its folder; empty: one named after the time
     * @param commandLine the words after {@code tare}
     * @param notes what a reader should know, such as a proxy that was not found
     * @throws BundleException when the folder cannot be used; the message is one line
     */
    public static BundleWriter create(
            Optional<Path> out,
            Plan plan,
            List<String> commandLine,
            String version,
            String commit,
            List<String> notes)
            throws BundleException {
        long epochNs = EpochClock.system().epochNs();
        String planJson = PlanWriter.toJson(withoutSecrets(plan));
        Manifest manifest =
                new Manifest(
                        Manifest.FORMAT_VERSION,
                        version,
                        commit,
                        epochNs,
                        commandLine,
                        plan.seed(),
                        sha256(planJson),
                        planRecord(plan),
                        EnvironmentProbe.look(notes, Stage.threads(plan)));
        BundleWriter bundle = BundleWriter.create(out.orElseGet(() -> fresh(epochNs)), manifest);
        bundle.writePlan(planJson);
        return bundle;
    }

    /** The plan as it may be written down (rule 11). */
    public static Plan withoutSecrets(Plan plan) {
        return new Plan(
                plan.name(),
                plan.specimens().stream().map(BundleStart::withoutSecrets).toList(),
                plan.workloads().stream()
                        .map(workload ->
                                new WorkloadSpec(
                                        workload.name(),
                                        Redaction.request(workload.request()),
                                        workload.check(),
                                        workload.connections(),
                                        workload.threads(),
                                        workload.timeoutNs(),
                                        workload.arrivals(),
                                        workload.specimens(),
                                        workload.sliceNs(),
                                        workload.endpoints().stream()
                                                .map(BundleStart::withoutSecrets)
                                                .toList(),
                                        workload.protocol()))
                        .toList(),
                plan.blocks(),
                plan.durationNs(),
                plan.seed(),
                plan.scale(),
                plan.published(),
                plan.application(),
                plan.warmUpNs());
    }

    private static EndpointSpec withoutSecrets(EndpointSpec endpoint) {
        RequestSpec redacted =
                Redaction.request(
                        new RequestSpec(
                                endpoint.method(),
                                endpoint.url(),
                                endpoint.fields(),
                                endpoint.body()));
        return new EndpointSpec(
                endpoint.name(),
                endpoint.weight(),
                redacted.method(),
                redacted.target(),
                redacted.fields(),
                redacted.body(),
                endpoint.check());
    }

    private static SpecimenSpec withoutSecrets(SpecimenSpec specimen) {
        return specimen instanceof SpecimenSpec.Command command
                ? new SpecimenSpec.Command(command.name(), Redaction.text(command.command()))
                : specimen;
    }

    /** The fingerprint by which a resumed run knows its plan. */
    public static String planSha256(Plan plan) {
        return sha256(PlanWriter.toJson(withoutSecrets(plan)));
    }

    private static Path fresh(long epochNs) {
        Instant now = Instant.ofEpochSecond(0, epochNs);
        String stamp = STAMP.format(now.atZone(ZoneId.systemDefault()));
        Path folder = Path.of(RESULTS_FOLDER, stamp);
        for (int i = 2; Files.exists(folder) && i < MAX_NAMES; i++) {
            folder = Path.of(RESULTS_FOLDER, stamp + "-" + i);
        }
        return folder;
    }

    static PlanRecord planRecord(Plan plan) {
        Timetable timetable = Timetable.of(plan);
        return new PlanRecord(
                plan.name(),
                plan.specimens().stream().map(SpecimenSpec::name).toList(),
                plan.workloads().stream().map(BundleStart::workloadRecord).toList(),
                plan.blocks(),
                timetable.leadNs(),
                timetable.measuredNs(),
                timetable.warmUpNs(),
                plan.scale());
    }

    private static WorkloadRecord workloadRecord(WorkloadSpec workload) {
        String law = "";
        double ratePerSec = 0;
        double share = 0;
        switch (workload.arrivals()) {
            case WorkloadSpec.Arrivals.Closed ignored -> {}
            case WorkloadSpec.Arrivals.Rate rate -> {
                law = rate.law().name().toLowerCase(Locale.ROOT);
                ratePerSec = rate.ratePerSec();
            }
            case WorkloadSpec.Arrivals.ShareOfSlowest of -> {
                law = of.law().name().toLowerCase(Locale.ROOT);
                share = of.share();
            }
        }
        return new WorkloadRecord(
                workload.name(),
                workload.request(),
                workload.check(),
                workload.connections(),
                workload.threads(),
                workload.timeoutNs(),
                workload.open() ? "open" : "closed",
                law,
                ratePerSec,
                share,
                workload.endpoints().stream().map(EndpointSpec::name).toList(),
                workload.protocol().key());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
