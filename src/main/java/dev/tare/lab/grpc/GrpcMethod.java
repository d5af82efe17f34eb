package dev.tare.lab.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import java.util.List;

/**
 * A method that can be called: unary, or server streaming.
 *
 * <p>Thread-safety: immutable.
 */
public final class GrpcMethod {
    /** Checks a server's health; its request may name a service: {@code {"service": "x.Y"}}. */
    public static final String HEALTH_CHECK = "grpc.health.v1.Health/Check";

    /** Sends back what it was sent: {@code {"payload": "…", "delayNanos": 0}}; fortio's own. */
    public static final String FORTIO_PING = "fgrpc.PingServer/Ping";

    private final MethodDescriptor descriptor;
    private final MessageJson request;
    private final MessageJson response;

    private GrpcMethod(MethodDescriptor descriptor, TypeRegistry types) {
        this.descriptor = descriptor;
        request = new MessageJson(descriptor.getInputType(), types);
        response = new MessageJson(descriptor.getOutputType(), types);
    }

    /**
     * Finds a method; with {@link DescriptorSource.Reflection} this asks the server.
     *
     * @param name {@code package.Service/Method} or {@code package.Service.Method}
     * @throws GrpcException when the source cannot be read or asked, has no such method (the
     *     message lists those that there are, the nearest first), or the method takes a stream
     */
    public static GrpcMethod resolve(String name, DescriptorSource source) throws GrpcException {
        GrpcMethodName wanted = GrpcMethodName.parse(name);
        KnownServices known = DescriptorLoader.load(source, wanted.service());
        ServiceDescriptor service = known.service(wanted);
        MethodDescriptor method = service.findMethodByName(wanted.method());
        if (method == null) {
            throw new GrpcException(
                    "%s has no method %s; it has %s"
                            .formatted(
                                    wanted.service(),
                                    wanted.method(),
                                    NearNames.list(
                                            wanted.method(),
                                            service.getMethods().stream()
                                                    .map(MethodDescriptor::getName)
                                                    .toList())));
        }
        if (method.isClientStreaming()) {
            throw new GrpcException(
                    "%s takes a stream of requests; unary and server-streaming methods can be"
                                    .formatted(wanted)
                            + " called, client-streaming and bidirectional ones cannot");
        }
        return new GrpcMethod(method, types(known.files()));
    }

    /** {@link #HEALTH_CHECK}, known without descriptors. */
    public static GrpcMethod healthCheck() {
        return builtIn(HEALTH_CHECK);
    }

    /** {@link #FORTIO_PING}, known without descriptors. */
    public static GrpcMethod fortioPing() {
        return builtIn(FORTIO_PING);
    }

    private static GrpcMethod builtIn(String name) {
        try {
            return resolve(name, new DescriptorSource.BuiltIn());
        } catch (GrpcException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of {@code :path}, such as {@code /grpc.health.v1.Health/Check}. */
    public String path() {
        return "/" + fullName();
    }

    /** Such as {@code grpc.health.v1.Health/Check}. */
    public String fullName() {
        return descriptor.getService().getFullName() + "/" + descriptor.getName();
    }

    /** Whether an answer is a stream of messages: any number of them. */
    public boolean serverStreaming() {
        return descriptor.isServerStreaming();
    }

    /** The type of a request. */
    public Descriptor requestType() {
        return descriptor.getInputType();
    }

    /** The type of each message of an answer. */
    public Descriptor responseType() {
        return descriptor.getOutputType();
    }

    /** Requests from JSON. */
    public MessageJson request() {
        return request;
    }

    /** Answers to JSON. */
    public MessageJson response() {
        return response;
    }

    /** All types that the source told of, for what is packed into {@code Any}. */
    private static TypeRegistry types(List<FileDescriptor> files) {
        TypeRegistry.Builder types = TypeRegistry.newBuilder();
        for (FileDescriptor file : files) {
            types.add(file.getMessageTypes());
        }
        return types.build();
    }
}
