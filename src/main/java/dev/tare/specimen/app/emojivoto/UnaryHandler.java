package dev.tare.specimen.app.emojivoto;

import dev.tare.base.time.NanoClock;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Handles the calls of one method: finds the instance by the authority, reads the request, counts.
 *
 * <p>Thread-safety: any thread; a call's events come one after the other.
 */
final class UnaryHandler implements ServerCallHandler<byte[], byte[]> {
    /** What the method does. */
    interface Method {
        /**
         * Answers a request once, now or later.
         *
         * @param instance its index, from 0 on
         * @throws IOException when the request is no such message
         */
        void call(int instance, byte[] request, Answer answer) throws IOException;
    }

    /** Where the answer goes, from one thread at a time; to whom has gone it goes nowhere. */
    interface Answer {
        void send(byte[] message);

        void fail(Status why);
    }

    private final NanoClock clock = NanoClock.system();
    private final int instances;
    private final MethodCounters counters;
    private final Method method;

    UnaryHandler(int instances, MethodCounters counters, Method method) {
        this.instances = instances;
        this.counters = counters;
        this.method = method;
    }

    @Override
    public ServerCall.Listener<byte[]> startCall(
            ServerCall<byte[], byte[]> call, Metadata headers) {
        counters.onStarted();
        // A second message would be a fault of the caller's; asking for it shows it.
        call.request(2);
        return new Call(call, clock.nowNs());
    }

    private final class Call extends ServerCall.Listener<byte[]> implements Answer {
        private final ServerCall<byte[], byte[]> call;
        private final long startNs;
        private byte @Nullable [] request;
        private boolean answered;

        Call(ServerCall<byte[], byte[]> call, long startNs) {
            this.call = call;
            this.startNs = startNs;
        }

        @Override
        public void onMessage(byte[] message) {
            counters.onReceived();
            if (request != null) {
                fail(Status.INTERNAL.withDescription("more than one message in a unary call"));
            }
            request = message;
        }

        @Override
        public void onHalfClose() {
            byte[] message = request;
            if (answered) {
                return;
            }
            if (message == null) {
                fail(Status.INTERNAL.withDescription("no message in a unary call"));
                return;
            }
            String authority = Objects.requireNonNullElse(call.getAuthority(), "");
            int instance = Instance.of(authority, instances);
            if (instance == Instance.UNKNOWN) {
                fail(
                        Status.NOT_FOUND.withDescription(
                                "%s: there are instances 1 to %d".formatted(authority, instances)));
                return;
            }
            try {
                method.call(instance, message, this);
            } catch (IOException e) {
                fail(
                        Status.INTERNAL.withDescription(
                                "grpc: error unmarshalling request: " + e.getMessage()));
            }
        }

        @Override
        public void send(byte[] message) {
            if (!answered) {
                call.sendHeaders(new Metadata());
                call.sendMessage(message);
                counters.onSent();
                close(Status.OK);
            }
        }

        @Override
        public void fail(Status why) {
            if (!answered) {
                close(why);
            }
        }

        private void close(Status status) {
            answered = true;
            counters.onHandled(status.getCode(), clock.nowNs() - startNs);
            call.close(status, new Metadata());
        }
    }
}
