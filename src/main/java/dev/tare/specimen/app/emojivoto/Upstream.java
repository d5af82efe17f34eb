package dev.tare.specimen.app.emojivoto;

import dev.tare.base.time.NanoClock;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC service as the web service asks it: a connection for each instance, made when it is first
 * needed and again when it is lost.
 *
 * <p>Thread-safety: any thread.
 */
final class Upstream implements AutoCloseable {
    /** The longest message that is taken. */
    static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private static final int MAX_HEAD_BYTES = 16 * 1024;

    /** How soon a connection is tried again at the earliest; grpc-java alone would wait longer. */
    private static final long RECONNECT_NS = 250_000_000L;

    private static final long CLOSE_WAIT_MS = 500;

    /** Told how a call has ended: once, on one of gRPC's threads. */
    interface Listener {
        /**
         * The call has ended.
         *
         * @param message there, if the status is OK
         */
        void onDone(Status status, byte[] message);
    }

    private final NanoClock clock = NanoClock.system();
    private final InetSocketAddress address;
    private final long deadlineNs;
    private final ManagedChannel[] channels;
    private final AtomicLongArray lastReconnectNs;

    /**
     * Prepares the connections.
     *
     * @param service whose name is sent as the authority, with the instance's number behind it
     * @param deadlineNs how long a call may take
     * @param loops of the connections; the caller ends them
     */
    Upstream(
            InetSocketAddress address,
            String service,
            int instances,
            long deadlineNs,
            EventLoopGroup loops) {
        this.address = address;
        this.deadlineNs = deadlineNs;
        channels = new ManagedChannel[instances];
        lastReconnectNs = new AtomicLongArray(instances);
        for (int i = 0; i < instances; i++) {
            channels[i] =
                    NettyChannelBuilder.forAddress(address)
                            .overrideAuthority(service + "-" + (i + 1))
                            .usePlaintext()
                            .eventLoopGroup(loops)
                            .channelType(NioSocketChannel.class)
                            .directExecutor()
                            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                            .maxInboundMetadataSize(MAX_HEAD_BYTES)
                            .disableRetry()
                            .build();
        }
    }

    /** A call on its way. */
    final class Call extends ClientCall.Listener<byte[]> {
        private final int instance;
        private final ClientCall<byte[], byte[]> call;
        private final Listener listener;
        private byte @Nullable [] message;

        Call(int instance, MethodDescriptor<byte[], byte[]> method, Listener listener) {
            this.instance = instance;
            this.listener = listener;
            call =
                    channels[instance].newCall(
                            method,
                            CallOptions.DEFAULT.withDeadlineAfter(
                                    deadlineNs, TimeUnit.NANOSECONDS));
        }

        @Override
        public void onMessage(byte[] received) {
            message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            byte[] received = message;
            if (status.isOk() && received == null) {
                listener.onDone(
                        Status.INTERNAL.withDescription("the service has sent no message"),
                        Wire.EMPTY);
            } else if (status.isOk()) {
                listener.onDone(status, received == null ? Wire.EMPTY : received);
            } else {
                if (status.getCode() == Status.Code.UNAVAILABLE) {
                    reconnectSoon(instance);
                }
                listener.onDone(status.withDescription(said(status)), Wire.EMPTY);
            }
        }

        /** Nobody wants the answer any more. */
        void cancel() {
            call.cancel("the client has left", null);
        }
    }

    /** Calls a method of an instance; its end may be told before this returns. */
    Call call(
            int instance,
            MethodDescriptor<byte[], byte[]> method,
            byte[] request,
            Listener listener) {
        Call made = new Call(instance, method, listener);
        made.call.start(made, new Metadata());
        // Two, so that a second message is seen as the fault that it is.
        made.call.request(2);
        made.call.sendMessage(request);
        made.call.halfClose();
        return made;
    }

    /** Does not wait for grpc-java's patience, which grows to minutes. */
    private void reconnectSoon(int instance) {
        long nowNs = clock.nowNs();
        long lastNs = lastReconnectNs.get(instance);
        if (nowNs - lastNs > RECONNECT_NS
                && lastReconnectNs.compareAndSet(instance, lastNs, nowNs)) {
            channels[instance].resetConnectBackoff();
        }
    }

    /** The reason in one line; those of grpc-go in its own words. */
    private String said(Status status) {
        String said = String.valueOf(status.getDescription()).lines().findFirst().orElse("");
        Throwable cause = status.getCause();
        while (cause != null && !(cause instanceof ConnectException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> "context deadline exceeded";
            case UNAVAILABLE -> {
                if (cause instanceof ConnectException) {
                    yield "connection error: desc = \"transport: Error while dialing dial tcp "
                            + address.getAddress().getHostAddress()
                            + ":"
                            + address.getPort()
                            + ": connect: connection refused\"";
                }
                yield cause == null ? said : said + ": " + cause.getMessage();
            }
            default -> said;
        };
    }

    @Override
    public void close() {
        for (ManagedChannel channel : channels) {
            channel.shutdownNow();
        }
        try {
            for (ManagedChannel channel : channels) {
                channel.awaitTermination(CLOSE_WAIT_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
