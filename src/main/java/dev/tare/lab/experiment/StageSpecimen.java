package dev.tare.lab.experiment;

import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsVersion;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.plan.HttpUrl;
import dev.tare.lab.plan.ProtocolSpec;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.specimen.control.StartedSpecimen;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** A specimen on stage: what was started, and how it is to be asked. */
final class StageSpecimen implements RunningSpecimen {
    private final SpecimenSpec spec;
    private final StartedSpecimen started;
    private final UsageProbe usage;
    private final SpecimenRecord record;
    private final Optional<TlsClientOptions> tls;

    /**
     * What runs.
     *
     * @param tls how to speak to it; empty: without TLS
     */
    StageSpecimen(
            SpecimenSpec spec,
            StartedSpecimen started,
            UsageProbe usage,
            SpecimenRecord record,
            Optional<TlsClientOptions> tls) {
        this.tls = tls;
        this.spec = spec;
        this.started = started;
        this.usage = usage;
        this.record = record;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public String host() {
        return started.address().host();
    }

    @Override
    public int port() {
        return started.address().port();
    }

    @Override
    public Optional<TlsClientOptions> tls() {
        return tls;
    }

    /** TLS 1.3, so that every proxy speaks the same cipher; verified by that authority alone. */
    static TlsClientOptions trusting(Path authority) {
        return TlsClientOptions.standard()
                .withAuthorities(authority)
                .withVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_3);
    }

    @Override
    public RequestSpec request(WorkloadSpec workload) {
        return request(spec, workload);
    }

    /** A specimen that runs already may have a path of its own, which then stands first. */
    static RequestSpec request(SpecimenSpec spec, WorkloadSpec workload) {
        RequestSpec request = workload.request();
        if (spec instanceof SpecimenSpec.Running running
                && !(workload.protocol() instanceof ProtocolSpec.Grpc)
                && !HttpUrl.target(running.url()).equals("/")) {
            return new RequestSpec(
                    request.method(),
                    HttpUrl.target(running.url()),
                    request.fields(),
                    request.body());
        }
        return request;
    }

    @Override
    public UsageProbe usage() {
        return usage;
    }

    @Override
    public OptionalLong requestsSeen() {
        return started.requests();
    }

    @Override
    public String counterSource() {
        return started.counterSource();
    }

    @Override
    public Optional<String> loss() {
        return started.loss();
    }

    @Override
    public SpecimenRecord started() {
        return record;
    }
}
