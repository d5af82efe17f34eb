package dev.tare.lab.experiment;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.lab.plan.ApplicationSpec;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.ProtocolSpec;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.load.worker.StreamWorkerClient;
import dev.tare.load.worker.WorkerClient;
import dev.tare.specimen.control.SpecimenStarter;
import dev.tare.specimen.control.StartedSpecimen;
import dev.tare.specimen.control.identity.RunCertificates;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.process.CorePlan;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.MachineLimits;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.mesh.StartedMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All parties of one round, started, pinned and proven to answer; closing it stops them all.
 *
 * <p>Thread-safety: one thread.
 */
final class Stage implements AutoCloseable {
    private static final long HEALTH_LIMIT_NS = 15_000_000_000L;

    /** How long before an intended start an instrument with a core of its own spins. */
    private static final long SPIN_NS = 60_000;

    /**
     * The same where it shares its core with the origin: about what the kernel takes to wake it, so
     * that it is on time and yet hardly ever spins in the origin's way.
     */
    private static final long SHARED_CORE_SPIN_NS = 30_000;

    /** What a specimen takes to see that its connections to the origin are closed. */
    private static final long MIN_CLOSE_NS = 5_000_000;

    private static final long CLOSE_NS_PER_CONNECTION = 20_000;

    /** How long after its streams a process may still seem to be there. */
    private static final long END_LIMIT_NS = 1_000_000_000L;

    private final Plan plan;
    private final Path folder;
    private final ExperimentListener listener;
    private final Launcher launcher;
    private final CorePlan cores;
    private final NanoClock clock = NanoClock.system();
    private final List<RunningSpecimen> specimens = new ArrayList<>();
    private final SpecimenRecords records = new SpecimenRecords();
    private final MeshStage meshes;
    private Optional<OriginProcess> origin = Optional.empty();
    private Optional<RunCertificates> certificates = Optional.empty();
    private UsageProbe originUsage = UsageProbe.NOT_VISIBLE;
    private @Nullable WorkerClient worker;
    private @Nullable RunningProcess workerProcess;
    private @Nullable SliceRunner slices;
    private @Nullable RunningCalls calls;

    private Stage(
            Plan plan,
            Path folder,
            ExperimentListener listener,
            Launcher launcher,
            CorePlan cores) {
        this.plan = plan;
        this.folder = folder;
        this.listener = listener;
        this.launcher = launcher;
        this.cores = cores;
        meshes = new MeshStage(plan, launcher, folder, HEALTH_LIMIT_NS, listener);
    }

    /**
     * Starts everything.
     *
     * @param bundleFolder logs and files of the parties go into its {@code logs} folder
     * @throws StartFailure when a party does not start or does not answer; nothing is left running
     */
    static Stage open(Plan plan, Path bundleFolder, int round, ExperimentListener listener)
            throws IOException, InterruptedException {
        Launcher launcher = Launcher.open(NanoClock.system());
        boolean opened = false;
        Stage stage = null;
        try {
            CorePlan cores = CorePlan.of(launcher.allowedCores(), threads(plan));
            Path folder = bundleFolder.resolve("logs").resolve("%04d".formatted(round));
            Files.createDirectories(folder);
            stage = new Stage(plan, folder, listener, launcher, cores);
            stage.startAll();
            opened = true;
            return stage;
        } finally {
            if (!opened) {
                launcher.close();
                if (stage != null) {
                    stage.meshes.close();
                    stage.removeCertificates();
                }
            }
        }
    }

    /** How many cores the widest specimen of the plan could use. */
    static int threads(Plan plan) {
        return plan.specimens().stream().mapToInt(SpecimenDefinitions::threads).max().orElse(1);
    }

