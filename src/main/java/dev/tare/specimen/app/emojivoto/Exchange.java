package dev.tare.specimen.app.emojivoto;

import dev.tare.specimen.app.http.HttpReply;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request of the API from its first call of another service to its answer. One call is under way
 * at a time.
 *
 * <p>Thread-safety: begun on its loop's thread, goes on on gRPC's threads, is answered by way of
 * its loop's thread.
 */
final class Exchange implements HttpReply.Listener {
    private static final int INTERNAL_SERVER_ERROR = 500;

    /** What is done with the message that a call has brought. */
    interface Step {
        /**
         * Goes on: with another call, or the answer.
         *
         * @throws IOException when the message is none of the kind
         */
        void take(byte[] message) throws IOException;
    }

    private final WebService service;
    private final Route route;
    private final int instance;
    private final HttpReply reply;
    private volatile Upstream.@Nullable Call call;
    private volatile boolean gone;

    Exchange(WebService service, Route route, int instance, HttpReply reply) {
        this.service = service;
        this.route = route;
        this.instance = instance;
        this.reply = reply;
    }

    Route route() {
        return route;
    }

    /** Whether nobody waits for the answer any more. */
    boolean isGone() {
        return gone;
    }

    HttpReply reply() {
        return reply;
    }

    /** Calls a method, and goes on with what it brings; any failure is the answer. */
    void call(
            Upstream upstream, MethodDescriptor<byte[], byte[]> method, byte[] request, Step then) {
        Upstream.Call made =
                upstream.call(
                        instance, method, request, (status, message) -> go(status, message, then));
        call = made;
        if (gone) {
            made.cancel();
        }
    }

    private void go(Status status, byte[] message, Step then) {
        if (!status.isOk()) {
            fail(status);
            return;
        }
        try {
            then.take(message);
        } catch (IOException e) {
            fail(
                    Status.INTERNAL.withDescription(
                            "grpc: failed to unmarshal the received message: " + e.getMessage()));
        }
    }

    /** Answers that a call has failed, as the original does. */
    void fail(Status why) {
        if (!gone) {
            service.onFailure(why);
        }
        answer(INTERNAL_SERVER_ERROR, JsonText.error(GoCode.error(why)));
    }

    /**
     * Answers, once.
     *
     * @param json empty for an answer without a body
     */
    void answer(int status, byte[] json) {
        service.finish(this, status, json);
    }

    @Override
    public void onDrained() {}

    @Override
    public void onGone() {
        gone = true;
        service.onClientGone();
        Upstream.Call current = call;
        if (current != null) {
            current.cancel();
        }
    }
}
