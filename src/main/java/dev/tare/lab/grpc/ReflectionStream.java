package dev.tare.lab.grpc;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One call of reflection: questions and answers in turn, within the call's deadline.
 *
 * <p>Threads: one thread asks; grpc-java's own thread delivers.
 */
final class ReflectionStream implements AutoCloseable {

    /** What the other side does next. */
    private sealed interface Event {}

    private record Answer(ServerReflectionResponse response) implements Event {}

    private record End(Status status) implements Event {}

    /** The call has ended before the answer came. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Status status;

        Failure(Status status) {
            super(status.toString(), status.getCause());
            this.status = status;
        }

        Status status() {
            return status;
        }
    }

    private final ClientCall<ServerReflectionRequest, ServerReflectionResponse> call;

    /** Bounded by asking for one message at a time: an answer and the end are the most in it. */
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    ReflectionStream(ClientCall<ServerReflectionRequest, ServerReflectionResponse> call) {
        this.call = call;
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(ServerReflectionResponse response) {
                        events.add(new Answer(response));
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        events.add(new End(status));
                    }
                },
                new Metadata());
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws Failure when the call ends instead, by its deadline at the latest
     */
    ServerReflectionResponse ask(ServerReflectionRequest question) {
        call.request(1);
        call.sendMessage(question);
        try {
            return switch (events.take()) {
                case Answer(ServerReflectionResponse response) -> response;
                case End(Status status) ->
                        throw new Failure(
                                status.isOk()
                                        ? Status.INTERNAL.withDescription("the stream has ended")
                                        : status);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Status.CANCELLED.withDescription("interrupted").withCause(e));
        }
    }

    @Override
    public void close() {
        call.cancel("all questions are answered", null);
    }
}
