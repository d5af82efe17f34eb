package dev.tare.load.engine;

import dev.tare.base.core.LoadModel.ClosedLoop;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.load.arrival.ArrivalProcess;
import dev.tare.load.connection.ClientConnection;
import dev.tare.load.connection.Exchange;
import dev.tare.load.connection.Pool;
import dev.tare.load.spec.LoadSpec;
import java.util.Arrays;

/**
 * Decides which exchange sends when: what makes a loop closed or open.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none, but where {@link AddressedSource}
 * says so.
 */
sealed interface RequestSource
        permits ClosedLoopSource, RoamingLoopSource, OpenLoopSource, AddressedSource {
    /** What the load's model wants. */
    static RequestSource of(LoadShare share, Traffic traffic, Pool[] pools) {
        LoadSpec spec = share.plan().spec();
        return switch (spec.model()) {
            case ClosedLoop(long thinkTimeNs) ->
                    pools.length == 1
                            ? new ClosedLoopSource(traffic, pools[0], thinkTimeNs, share.hooks())
                            : new RoamingLoopSource(traffic, pools, thinkTimeNs, spec.timeoutNs());
            case OpenLoop open ->
                    new OpenLoopSource(
                            Arrays.stream(pools)
                                    .map(pool ->
                                            new OpenLoopCursor(
                                                    traffic,
                                                    pool,
                                                    ArrivalProcess.of(open),
                                                    ArrivalProcess.of(open),
                                                    share.index(),
                                                    spec.threads(),
                                                    spec.timeoutNs(),
                                                    open.offeredRatePerSec()))
                                    .toArray(OpenLoopCursor[]::new));
        };
    }

    /** The load begins; exchanges may be free already. */
    void begin(long nowNs);

    /**
     * An exchange that is free, in the running load: it sends, or waits in its pool's queue of free
     * ones.
     *
     * @param freeSinceNs when its client could have begun to send: when its last answer was read,
     *     or when the attempt to open it was due
     */
    void onFree(Exchange exchange, long freeSinceNs, long nowNs);

    /**
     * A request has ended, in the running load; {@link #onFree} may follow.
     *
     * @param exchange that it was in, which may have been lost
     */
    void onEnded(Exchange exchange, long nowNs);

    /** An attempt to connect has failed in the running load. */
    void onAttemptFailed(ClientConnection connection, long nowNs);

    /** Time has passed, in the running load. */
    void tick(long nowNs);

    /** When {@link #tick} is due. */
    long nextNs();

    /** The measured phase has ended: what has fallen due and was not sent is counted. */
    void end(long nowNs);
}
