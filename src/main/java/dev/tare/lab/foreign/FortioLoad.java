package dev.tare.lab.foreign;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.lab.grpc.GrpcException;
import dev.tare.lab.grpc.GrpcMessages;
import dev.tare.lab.grpc.GrpcMethod;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the engine's load of a {@link FortioCommandLine}. */
final class FortioLoad {
    private static final long INTERVAL_NS = 100_000_000;
    private static final long SPIN_NS = 60_000;
    private static final int GRPC_PORT = 8079;

    /** A message of two bytes, whose field 1 is 1: fortio takes no other health for a success. */
    private static final String SERVING = "\0\0\0\0\2\b\1";

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
                line.settings().grpc().map(FortioGrpc::streams).orElse(1),
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

    private Target target(TargetAddress address) {
        boolean grpc = line.settings().grpc().isPresent();
        // Fortio encrypts its calls of gRPC where it is given an authority, whatever the scheme.
        boolean encrypted = address.tls() || (grpc && line.security().authorities().isPresent());
        return new Target(
                grpc ? Protocol.GRPC : line.security().http2() ? Protocol.HTTP2 : Protocol.HTTP1,
                line.resolve().isEmpty() ? address.host() : line.resolve(),
                port(address),
                line.unixSocket(),
                encrypted ? Optional.of(tls(address)) : Optional.empty());
    }

    private int port(TargetAddress address) {
        boolean unnamed = address.url().getPort() < 0 && !line.url().contains("://");
        return unnamed && line.settings().grpc().isPresent() ? GRPC_PORT : address.port();
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
        Optional<FortioGrpc> grpc = line.settings(fileBody).grpc();
        if (grpc.isPresent()) {
            return call(address, grpc.get());
        }
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

    private Endpoint call(TargetAddress address, FortioGrpc asked) {
        if (!address.target().equals("/")) {
            throw new IllegalArgumentException(
                    "%s has a path; the destination of -grpc is host:port".formatted(line.url()));
        }
        GrpcMethod method = asked.ping() ? GrpcMethod.fortioPing() : GrpcMethod.healthCheck();
        List<FurtherCheck> checks = new ArrayList<>();
        if (!asked.ping()) {
            checks.add(new FurtherCheck.BodyEquals(SERVING));
        }
        checks.add(new FurtherCheck.GrpcStatus(0));
        return new Endpoint(
                method.path(),
                target(address),
                new RequestSpec("POST", method.path(), asked.metadata(), ""),
                List.of(RequestBody.of(message(method, asked))),
                new AnswerCheck(200, 200, AnswerCheck.ANY_LENGTH, "", checks),
                1,
                Optional.empty());
    }

    private static byte[] message(GrpcMethod method, FortioGrpc asked) {
        Map<String, Object> message =
                asked.ping()
                        ? Map.of("payload", asked.payload(), "delayNanos", asked.delayNs())
                        : Map.of("service", asked.service());
        try {
            return GrpcMessages.parse(method, GoJson.text(message)).message(0);
        } catch (GrpcException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
