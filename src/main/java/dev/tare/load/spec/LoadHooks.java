package dev.tare.load.spec;

import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.Http1Head;
import dev.tare.load.request.OutgoingRequest;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Code of the user's that takes part in a load over HTTP/1.1: it makes the requests, lets clients
 * pause, or looks at the answers.
 *
 * <p>Thread-safety: each thread's part is used by the loop of that thread only. What a part throws
 * ends the load.
 */
public interface LoadHooks {
    /** What {@link ThreadPart#address} is of requests that go to the load's own target. */
    int OWN_TARGET = 0;

    /** The parts of the threads, in their order; as many as the load has threads. */
    List<? extends ThreadPart> threads();

    /**
     * Where requests with this number go; called by any thread.
     *
     * @param number that {@link ThreadPart#address} has given, other than {@link #OWN_TARGET}; it
     *     means the same address in all threads
     */
    InetSocketAddress address(int number);

    /** One thread's part. */
    interface ThreadPart {
        /** Whether {@link #nextRequest} makes the requests; else they are the endpoint's. */
        boolean makesRequests();

        /**
         * Makes the next request, or several that are sent at once, on one connection.
         *
         * @return how many answers there will be, 1 or more
         */
        int nextRequest();

        /** Copies what was made last. */
        void copyRequest(OutgoingRequest into);

        /** Whether what was made last is a HEAD request. */
        boolean headRequest();

        /**
         * Where what was made last goes; before the first request, where that one is expected to.
         *
         * @return {@link #OWN_TARGET}, or a number that {@link LoadHooks#address} knows
         */
        int address();

        /** Whether clients of a closed loop pause for {@link #nextPauseNs} before each request. */
        boolean pauses();

        /** How long the next pause is, 0 or more. */
        long nextPauseNs();

        /** Whether answers are looked at. */
        boolean looksAtAnswers();

        /** A place to gather answers in, one after the other: one a connection. */
        AnswerObserver newObserver();

        /** Whether this thread's load is to end now. */
        boolean stopAsked();
    }

    /** Is told of the answers on one connection. */
    interface AnswerObserver extends BodySink {
        /** A final head, whose bytes are valid during the call only. */
        void onHead(Http1Head head);

        /** The answer is whole. */
        void onAnswered();
    }
}
