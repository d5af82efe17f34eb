package dev.tare.lab.grpc;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One call of reflection: questions and answers in turn, within the call's deadline.
 *
 * <p>Threads: one thread asks; grpc-java's own thread delivers.
 */
final class ReflectionStream implements AutoCloseable {
    private static final long END_WAIT_MS = 1000;

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

    private boolean ended;

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
                case End(Status status) -> {
                    ended = true;
                    throw new Failure(
                            status.isOk()
                                    ? Status.INTERNAL.withDescription("the stream has ended")
                                    : status);
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Status.CANCELLED.withDescription("interrupted").withCause(e));
        }
    }

    /**
     * Ends the call as the protocol would have it, so that no proxy on the way counts a call that
     * was given up; cancels it only where the server leaves it open.
     */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        call.halfClose();
        try {
            // Nothing more is asked for, so nothing but the end comes.
            ended = events.poll(END_WAIT_MS, TimeUnit.MILLISECONDS) instanceof End;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            call.cancel("all questions are answered", null);
        }
    }
}
