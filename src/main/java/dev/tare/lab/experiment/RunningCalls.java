package dev.tare.lab.experiment;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.wire.grpc.GrpcStatus;
import dev.tare.lab.grpc.DescriptorSource;
import dev.tare.lab.grpc.GrpcAnswer;
import dev.tare.lab.grpc.GrpcEndpoint;
import dev.tare.lab.grpc.GrpcException;
import dev.tare.lab.grpc.GrpcMessages;
import dev.tare.lab.grpc.GrpcMethod;
import dev.tare.lab.grpc.GrpcProbe;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.ProtocolSpec;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import dev.tare.specimen.control.identity.TlsSockets;
import dev.tare.specimen.control.identity.TlsTrouble;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.StartFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What workloads that do not speak HTTP/1.1 send, and the proof that each of what runs already
 * answers it. Made once a round.
 *
 * <p>Thread-safety: one thread makes it and proves; then it is immutable.
 */
final class RunningCalls {
    /** For one answer, and for what reflection tells. */
    private static final long TIMEOUT_NS = 5_000_000_000L;

    /** The call of one gRPC workload. */
    private record Call(GrpcMethod method, List<RequestBody> messages) {}

    private final Map<String, Call> callsByWorkload;

    private RunningCalls(Map<String, Call> callsByWorkload) {
        this.callsByWorkload = Map.copyOf(callsByWorkload);
    }

    /**
     * Finds out what methods take, of bare where the plan names no file, and encodes the messages.
     *
     * @param folder for files that TLS needs
     * @throws StartFailure when a method or a message is not to be had; the message is one line
     */
    static RunningCalls of(Plan plan, Path folder) throws IOException {
        Map<String, Call> calls = new HashMap<>();
        for (WorkloadSpec workload : plan.workloads()) {
            if (workload.protocol() instanceof ProtocolSpec.Grpc grpc
                    && plan.specimens().getFirst() instanceof SpecimenSpec.Running bare) {
                Optional<TlsClientOptions> tls = RunningTls.options(bare, folder);
                Endpoint at = SpecimenDefinitions.endpoint(bare);
                shakeHands(bare.name(), at, tls);
                calls.put(workload.name(), call(workload, grpc, server(at, tls)));
            }
        }
        return new RunningCalls(calls);
    }

    private static Call call(WorkloadSpec workload, ProtocolSpec.Grpc grpc, GrpcEndpoint bare)
            throws StartFailure {
        try {
            GrpcMethod method = method(ProtocolSpec.Grpc.method(workload.request()), grpc, bare);
            if (method.serverStreaming()) {
                throw new GrpcException(
                        method.fullName()
                                + " answers with a stream; a plan calls unary methods, ./tare load"
                                + " this one too");
            }
            GrpcMessages messages = GrpcMessages.parse(method, workload.request().body());
            List<RequestBody> bodies = new ArrayList<>();
            for (int i = 0; i < messages.count(); i++) {
                bodies.add(RequestBody.of(messages.message(i)));
            }
            return new Call(method, bodies);
        } catch (GrpcException e) {
            throw new StartFailure("workload %s: %s".formatted(workload.name(), e.getMessage()), e);
        }
    }

    private static GrpcMethod method(String name, ProtocolSpec.Grpc grpc, GrpcEndpoint bare)
            throws GrpcException {
        if (!grpc.protoset().isEmpty()) {
            return GrpcMethod.resolve(
                    name, new DescriptorSource.DescriptorSet(Path.of(grpc.protoset())));
        }
        if (!grpc.proto().isEmpty()) {
            return GrpcMethod.resolve(
                    name,
                    new DescriptorSource.ProtoFile(
                            Path.of(grpc.proto()),
                            grpc.importPaths().stream().map(Path::of).toList()));
        }
        return switch (name) {
            case GrpcMethod.HEALTH_CHECK -> GrpcMethod.healthCheck();
            case GrpcMethod.FORTIO_PING -> GrpcMethod.fortioPing();
            default -> GrpcMethod.resolve(name, new DescriptorSource.Reflection(bare, TIMEOUT_NS));
        };
    }

    private static GrpcEndpoint server(Endpoint at, Optional<TlsClientOptions> tls) {
        return GrpcEndpoint.of(at.host(), at.port(), tls);
    }

    private Call callOf(WorkloadSpec workload) {
        return Objects.requireNonNull(callsByWorkload.get(workload.name()), workload.name());
    }

    /** What the load sends for a gRPC workload: its messages in turn. */
    dev.tare.load.spec.Endpoint endpoint(Target target, WorkloadSpec workload) {
        Call call = callOf(workload);
        return new dev.tare.load.spec.Endpoint(
                call.method().path(),
                target,
                new RequestSpec(
                        "POST",
                        call.method().path(),
                        ProtocolSpec.Grpc.metadata(workload.request()),
                        ""),
                call.messages(),
                workload.check(),
                1,
                Optional.empty());
    }

