package dev.tare.specimen.app.http;

import java.lang.foreign.MemorySegment;

/**
 * A request of a {@link HttpClient} on its way.
 *
 * <p>Thread-safety: its loop's thread.
 */
public interface HttpCall {
    /**
     * Told what a call brings: a head, its body in pieces and the end; or a failure, instead of all
     * that is still to come.
     */
    interface Listener {
        /**
         * The final head has come.
         *
         * @param contentType empty where there is none
         * @param length of the body in bytes, or {@link HttpReply#UNKNOWN_LENGTH}
         */
        void onHead(int status, String contentType, long length);

        /** Bytes of the body, valid during the call only. */
        void onBody(MemorySegment bytes, long offset, int length);

        /** The answer is whole. */
        void onEnd();

        void onFailure(HttpFailure why);
    }

    /** Has the answer wait, or go on: back-pressure. */
    void pause(boolean paused);

    /** Gives the call up; its listener is told no more. */
    void cancel();
}
