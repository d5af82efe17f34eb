package dev.tare.lab.grpc;

import dev.tare.base.core.Field;
import dev.tare.io.wire.grpc.GrpcStatus;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One call, to see an answer before the load begins.
 *
 * <p>Made by grpc-java, not by the engine: two implementations that agree on an answer.
 */
public final class GrpcProbe {
    /** The most messages of a stream that may be asked for. */
    public static final int MAX_MESSAGES = 10_000;

    private GrpcProbe() {}

    /**
     * Calls and waits for the end.
     *
     * @param message of the request, without gRPC's prefix
     * @param metadata sent with it; the values of {@code -bin} fields are base64
     * @param timeoutNs for connecting and calling, more than 0; it is told to the server too
     * @param maxMessages of a stream, 1 to {@link #MAX_MESSAGES}; then the call is cancelled
     * @return also where the call failed: the status says so
     * @throws GrpcException when a certificate cannot be used, metadata is not allowed, or an
     *     answer's message is none of the method's type
     */
    public static GrpcAnswer call(
            GrpcEndpoint endpoint,
            GrpcMethod method,
            byte[] message,
            List<Field> metadata,
            long timeoutNs,
            int maxMessages)
            throws GrpcException {
        if (timeoutNs <= 0 || maxMessages < 1 || maxMessages > MAX_MESSAGES) {
            throw new IllegalArgumentException(
                    "time %d ns must be more than 0, and %d messages 1 to %d"
                            .formatted(timeoutNs, maxMessages, MAX_MESSAGES));
        }
        Metadata sent = metadata(metadata);
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(timeoutNs, TimeUnit.NANOSECONDS);
        try (GrpcChannel channel = GrpcChannel.open(endpoint)) {
            ClientCall<byte[], byte[]> call =
                    channel.channel().newCall(descriptor(method), options);
            Listener listener = new Listener(call, maxMessages);
            call.start(listener, sent);
            call.request(1);
            call.sendMessage(message);
            call.halfClose();
            return answer(method, listener);
        }
    }

    private static GrpcAnswer answer(GrpcMethod method, Listener listener) throws GrpcException {
        Status status;
        try {
            status = listener.end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = Status.CANCELLED.withDescription("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        List<String> messages = new ArrayList<>();
        for (byte[] message : listener.messages) {
            messages.add(method.response().print(message));
        }
        return new GrpcAnswer(
                fields(listener.headers),
                messages,
                listener.cut,
                GrpcStatus.of(status.getCode().value()),
                GrpcChannel.reason(status),
                fields(listener.trailers));
    }

    private static MethodDescriptor<byte[], byte[]> descriptor(GrpcMethod method) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(method.serverStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
                .setFullMethodName(method.fullName())
                .setRequestMarshaller(ByteMarshaller.INSTANCE)
                .setResponseMarshaller(ByteMarshaller.INSTANCE)
                .build();
    }

    private static Metadata metadata(List<Field> fields) throws GrpcException {
        Metadata metadata = new Metadata();
        for (Field field : fields) {
            String name = field.name().toLowerCase(Locale.ROOT);
            try {
                if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                    metadata.put(
                            Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER),
                            Base64.getDecoder().decode(field.value()));
                } else {
                    metadata.put(
                            Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), field.value());
                }
            } catch (IllegalArgumentException e) {
                throw new GrpcException(
                        "metadata \"%s\" cannot be sent: %s"
                                .formatted(name, GrpcException.oneLine(e.getMessage())),
                        e);
            }
        }
        return metadata;
    }

    private static List<Field> fields(Metadata metadata) {
        List<Field> fields = new ArrayList<>();
        for (String name : metadata.keys()) {
            if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                Iterable<byte[]> values =
                        metadata.getAll(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
                if (values != null) {
                    values.forEach(value ->
                            fields.add(new Field(name, Base64.getEncoder().encodeToString(value))));
                }
            } else {
                Iterable<String> values =
                        metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                if (values != null) {
                    values.forEach(
                            value -> fields.add(new Field(name, GrpcException.oneLine(value))));
                }
            }
        }
        return fields;
    }

    /** Gathers an answer on grpc-java's thread; read once {@code end} is there. */
    private static final class Listener extends ClientCall.Listener<byte[]> {
        final CompletableFuture<Status> end = new CompletableFuture<>();
        final List<byte[]> messages = new ArrayList<>();
        Metadata headers = new Metadata();
        Metadata trailers = new Metadata();
        boolean cut;

        private final ClientCall<byte[], byte[]> call;
        private final int maxMessages;

        Listener(ClientCall<byte[], byte[]> call, int maxMessages) {
            this.call = call;
            this.maxMessages = maxMessages;
        }

        @Override
        public void onHeaders(Metadata received) {
            headers = received;
        }

        @Override
        public void onMessage(byte[] message) {
            if (messages.size() == maxMessages) {
                cut = true;
                call.cancel("enough messages were seen", null);
                return;
            }
            messages.add(message);
            // One more than is kept: it tells whether the stream was longer. A unary call needs
            // the second request too, to see that no second message comes.
            call.request(1);
        }

        @Override
        public void onClose(Status status, Metadata received) {
            trailers = received;
            end.complete(status);
        }
    }
}
