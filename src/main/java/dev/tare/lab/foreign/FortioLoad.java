package dev.tare.lab.foreign;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.lab.plan.HttpUrl;
import dev.tare.load.engine.ConnectionPolicy;
import dev.tare.load.engine.Endpoint;
import dev.tare.load.engine.LoadSpec;
import dev.tare.load.engine.LoadSpecBuilder;
import dev.tare.load.engine.Protocol;
import dev.tare.load.engine.Target;
import java.net.URI;
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

    /** Where TLS, HTTP/2 and gRPC come in: they make another target of the same address. */
    private Target target(URI address) {
        String host = line.resolve().isEmpty() ? HttpUrl.host(address) : line.resolve();
        return new Target(Protocol.HTTP1, host, HttpUrl.port(address), line.unixSocket());
    }

    private Endpoint endpoint() {
        URI address = HttpUrl.parse(line.url());
        FortioCommandLine.Request asked = line.request();
        List<Field> fields = new ArrayList<>(asked.fields());
        boolean namesHost = fields.stream().anyMatch(f -> f.name().equalsIgnoreCase("Host"));
        if (!line.resolve().isEmpty() && !namesHost) {
            fields.add(new Field("Host", address.getRawAuthority()));
        }
        RequestSpec request =
                new RequestSpec(asked.method(), HttpUrl.target(address), fields, asked.body());
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

    private Optional<RequestBody> payload(FortioCommandLine.Request asked) {
        if (asked.bodyBytes() > 0) {
            return Optional.of(RequestBody.ofLength(asked.bodyBytes()));
        }
        return asked.bodyFile().map(file -> RequestBody.of(fileBody));
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
