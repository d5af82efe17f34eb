package dev.tare.lab.experiment;

import dev.tare.lab.plan.ApplicationSpec;
import dev.tare.lab.plan.Placement;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.specimen.control.identity.WorkloadIdentities;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.control.proxy.SidecarProxy;
import dev.tare.specimen.mesh.Chart;
import dev.tare.specimen.mesh.MeshSpec;
import dev.tare.specimen.mesh.MeshStarter;
import dev.tare.specimen.mesh.StartedMesh;
import dev.tare.specimen.mesh.StartedPart;
import dev.tare.specimen.mesh.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The specimens of many parts of one round, and the identities that they share.
 *
 * <p>Thread-safety: one thread.
 */
final class MeshStage implements AutoCloseable {
    /** Made anew by every run, and of no use after it. */
    private static final String ACCESS_LOG = "access.log";

    private final Plan plan;
    private final Launcher launcher;
    private final Path folder;
    private final long healthLimitNs;
    private final ExperimentListener listener;
    private final List<StartedMesh> started = new ArrayList<>();
    private Optional<WorkloadIdentities> identities = Optional.empty();

    MeshStage(
            Plan plan,
            Launcher launcher,
            Path folder,
            long healthLimitNs,
            ExperimentListener listener) {
        this.plan = plan;
        this.launcher = launcher;
        this.folder = folder;
        this.healthLimitNs = healthLimitNs;
        this.listener = listener;
    }

    /** Whether a specimen of that plan has many parts. */
    static boolean hasMany(Plan plan, SpecimenSpec spec) {
        return !plan.application().equals(ApplicationSpec.NONE) || topology(spec).isPresent();
    }

    /** Where its sidecars stand; empty: it is a gateway, or nothing. */
    static Optional<Topology> topology(SpecimenSpec spec) {
        return spec instanceof SpecimenSpec.Known known
                ? known.variant().placement().topology()
                : Optional.empty();
    }

    /**
     * Starts a specimen's services, and its sidecars if it has some.
     *
     * @param cores for all of its parts
     * @throws StartFailure when a part does not start or answer; the message is one line
     */
    StartedMesh start(SpecimenSpec spec, Endpoint origin, HealthProbe probe, Set<Integer> cores)
            throws IOException, InterruptedException {
        MeshStarter starter =
                new MeshStarter(
                        launcher,
                        folder,
                        origin,
                        cores,
                        OwnProgram.SERVICE.command(),
                        healthLimitNs);
        StartedMesh mesh = starter.start(specOf(spec), probe, _ -> identities());
        started.add(mesh);
        return mesh;
    }

    private MeshSpec specOf(SpecimenSpec spec) throws StartFailure {
        Chart chart = plan.application().chart();
        if (spec instanceof SpecimenSpec.Link link) {
            return MeshSpec.behindLink(link.name(), chart, link.shape());
        }
        Optional<Topology> topology = topology(spec);
        if (topology.isEmpty()
                || topology.get() == Topology.NONE
                || !(spec instanceof SpecimenSpec.Known known)) {
            return MeshSpec.withoutSidecars(spec.name(), chart);
        }
        Placement placement = known.variant().placement();
        SidecarProxy proxy = SidecarProxy.named(known.kind()).orElseThrow();
        try {
            return MeshSpec.withSidecars(
                    spec.name(),
                    chart,
                    topology.get(),
                    placement.mutualTls(),
                    known.variant().tls(),
                    sidecar(proxy, known, placement));
        } catch (IllegalArgumentException e) {
            throw new StartFailure(spec.name() + ": " + e.getMessage(), e);
        }
    }

    private static MeshSpec.Sidecar sidecar(
            SidecarProxy proxy, SpecimenSpec.Known known, Placement placement) throws StartFailure {
        int threads = known.variant().threads();
        if (proxy.foreign().isEmpty()) {
            return new MeshSpec.Sidecar(
                    proxy,
                    OwnProgram.TARE.command(),
                    SpecimenDefinitions.ownVersion(),
                    threads,
                    placement.functions());
        }
        Path program = SpecimenDefinitions.program(known.kind());
        return new MeshSpec.Sidecar(
                proxy,
                List.of(program.toString()),
                proxy.foreign().get().version(program),
                threads,
                placement.functions());
    }

    /** Identities of all workloads that the plan has, made once a round. */
    private WorkloadIdentities identities() throws StartFailure, InterruptedException {
        if (identities.isEmpty()) {
            listener.stage("making identities");
            List<String> workloads =
                    Stream.concat(
                                    plan.application().chart().services().stream()
                                            .map(Chart.Service::name),
                                    Stream.of(Chart.LOAD))
                            .toList();
            identities = Optional.of(WorkloadIdentities.make(workloads));
        }
        return identities.get();
    }

    /** Removes keys, and logs of single requests; the processes have been stopped. */
    @Override
    public void close() throws IOException {
        for (StartedMesh mesh : started) {
            mesh.removeSockets();
            for (StartedPart part : mesh.parts()) {
                if (part.configurationFile().isPresent()) {
                    Files.deleteIfExists(part.configurationFile().get().resolveSibling(ACCESS_LOG));
                }
            }
        }
        if (identities.isPresent()) {
            identities.get().close();
        }
    }
}
