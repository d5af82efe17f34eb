package dev.tare.load.connection;

import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.wire.grpc.GrpcFraming;
import dev.tare.io.wire.grpc.GrpcRequestHead;
import dev.tare.load.request.Http2RequestMaker;
import dev.tare.load.request.RequestMaker;
import dev.tare.load.request.RotatingRequestMaker;
import dev.tare.load.spec.Endpoint;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What makes an endpoint's requests: one of the two, as its target's protocol wants it. */
public record RequestMakers(@Nullable RequestMaker http1, @Nullable Http2RequestMaker http2) {

    /**
     * Encodes what is constant.
     *
     * @param memory where the requests are kept
     * @throws IllegalArgumentException when the request cannot be sent
     */
    public static RequestMakers of(Endpoint endpoint, TargetPlan target, Arena memory) {
        return switch (target.target().protocol()) {
            case HTTP1 -> new RequestMakers(http1(endpoint, target, memory), null);
            case HTTP2 ->
                    new RequestMakers(
                            null,
                            new Http2RequestMaker(
                                    endpoint.request(),
                                    endpoint.bodies(),
                                    target.scheme(),
                                    target.authority(),
                                    endpoint.template(),
                                    true,
                                    memory));
            case GRPC -> new RequestMakers(null, grpc(endpoint, target, memory));
        };
    }

    private static RequestMaker http1(Endpoint endpoint, TargetPlan target, Arena memory) {
        List<RequestMaker> makers =
                endpoint.bodies().stream()
                        .map(body ->
                                RequestMaker.http1(
                                        endpoint.request(),
                                        body,
                                        target.authority(),
                                        endpoint.template(),
                                        memory))
                        .toList();
        return makers.size() == 1 ? makers.getFirst() : new RotatingRequestMaker(makers);
    }

    private static Http2RequestMaker grpc(Endpoint endpoint, TargetPlan target, Arena memory) {
        if (endpoint.template().isPresent()) {
            throw new IllegalArgumentException(
                    "gRPC messages are made before the load: \"%s\" cannot have a template"
                            .formatted(endpoint.name()));
        }
        RequestSpec request = endpoint.request();
        RequestSpec call =
                new RequestSpec(
                        "POST",
                        request.target(),
                        GrpcRequestHead.fields(
                                GrpcRequestHead.NO_TIMEOUT_NS, false, request.fields()),
                        "");
        List<RequestBody> messages =
                endpoint.bodies().stream()
                        .map(message -> RequestBody.of(GrpcFraming.frame(message.bytes())))
                        .toList();
        return new Http2RequestMaker(
                call,
                messages,
                target.scheme(),
                target.authority(),
                Optional.empty(),
                false,
                memory);
    }
}
