package dev.tare.lab.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServerReflectionResponse.MessageResponseCase;
import io.grpc.reflection.v1.ServiceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server for its descriptors.
 *
 * <p>Source: reflection.proto, "GRPC Server Reflection Protocol" of grpc/grpc. Its versions v1 and
 * v1alpha differ by the package's name only, so one set of messages serves both.
 */
final class Reflection implements DescriptorLinker.Imports {
    /** The most services that a server's list may have. */
    static final int MAX_SERVICES = 10_000;

    private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1 =
            ServerReflectionGrpc.getServerReflectionInfoMethod();
    private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse>
            V1_ALPHA =
                    V1.toBuilder()
                            .setFullMethodName(
                                    "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
                            .setSchemaDescriptor(null)
                            .build();

    private final ReflectionStream stream;
    private final String source;
    private final DescriptorLinker linker;

    private Reflection(ReflectionStream stream, String source) {
        this.stream = stream;
        this.source = source;
        linker = new DescriptorLinker(source, "its reflection is incomplete", this);
    }

    /**
     * Asks for a service and all files that it needs; where there is none of that name, for the
     * names of those that there are.
     *
     * @param timeoutNs for all questions together, more than 0
     */
    static KnownServices ask(GrpcEndpoint endpoint, long timeoutNs, String service)
            throws GrpcException {
        CallOptions options =
                CallOptions.DEFAULT
                        .withDeadlineAfter(timeoutNs, TimeUnit.NANOSECONDS)
                        .withMaxInboundMessageSize(GrpcChannel.MAX_MESSAGE_BYTES);
        try (GrpcChannel channel = GrpcChannel.open(endpoint)) {
            try {
                return ask(channel, V1, options, endpoint, service);
            } catch (ReflectionStream.Failure v1) {
                if (v1.status().getCode() != Status.Code.UNIMPLEMENTED) {
                    throw failed(endpoint, timeoutNs, v1);
                }
            }
            try {
                return ask(channel, V1_ALPHA, options, endpoint, service);
            } catch (ReflectionStream.Failure v1alpha) {
                throw failed(endpoint, timeoutNs, v1alpha);
            }
        }
    }

    private static KnownServices ask(
            GrpcChannel channel,
            MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> version,
            CallOptions options,
            GrpcEndpoint endpoint,
            String service)
            throws GrpcException {
        String source = "the reflection of " + endpoint.address();
        try (ReflectionStream stream =
                new ReflectionStream(channel.channel().newCall(version, options))) {
            Reflection reflection = new Reflection(stream, source);
            List<FileDescriptor> files = reflection.files(service);
            List<String> others = files.isEmpty() ? reflection.services() : List.of();
            return new KnownServices(source, files, others);
        }
    }

    private List<FileDescriptor> files(String service) throws GrpcException {
        List<FileDescriptorProto> files =
                files(ServerReflectionRequest.newBuilder().setFileContainingSymbol(service));
        for (FileDescriptorProto file : files) {
            linker.add(file);
        }
        return linker.link();
    }

    /** Asks for a file that was imported, and takes what comes with it. */
    @Override
    public Optional<FileDescriptorProto> file(String name) throws GrpcException {
        for (FileDescriptorProto file :
                files(ServerReflectionRequest.newBuilder().setFileByFilename(name))) {
            if (file.getName().equals(name)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private List<FileDescriptorProto> files(ServerReflectionRequest.Builder question)
            throws GrpcException {
        ServerReflectionResponse answer = stream.ask(question.build());
        if (answer.getMessageResponseCase() == MessageResponseCase.ERROR_RESPONSE) {
            if (answer.getErrorResponse().getErrorCode() == Status.Code.NOT_FOUND.value()) {
                return List.of();
            }
            throw new GrpcException(
                    "%s refuses: %s"
                            .formatted(
                                    source,
                                    GrpcException.oneLine(
                                            answer.getErrorResponse().getErrorMessage())));
        }
        List<FileDescriptorProto> files = new ArrayList<>();
        try {
            for (ByteString bytes :
                    answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
                files.add(FileDescriptorProto.parseFrom(bytes));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new GrpcException(
                    "%s sends what is no descriptor: %s"
                            .formatted(source, GrpcException.oneLine(e.getMessage())),
                    e);
        }
        return files;
    }

    private List<String> services() throws GrpcException {
        ServerReflectionResponse answer =
                stream.ask(ServerReflectionRequest.newBuilder().setListServices("*").build());
        return answer.getListServicesResponse().getServiceList().stream()
                .limit(MAX_SERVICES)
                .map(ServiceResponse::getName)
                .map(GrpcException::oneLine)
                .toList();
    }

    private static GrpcException failed(
            GrpcEndpoint endpoint, long timeoutNs, ReflectionStream.Failure failure) {
        Status status = failure.status();
        String reason = GrpcChannel.reason(status);
        String message =
                switch (status.getCode()) {
                    case UNIMPLEMENTED ->
                            "%s offers no server reflection; name a descriptor set or a .proto file"
                                    .formatted(endpoint.address());
                    case DEADLINE_EXCEEDED ->
                            "the reflection of %s gave no answer within %.3g s"
                                    .formatted(endpoint.address(), timeoutNs / 1e9);
                    case UNAVAILABLE ->
                            "%s cannot be reached by gRPC: %s"
                                    .formatted(endpoint.address(), reason);
                    default ->
                            "the reflection of %s ended with %s: %s"
                                    .formatted(endpoint.address(), status.getCode(), reason);
                };
        return new GrpcException(message, failure);
    }
}
