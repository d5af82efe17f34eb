package dev.tare.specimen.app.imagehub;

import dev.tare.base.time.EpochClock;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.planlimit.PlanLimiter;
import dev.tare.specimen.planlimit.PlanLimits;
import java.io.IOException;

/** Starts the image hub. */
public final class ImageHub {
    /** The longest body of a request. */
    public static final int MAX_BODY_BYTES = 4096;

    private ImageHub() {}

    /**
     * Starts the hub.
     *
     * @param limits of its plans
     * @param limiting whether it keeps them itself; if not, every pull is served
     * @param clock whose minutes count
     * @throws IOException when it cannot listen; the message names the address
     */
    public static HttpServer start(
            HttpServerOptions options, PlanLimits limits, boolean limiting, EpochClock clock)
            throws IOException {
        PlanLimiter limiter = new PlanLimiter(limits);
        Accounts accounts = new Accounts(limits.perMinute().keySet());
        HubCounters counters = new HubCounters(limiter, accounts);
        return HttpServer.start(
                options.withMaxBodyBytes(MAX_BODY_BYTES),
                _ ->
                        new HubService(
                                limiting ? limiter.forThread() : null, accounts, counters, clock));
    }
}
