package dev.tare.load.engine;

import dev.tare.base.time.Instants;
import dev.tare.load.connection.ClientConnection;
import dev.tare.load.connection.Exchange;
import dev.tare.load.connection.Pool;

/**
 * Requests start when the arrival process says, on any exchange of their target that is free: a
 * cursor a target, so that one that does not answer holds up no other.
 */
final class OpenLoopSource implements RequestSource {
    private final OpenLoopCursor[] cursors;

    /** A loop's share of a schedule, by target. */
    OpenLoopSource(OpenLoopCursor[] cursors) {
        this.cursors = cursors;
    }

    @Override
    public void begin(long nowNs) {
        for (OpenLoopCursor cursor : cursors) {
            cursor.begin(nowNs);
        }
    }

    @Override
    public void onFree(Exchange exchange, long freeSinceNs, long nowNs) {
        Pool pool = exchange.connection().pool();
        pool.free().addLast(exchange);
        cursors[pool.index()].dispatch(nowNs);
    }

    @Override
    public void onEnded(Exchange exchange, long nowNs) {}

    @Override
    public void onAttemptFailed(ClientConnection connection, long nowNs) {}

    @Override
    public void tick(long nowNs) {
        for (OpenLoopCursor cursor : cursors) {
            cursor.dispatch(nowNs);
        }
    }

    @Override
    public long nextNs() {
        long nextNs = Instants.NEVER;
        for (OpenLoopCursor cursor : cursors) {
            nextNs = Math.min(nextNs, cursor.nextNs());
        }
        return nextNs;
    }

    @Override
    public void end(long nowNs) {
        for (OpenLoopCursor cursor : cursors) {
            cursor.end(nowNs);
        }
    }
}
