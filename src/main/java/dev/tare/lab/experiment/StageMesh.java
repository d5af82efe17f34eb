package dev.tare.lab.experiment;

import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.specimen.control.StartedSpecimen;
import dev.tare.specimen.control.process.CpuMeter;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.mesh.StartedMesh;
import dev.tare.specimen.mesh.StartedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A specimen of many parts on stage: services with sidecars, or with a gateway before them. */
final class StageMesh implements RunningSpecimen {
    private static final String GATEWAY = "gateway";

    private final String name;
    private final StartedMesh mesh;
    private final Optional<StartedSpecimen> gateway;
    private final Optional<TlsClientOptions> gatewayTls;
    private final SpecimenRecord record;
    private final List<Part> parts = new ArrayList<>();
    private final UsageProbe usage;

    /**
     * What runs.
     *
     * @param gateway before the mesh; empty: the load goes to the mesh itself
     * @param gatewayTls how to speak to the gateway; empty: without TLS
     */
    StageMesh(
            String name,
            StartedMesh mesh,
            Optional<StartedSpecimen> gateway,
            Optional<TlsClientOptions> gatewayTls,
            SpecimenRecord record) {
        this.name = name;
        this.mesh = mesh;
        this.gateway = gateway;
        this.gatewayTls = gatewayTls;
        this.record = record;
        List<CpuMeter> costly = new ArrayList<>();
        for (StartedPart part : mesh.parts()) {
            PartUsage.Role role = role(part);
            parts.add(new Part(part.name(), role, UsageProbe.of(part.meter())));
            if (role == PartUsage.Role.PROXY) {
                costly.add(part.meter());
            }
        }
        gateway.ifPresent(started -> {
            parts.add(new Part(GATEWAY, PartUsage.Role.PROXY, UsageProbe.of(started.meter())));
            costly.add(started.meter());
        });
        usage = UsageProbe.of(costly);
    }

    static PartUsage.Role role(StartedPart part) {
        return switch (part.role()) {
            case APPLICATION -> PartUsage.Role.APPLICATION;
            case PROXY -> PartUsage.Role.PROXY;
        };
    }

    @Override
    public String name() {
        return name;
    }

    private Endpoint address() {
        return gateway.map(StartedSpecimen::address).orElseGet(mesh::address);
    }

    @Override
    public String host() {
        return address().host();
    }

    @Override
    public int port() {
        return address().port();
    }

    @Override
    public Optional<TlsClientOptions> tls() {
        return gateway.isPresent() ? gatewayTls : mesh.loadTls().map(StageMesh::asClient);
    }

    private static TlsClientOptions asClient(StartedMesh.LoadTls load) {
        TlsClientOptions trusting = StageSpecimen.trusting(load.authority());
        return load.identity()
                .map(own -> trusting.withIdentity(new TlsIdentity(own.certificate(), own.key())))
                .orElse(trusting);
    }

    @Override
    public RequestSpec request(WorkloadSpec workload) {
        return workload.request();
    }

    @Override
    public UsageProbe usage() {
        return usage;
    }

    @Override
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    @Override
    public OptionalLong requestsSeen() {
        return gateway.isPresent() ? gateway.get().requests() : mesh.requests();
    }

    @Override
    public long countsARequest() {
        return gateway.isPresent() ? 1 : mesh.countsARequest();
    }

    @Override
    public String counterSource() {
        return gateway.map(StartedSpecimen::counterSource).orElseGet(mesh::counterSource);
    }

    @Override
    public Optional<String> loss() {
        return gateway.flatMap(StartedSpecimen::loss).or(mesh::loss);
    }

    @Override
    public SpecimenRecord started() {
        return record;
    }
}