    private void startAll() throws IOException, InterruptedException {
        if (cores.pinned()) {
            launcher.pin(ProcessHandle.current().pid(), cores.runner());
        }
        Endpoint behind = startOrigin();
        RunningCalls made = RunningCalls.of(plan, folder);
        calls = made;
        if (plan.specimens().stream().anyMatch(SpecimenDefinitions::tlsOfGateway)) {
            listener.stage("making certificates");
            certificates = Optional.of(RunCertificates.make());
        }
        for (SpecimenSpec spec : plan.specimens()) {
            listener.stage("starting " + spec.name());
            specimens.add(start(spec, behind));
        }
        listener.stage("starting the instrument");
        RunningProcess process =
                launcher.start(
                        Launch.of(
                                        "instrument",
                                        OwnProgram.WORKER.command(),
                                        folder.resolve("instrument.log"))
                                .on(cores.instrument())
                                .piped());
        workerProcess = process;
        WorkerClient client = new StreamWorkerClient(process.output(), process.input());
        worker = client;
        slices =
                new SliceRunner(
                        client,
                        clock,
                        originUsage,
                        UsageProbe.of(launcher.meter(process)),
                        IoBackEnd.AUTO,
                        spinNs(cores),
                        afterwards(),
                        made);
    }

    /** How long before an intended start the instrument spins, ns. */
    static long spinNs(CorePlan cores) {
        boolean ownCore = cores.pinned() && !cores.instrument().equals(cores.origin());
        return ownCore ? SPIN_NS : SHARED_CORE_SPIN_NS;
    }

    /** Where the machine has no room for all connections that specimens keep, they keep none. */
    private SliceRunner.Afterwards afterwards() {
        ConnectionBudget budget = ConnectionBudget.of(plan, MachineLimits.system());
        if (origin.isEmpty() || !budget.closes()) {
            return _ -> {};
        }
        OriginProcess closing = origin.get();
        return workload -> {
            closing.closeIdle();
            Sleep.forNs(MIN_CLOSE_NS + CLOSE_NS_PER_CONNECTION * workload.connections());
        };
    }

    /** Starts the built-in origin, unless bare is a service of the user's. */
    private Endpoint startOrigin() throws IOException {
        if (plan.specimens().getFirst() instanceof SpecimenSpec.Running running) {
            if (running.pid().isPresent()) {
                originUsage = UsageProbe.of(launcher.meter(running.pid().getAsLong()));
            }
            return SpecimenDefinitions.endpoint(running);
        }
        listener.stage("starting the origin");
        OriginProcess started = OriginProcess.start(launcher, folder, cores.origin());
        origin = Optional.of(started);
        originUsage = UsageProbe.of(launcher.meter(started.process()));
        return started.endpoint();
    }

    private RunningSpecimen start(SpecimenSpec spec, Endpoint behind)
            throws IOException, InterruptedException {
        WorkloadSpec workload = probed();
        Optional<TlsClientOptions> ofRunning = RunningTls.options(spec, folder);
        HealthProbe probe =
                new HealthProbe(
                        StageSpecimen.request(spec, workload),
                        workload.check(),
                        ofRunning.isPresent() && spec instanceof SpecimenSpec.Running running
                                ? Optional.of(RunningTls.sockets(running, ofRunning.get()))
                                : Optional.empty());
        if (MeshStage.hasMany(plan, spec)) {
            return startMany(spec, behind, probe);
        }
        StartedSpecimen started = start(spec, behind, probe, answered(spec, ofRunning));
        boolean isBare =
                spec.equals(plan.specimens().getFirst()) || spec instanceof SpecimenSpec.Bare;
        UsageProbe usage = isBare ? UsageProbe.NOT_VISIBLE : UsageProbe.of(started.meter());
        return new StageSpecimen(
                spec, started, usage, records.of(spec, started), ofRunning.or(() -> tls(spec)));
    }

    /** Requests beyond HTTP/1.1 that it answered, if it is sent no others; 0: it is sent others. */
    private int answered(SpecimenSpec spec, Optional<TlsClientOptions> tls) throws IOException {
        if (!(spec instanceof SpecimenSpec.Running running)) {
            return 0;
        }
        int answered = Objects.requireNonNull(calls).prove(plan, running, tls);
        boolean others =
                plan.workloads().stream()
                        .filter(workload -> plan.specimensOf(workload).contains(spec))
                        .anyMatch(workload -> workload.protocol().equals(ProtocolSpec.HTTP1));
        return others ? 0 : answered;
    }

