package dev.tare.load.engine;

import dev.tare.base.core.Unsent;

/**
 * Every connection is a client that sends its next request as soon as it has read its last answer.
 * The end of the one is the intended start of the next.
 *
 * <p>A client whose connection is lost intends its next request for the moment at which the attempt
 * to connect is due; if that succeeds, the time it took is send lag. If it fails, the client pauses
 * and plans nothing. But when no connection of the loop is open at all, each failed attempt counts
 * as a planned request that found no connection, and at the end so does each attempt not decided
 * yet: a dead server shows as errors, at the pace of the attempts.
 */
final class ClosedLoopSource implements RequestSource {
    private final LoadLoop loop;

    ClosedLoopSource(LoadLoop loop) {
        this.loop = loop;
    }

    @Override
    public void begin(long nowNs) {
        // One of them may break at once and come back to the queue: only those there now.
        for (int left = loop.free().size(); left > 0; left--) {
            ClientConnection connection = loop.takeFree();
            if (connection == null) {
                return;
            }
            long sendNs = loop.nowNs();
            onFree(connection, sendNs, sendNs);
        }
    }

    @Override
    public void onFree(ClientConnection connection, long freeSinceNs, long nowNs) {
        loop.send(connection, Math.max(freeSinceNs, loop.ledger().startNs()), nowNs);
    }

    @Override
    public void onAttemptFailed(ClientConnection connection, long nowNs) {
        if (loop.unreachable()) {
            countNoConnection(connection);
        }
    }

    private void countNoConnection(ClientConnection connection) {
        long intendedNs = Math.max(connection.attemptDueNs(), loop.ledger().startNs());
        if (intendedNs < loop.ledger().measuredEndNs()) {
            loop.ledger().planned(intendedNs);
            loop.ledger().unsent(Unsent.NO_CONNECTION, intendedNs);
        }
    }

    @Override
    public void tick(long nowNs) {}

    @Override
    public long nextNs() {
        return Instants.NEVER;
    }

    @Override
    public void end(long nowNs) {
        if (!loop.unreachable()) {
            return;
        }
        ClientConnection connection = loop.connector().firstConnecting();
        while (connection != null) {
            countNoConnection(connection);
            connection = connection.next;
        }
    }
}
