package dev.tare.lab.foreign;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the engine's load of a {@link FortioCommandLine}. */
final class FortioLoad {
    private static final long INTERVAL_NS = 100_000_000;
    private static final long SPIN_NS = 60_000;
    private static final long NS_PER_SECOND = 1_000_000_000;

    /**
     * A number of calls has no end of its own: it is given this much longer than it should take.
     */
    private static final long SLACK_NS = 3600 * NS_PER_SECOND;

    private final FortioCommandLine line;
    private final byte[] fileBody;

    FortioLoad(FortioCommandLine line, byte[] fileBody) {
        this.line = line;
        this.fileBody = fileBody;
    }

    LoadSpec spec() throws ForeignUsageException {
        try {
            LoadSpecBuilder load =
                    LoadSpec.of(endpoint())
                            .policy(policy())
                            .threads(Math.max(1, line.threads()))
                            .measuredNs(measuredNs())
                            .calls(line.calls())
                            .intervalNs(INTERVAL_NS)
                            .timeoutNs(line.timeoutNs());
            if (line.askedPerSec() > 0) {
                load.model(
                                new LoadModel.OpenLoop(
                                        line.askedPerSec(), LoadModel.ArrivalLaw.CONSTANT, 0))
                        .spinNs(SPIN_NS);
            }
            return load.build();
        } catch (IllegalArgumentException e) {
            throw new ForeignUsageException(String.valueOf(e.getMessage()), 1);
        }
    }

    private ConnectionPolicy policy() {
        return new ConnectionPolicy(
                line.connections(),
                1,
                ConnectionPolicy.Opening.WARM,
                line.reuseMin(),
                line.reuseMax());
    }

    private long measuredNs() {
        if (line.calls() == 0) {
            return line.durationNs();
        }
        return line.askedPerSec() == 0
                ? SLACK_NS
                : (long) (line.calls() / line.askedPerSec() * NS_PER_SECOND) + SLACK_NS;
    }

    /** Where gRPC comes in: it makes another target, and a body that is a message. */
    private Target target(TargetAddress address) {
        return new Target(
                line.security().http2() ? Protocol.HTTP2 : Protocol.HTTP1,
                line.resolve().isEmpty() ? address.host() : line.resolve(),
                address.port(),
                line.unixSocket(),
                address.tls() ? Optional.of(tls(address)) : Optional.empty());
    }

    private TlsClientOptions tls(TargetAddress address) {
        FortioCommandLine.Security asked = line.security();
        TlsClientOptions options = TlsClientOptions.standard().withServerName(address.host());
        if (asked.insecure()) {
            options = options.withoutVerification();
        } else if (asked.authorities().isPresent()) {
            options = options.withAuthorities(Path.of(asked.authorities().get()));
        }
        if (asked.certificates().isPresent() && asked.key().isPresent()) {
            options =
                    options.withIdentity(
                            new TlsIdentity(
                                    Path.of(asked.certificates().get()),
                                    Path.of(asked.key().get())));
        }
        return options;
    }

    private Endpoint endpoint() {
        TargetAddress address = TargetAddress.parse(line.url());
        FortioCommandLine.Request asked = line.request();
        List<Field> fields = new ArrayList<>(asked.fields());
        boolean namesHost = fields.stream().anyMatch(f -> f.name().equalsIgnoreCase("Host"));
        if (!line.resolve().isEmpty() && !namesHost) {
            fields.add(new Field("Host", address.url().getRawAuthority()));
        }
        RequestSpec request =
                new RequestSpec(asked.method(), address.target(), fields, asked.body());
        Endpoint plain = Endpoint.single(target(address), request, AnswerCheck.success());
        return new Endpoint(
                plain.name(),
                plain.target(),
                plain.request(),
                payload(asked),
                plain.check(),
                plain.weight(),
                Optional.empty());
    }

    private List<RequestBody> payload(FortioCommandLine.Request asked) {
        if (asked.bodyBytes() > 0) {
            return List.of(RequestBody.ofLength(asked.bodyBytes()));
        }
        return asked.bodyFile().isPresent() ? List.of(RequestBody.of(fileBody)) : List.of();
    }

    static LoadSpec warmUp(LoadSpec load) {
        return new LoadSpecBuilder()
                .endpoints(load.endpoints())
                .connections(load.connections())
                .threads(load.threads())
                .measuredNs(load.timeoutNs())
                .calls(load.connections())
                .timeoutNs(load.timeoutNs())
                .backEnd(load.backEnd())
                .build();
    }
}
