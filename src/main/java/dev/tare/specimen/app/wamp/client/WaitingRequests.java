package dev.tare.specimen.app.wamp.client;

import dev.tare.specimen.app.wamp.message.Dict;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampId;
import dev.tare.specimen.app.wamp.message.WampMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of a session that wait for their answers, by their numbers.
 *
 * <p>Thread-safety: the thread of the session's link.
 */
final class WaitingRequests {
    /** The most that wait. */
    static final int MAX_REQUESTS = 10_000;

    /** Who waits for the answer to a request. */
    interface Waiting {
        /** Takes an answer that is of the right kind; returns whether the request is through. */
        boolean onAnswer(WampMessage answer) throws ProtocolFault;

        void onError(String error, Payload payload);
    }

    private final Map<Long, Waiting> requests = new HashMap<>();
    private long last;

    /** A number for a request that {@code waiting} waits for; 0 when too many wait. */
    long begin(Waiting waiting) {
        if (requests.size() >= MAX_REQUESTS) {
            return 0;
        }
        last = WampId.after(last);
        requests.put(last, waiting);
        return last;
    }

    /** Whether a request has had no answer yet. */
    boolean waits(long request) {
        return requests.containsKey(request);
    }

    /** An answer has come; nothing happens when nobody waits for it. */
    void answer(long request, WampMessage answer) throws ProtocolFault {
        Waiting waiting = requests.get(request);
        if (waiting != null && waiting.onAnswer(answer)) {
            requests.remove(request, waiting);
        }
    }

    /** A request has failed; nothing happens when nobody waits for it. */
    void fail(long request, String error, Payload payload) {
        Waiting waiting = requests.remove(request);
        if (waiting != null) {
            waiting.onError(error, payload);
        }
    }

    /** No more answers come. */
    void failAll(String error, Payload payload) {
        List<Waiting> unanswered = List.copyOf(requests.values());
        requests.clear();
        unanswered.forEach(waiting -> waiting.onError(error, payload));
    }

    static ProtocolFault unexpected(WampMessage answer) {
        return new ProtocolFault(
                "%s answers another kind of request".formatted(answer.getClass().getSimpleName()));
    }

    /** Waits for what a call brings. */
    static final class ForResult implements Waiting {
        private final CallListener told;

        ForResult(CallListener told) {
            this.told = told;
        }

        @Override
        public boolean onAnswer(WampMessage answer) throws ProtocolFault {
            if (!(answer instanceof WampMessage.Result result)) {
                throw unexpected(answer);
            }
            boolean isPartial = Dict.flag(result.details(), "progress", false);
            if (isPartial) {
                told.onProgress(result.payload());
            } else {
                told.onResult(result.payload());
            }
            return !isPartial;
        }

        @Override
        public void onError(String error, Payload payload) {
            told.onError(error, payload);
        }
    }

    /** Waits for the number that another kind of request brings. */
    abstract static class ForId implements Waiting {
        private final RequestListener told;

        ForId(RequestListener told) {
            this.told = told;
        }

        /** The number that an answer of the right kind brings. */
        abstract long idOf(WampMessage answer) throws ProtocolFault;

        @Override
        public boolean onAnswer(WampMessage answer) throws ProtocolFault {
            told.onDone(idOf(answer));
            return true;
        }

        @Override
        public void onError(String error, Payload payload) {
            told.onError(error, payload);
        }
    }
}
