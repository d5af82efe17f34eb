package dev.tare.specimen.app.http;

import java.io.IOException;

/** An application as one thread of a server sees it. */
public interface HttpService {
    /**
     * Answers a request, now or later.
     *
     * @param request valid during the call only
     * @param reply answered once, on this thread
     */
    void serve(HttpRequest request, HttpReply reply);

    /** Makes a service for each thread of a server. */
    interface Factory {
        /**
         * Makes the service of one thread, on that thread's behalf and before it runs.
         *
         * @throws IOException when something that it needs cannot be had
         */
        HttpService on(ServerLoop loop) throws IOException;
    }
}
