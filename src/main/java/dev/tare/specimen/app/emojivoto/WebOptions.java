package dev.tare.specimen.app.emojivoto;

import dev.tare.specimen.app.http.HttpServerOptions;
import java.net.InetSocketAddress;

/**
 * How the web service is to run.
 *
 * @param http where it listens, and its threads
 * @param emoji the emoji service, or the proxy before it
 * @param voting the voting service, or the proxy before it
 * @param instances how many it serves, 1 to {@link ServiceOptions#MAX_INSTANCES}
 * @param maxPending how many requests of one thread may wait for the other services, 1 to {@link
 *     #MAX_PENDING}; more are answered 503
 * @param deadlineNs how long one call of the other services may take, 1 ms to {@link
 *     #MAX_DEADLINE_NS}
 */
public record WebOptions(
        HttpServerOptions http,
        InetSocketAddress emoji,
        InetSocketAddress voting,
        int instances,
        int maxPending,
        long deadlineNs) {
    public static final int MAX_PENDING = 100_000;
    public static final long MAX_DEADLINE_NS = 600_000_000_000L;

    /** The longest body of a request. */
    public static final int MAX_BODY_BYTES = 64 * 1024;

    private static final int STANDARD_PENDING = 4096;
    private static final long MIN_DEADLINE_NS = 1_000_000L;
    private static final long STANDARD_DEADLINE_NS = 10_000_000_000L;

    public WebOptions {
        ServiceOptions.requireBetween("instances", instances, ServiceOptions.MAX_INSTANCES);
        ServiceOptions.requireBetween("pending requests", maxPending, MAX_PENDING);
        if (deadlineNs < MIN_DEADLINE_NS || deadlineNs > MAX_DEADLINE_NS) {
            throw new IllegalArgumentException(
                    "deadline: %d ns must be 1 ms to 600 s".formatted(deadlineNs));
        }
    }

    /** One instance, with a deadline of 10 s. */
    public static WebOptions of(
            HttpServerOptions http, InetSocketAddress emoji, InetSocketAddress voting) {
        return new WebOptions(
                http.withMaxBodyBytes(MAX_BODY_BYTES),
                emoji,
                voting,
                1,
                STANDARD_PENDING,
                STANDARD_DEADLINE_NS);
    }

    /** The same for so many instances. */
    public WebOptions withInstances(int count) {
        return new WebOptions(http, emoji, voting, count, maxPending, deadlineNs);
    }

    /** The same with room for so many pending requests. */
    public WebOptions withMaxPending(int count) {
        return new WebOptions(http, emoji, voting, instances, count, deadlineNs);
    }

    /** The same with another deadline. */
    public WebOptions withDeadlineNs(long ns) {
        return new WebOptions(http, emoji, voting, instances, maxPending, ns);
    }
}
