package dev.tare.lab.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code tare.test.v1.Echo}: each request says how it is to be answered. Built from the descriptors
 * that protoc wrote, without code generation.
 */
final class GrpcTestService implements BindableService {
    private final FileDescriptor file;
    private final ScheduledExecutorService timer;

    /**
     * @param file {@code tare/test/v1/echo.proto}
     * @param timer for answers that are to be late
     */
    GrpcTestService(FileDescriptor file, ScheduledExecutorService timer) {
        this.file = file;
        this.timer = timer;
    }

    @Override
    public ServerServiceDefinition bindService() {
        List<MethodDescriptor<DynamicMessage, DynamicMessage>> methods =
                file.findServiceByName("Echo").getMethods().stream()
                        .map(GrpcTestService::method)
                        .toList();
        ServiceDescriptor.Builder service =
                ServiceDescriptor.newBuilder("tare.test.v1.Echo")
                        .setSchemaDescriptor((ProtoFileDescriptorSupplier) () -> file);
        methods.forEach(service::addMethod);
        ServerServiceDefinition.Builder bound = ServerServiceDefinition.builder(service.build());
        methods.forEach(method -> bound.addMethod(method, (call, headers) -> listener(call)));
        return bound.build();
    }

    private ServerCall.Listener<DynamicMessage> listener(
            ServerCall<DynamicMessage, DynamicMessage> call) {
        return switch (String.valueOf(call.getMethodDescriptor().getBareMethodName())) {
            case "Unary", "Many", "Same" -> {
                // A second one would be a fault of the caller's; asking for it shows it.
                call.request(2);
                yield new Call(call);
            }
            default -> {
                call.close(Status.UNIMPLEMENTED, new Metadata());
                yield new ServerCall.Listener<>() {};
            }
        };
    }

    private static MethodDescriptor<DynamicMessage, DynamicMessage> method(
            com.google.protobuf.Descriptors.MethodDescriptor method) {
        MethodType type =
                method.isClientStreaming()
                        ? MethodType.BIDI_STREAMING
                        : method.isServerStreaming()
                                ? MethodType.SERVER_STREAMING
                                : MethodType.UNARY;
        return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(type)
                .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
                .setRequestMarshaller(marshaller(method.getInputType()))
                .setResponseMarshaller(marshaller(method.getOutputType()))
                .build();
    }

    private static MethodDescriptor.Marshaller<DynamicMessage> marshaller(Descriptor type) {
        return ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(type));
    }

    private static Object value(DynamicMessage message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    /** One call; its callbacks and the timer take turns. */
    private final class Call extends ServerCall.Listener<DynamicMessage> {
        private final ServerCall<DynamicMessage, DynamicMessage> call;
        private final Descriptor reply = file.findMessageTypeByName("EchoReply");
        private @Nullable DynamicMessage request;
        private DynamicMessage echo = DynamicMessage.getDefaultInstance(reply);
        private boolean begun;
        private boolean waiting;
        private boolean closed;
        private long left;
        private long number;

        Call(ServerCall<DynamicMessage, DynamicMessage> call) {
            this.call = call;
        }

        @Override
        public synchronized void onMessage(DynamicMessage message) {
            request = message;
        }

        @Override
        public synchronized void onHalfClose() {
            DynamicMessage message = Objects.requireNonNull(request);
            begun = true;
            switch (String.valueOf(call.getMethodDescriptor().getBareMethodName())) {
                case "Same" -> {
                    call.sendHeaders(new Metadata());
                    call.sendMessage(message);
                    call.close(Status.OK, new Metadata());
                    closed = true;
                }
                case "Many" -> {
                    echo = (DynamicMessage) value(message, "echo");
                    left = Integer.toUnsignedLong((int) value(message, "count"));
                    sendHeaders();
                    next();
                }
                default -> {
                    echo = message;
                    left = status() == 0 ? 1 : 0;
                    if (left > 0) {
                        sendHeaders();
                    }
                    next();
                }
            }
        }

        @Override
        public synchronized void onReady() {
            if (begun && !waiting) {
                send();
            }
        }

        @Override
        public synchronized void onCancel() {
            closed = true;
        }

        private void sendHeaders() {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("served-by", Metadata.ASCII_STRING_MARSHALLER), "test");
            call.sendHeaders(headers);
        }

        private void next() {
            int delayMs = (int) value(echo, "delay_ms");
            if (delayMs == 0) {
                send();
                return;
            }
            waiting = true;
            var _ = timer.schedule(this::sendLate, delayMs, TimeUnit.MILLISECONDS);
        }

        private synchronized void sendLate() {
            waiting = false;
            send();
        }

        private void send() {
            boolean late = (int) value(echo, "delay_ms") > 0;
            while (left > 0 && !closed && call.isReady()) {
                left--;
                call.sendMessage(message());
                if (late && left > 0) {
                    next();
                    return;
                }
            }
            if (left == 0 && !closed) {
                closed = true;
                Status status =
                        Status.fromCodeValue(status())
                                .withDescription((String) value(echo, "status_message"));
                call.close(status, trailers());
            }
        }

        private int status() {
            return (int) value(echo, "status");
        }

        private DynamicMessage message() {
            return DynamicMessage.newBuilder(reply)
                    .setField(reply.findFieldByName("text"), value(echo, "text"))
                    .setField(reply.findFieldByName("payload"), value(echo, "payload"))
                    .setField(reply.findFieldByName("number"), number++)
                    .build();
        }

        private Metadata trailers() {
            Metadata trailers = new Metadata();
            for (Object entry : (Collection<?>) value(echo, "trailers")) {
                DynamicMessage pair = (DynamicMessage) entry;
                trailers.put(
                        Metadata.Key.of(
                                (String) value(pair, "key"), Metadata.ASCII_STRING_MARSHALLER),
                        (String) value(pair, "value"));
            }
            return trailers;
        }
    }
}