    /**
     * Sends a specimen one request of each workload that does not speak HTTP/1.1 and that it gets.
     *
     * @return how many
     * @throws StartFailure when one is not answered as it should be; the message is one line
     */
    int prove(Plan plan, SpecimenSpec.Running running, Optional<TlsClientOptions> tls)
            throws IOException {
        Endpoint at = SpecimenDefinitions.endpoint(running);
        int sent = 0;
        for (WorkloadSpec workload : plan.workloads()) {
            if (workload.protocol().equals(ProtocolSpec.HTTP1)
                    || !plan.specimensOf(workload).contains(running)) {
                continue;
            }
            shakeHands(running.name(), at, tls);
            Optional<String> fault =
                    workload.protocol() instanceof ProtocolSpec.Grpc
                            ? refusedCall(workload, server(at, tls))
                            : failedTrial(running, workload, at, tls);
            if (fault.isPresent()) {
                throw new StartFailure("%s at %s: %s".formatted(running.name(), at, fault.get()));
            }
            sent++;
        }
        return sent;
    }

    /** That nobody listens, and what is wrong with TLS, is told best by a connection of its own. */
    private static void shakeHands(String name, Endpoint at, Optional<TlsClientOptions> tls)
            throws StartFailure {
        try {
            TlsSockets.shakeHands(tls, at, List.of("h2"));
        } catch (ConnectException e) {
            throw new StartFailure("%s at %s: nobody listens there".formatted(name, at), e);
        } catch (IOException e) {
            throw new StartFailure(
                    "%s at %s: %s"
                            .formatted(
                                    name,
                                    at,
                                    TlsTrouble.lasting(e).orElse(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    private Optional<String> refusedCall(WorkloadSpec workload, GrpcEndpoint server) {
        Call call = callOf(workload);
        try {
            GrpcAnswer answer =
                    GrpcProbe.call(
                            server,
                            call.method(),
                            call.messages().getFirst().bytes(),
                            ProtocolSpec.Grpc.metadata(workload.request()),
                            TIMEOUT_NS,
                            1);
            return answer.status() == GrpcStatus.OK
                    ? Optional.empty()
                    : Optional.of(
                            "a call of %s ended with gRPC status %d (%s)%s"
                                    .formatted(
                                            call.method().fullName(),
                                            answer.status().code(),
                                            answer.status(),
                                            answer.statusMessage().isEmpty()
                                                    ? ""
                                                    : ": " + answer.statusMessage()));
        } catch (GrpcException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** One request by the engine that will send them all. */
    private static Optional<String> failedTrial(
            SpecimenSpec.Running running,
            WorkloadSpec workload,
            Endpoint at,
            Optional<TlsClientOptions> tls)
            throws IOException {
        NanoClock clock = NanoClock.system();
        RequestSpec request = StageSpecimen.request(running, workload);
        Target target = new Target(Protocol.HTTP2, at.host(), at.port(), "", tls);
        LoadResult result =
                new LoadEngine(clock)
                        .run(
                                new LoadSpecBuilder()
                                        .endpoint(
                                                dev.tare.load.spec.Endpoint.single(
                                                        target, request, workload.check()))
                                        .model(new LoadModel.ClosedLoop())
                                        .calls(1)
                                        .connections(1)
                                        .threads(1)
                                        .startNs(clock.nowNs())
                                        .leadNs(0)
                                        .measuredNs(TIMEOUT_NS)
                                        .intervalNs(TIMEOUT_NS)
                                        .timeoutNs(TIMEOUT_NS)
                                        .backEnd(IoBackEnd.AUTO)
                                        .spinNs(0)
                                        .build(),
                                _ -> {});
        Tally tally = result.measured().tally();
        if (tally.count(Outcome.CORRECT) > 0) {
            return Optional.empty();
        }
        TreeSet<String> reasons = new TreeSet<>(result.transport().failures().keySet());
        for (Outcome outcome : Outcome.values()) {
            if (tally.count(outcome) > 0) {
                reasons.add(outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        for (Unsent unsent : Unsent.values()) {
            if (tally.count(unsent) > 0 && reasons.isEmpty()) {
                reasons.add(unsent.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        return Optional.of(
                "%s %s over HTTP/2 is not answered as its check asks: %s"
                        .formatted(
                                request.method(),
                                request.target(),
                                reasons.isEmpty()
                                        ? "no answer within 5 s"
                                        : String.join(", ", reasons)));
    }
}