    private StartedSpecimen start(
            SpecimenSpec spec, Endpoint behind, HealthProbe probe, int answered)
            throws StartFailure, InterruptedException {
        SpecimenStarter starter =
                new SpecimenStarter(
                        launcher,
                        folder,
                        behind,
                        probe,
                        cores.specimenFor(SpecimenDefinitions.threads(spec)),
                        HEALTH_LIMIT_NS,
                        certificates);
        return starter.start(SpecimenDefinitions.of(spec, answered));
    }

    private Optional<TlsClientOptions> tls(SpecimenSpec spec) {
        return certificates
                .filter(made -> SpecimenDefinitions.tlsOfGateway(spec))
                .map(made -> StageSpecimen.trusting(made.authority()));
    }

    /** Services with sidecars, or with a gateway, or behind a link, or alone. */
    private RunningSpecimen startMany(SpecimenSpec spec, Endpoint behind, HealthProbe probe)
            throws IOException, InterruptedException {
        StartedMesh mesh =
                meshes.start(
                        spec, behind, probe, cores.specimenFor(SpecimenDefinitions.threads(spec)));
        boolean alone =
                spec instanceof SpecimenSpec.Bare
                        || spec instanceof SpecimenSpec.Link
                        || MeshStage.topology(spec).isPresent();
        if (alone) {
            return new StageMesh(
                    spec.name(),
                    mesh,
                    Optional.empty(),
                    Optional.empty(),
                    records.of(spec, mesh, Optional.empty()));
        }
        StartedSpecimen gateway = start(spec, mesh.address(), probe, 0);
        return new StageMesh(
                spec.name(),
                mesh,
                Optional.of(gateway),
                tls(spec),
                records.of(spec, mesh, Optional.of(gateway)));
    }

    /** The first of HTTP/1.1 whose answer a probe reads whole, or else that with the shortest. */
    private WorkloadSpec probed() {
        List<WorkloadSpec> spoken =
                plan.workloads().stream()
                        .filter(w -> w.protocol().equals(ProtocolSpec.HTTP1))
                        .toList();
        List<WorkloadSpec> possible = spoken.isEmpty() ? plan.workloads() : spoken;
        return possible.stream()
                .filter(w -> w.check().bodyLength() <= HealthProbe.MAX_ANSWER_BYTES)
                .findFirst()
                .orElseGet(() ->
                        possible.stream()
                                .min(Comparator.comparingLong(w -> w.check().bodyLength()))
                                .orElseThrow());
    }

    List<RunningSpecimen> specimens() {
        return List.copyOf(specimens);
    }

    /** Configurations made for the specimens, by file name. */
    Map<String, String> configurations() {
        return records.configurations();
    }

    SliceRunner slices() {
        return Objects.requireNonNull(slices);
    }

    /**
     * The origin, if it is Tare's own and every request of the load is one of its: an application
     * may ask it more often.
     */
    Optional<OriginProcess> countingOrigin() {
        return origin.filter(_ -> plan.application().equals(ApplicationSpec.NONE));
    }

    /** What became of the origin or of the instrument if one is gone, in one sentence. */
    Optional<String> loss() {
        if (workerProcess != null && !workerProcess.isAlive()) {
            return Optional.of("the instrument was lost: it " + workerProcess.epitaph());
        }
        return origin.flatMap(OriginProcess::loss);
    }

    /**
     * What lies behind a failure of the instrument's streams: they end a moment before its end is
     * known.
     */
    ExperimentException explained(IOException failure) throws InterruptedException {
        if (workerProcess != null) {
            workerProcess.awaitEnd(END_LIMIT_NS);
        }
        return new ExperimentException(
                loss().orElse(String.valueOf(failure.getMessage())), failure);
    }

    private void removeCertificates() throws IOException {
        if (certificates.isPresent()) {
            certificates.get().close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.stage("stopping");
        if (slices != null) {
            slices.close();
        }
        if (worker != null) {
            worker.close();
        }
        launcher.close();
        meshes.close();
        removeCertificates();
    }
}
