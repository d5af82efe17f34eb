package dev.tare.load.engine;

import dev.tare.base.core.Unsent;
import dev.tare.base.time.Instants;
import dev.tare.load.connection.ClientConnection;
import dev.tare.load.connection.Exchange;
import dev.tare.load.connection.LinkedQueue;
import dev.tare.load.connection.Pool;
import dev.tare.load.spec.LoadHooks;
import org.jspecify.annotations.Nullable;

/**
 * Each exchange of the only pool is a client: its next request starts when its last answer has been
 * read, and it has thought.
 */
final class ClosedLoopSource implements RequestSource {
    private final Traffic traffic;
    private final Pool pool;
    private final long thinkTimeNs;
    private final LoadHooks.@Nullable ThreadPart hooks;
    private final boolean pauses;

    /** The clients that think, in the order in which they will have thought. */
    private final LinkedQueue<Exchange> thinking = new LinkedQueue<>();

    ClosedLoopSource(
            Traffic traffic, Pool pool, long thinkTimeNs, LoadHooks.@Nullable ThreadPart hooks) {
        this.hooks = hooks;
        pauses = hooks != null && hooks.pauses();
        this.traffic = traffic;
        this.pool = pool;
        this.thinkTimeNs = thinkTimeNs;
    }

    @Override
    public void begin(long nowNs) {
        pool.connector().openAll(nowNs);
        // One of them may break at once and come back to the queue: only those there now.
        for (int left = pool.free().size(); left > 0; left--) {
            Exchange exchange = pool.takeFree();
            if (exchange == null) {
                return;
            }
            long startNs = traffic.ledger().startNs();
            if (pauses) {
                onFree(exchange, startNs, nowNs);
            } else {
                send(exchange, startNs);
            }
        }
    }

    @Override
    public void onFree(Exchange exchange, long freeSinceNs, long nowNs) {
        long readyNs = Math.max(freeSinceNs, traffic.ledger().startNs());
        if (thinkTimeNs == 0 && !pauses) {
            send(exchange, readyNs);
            return;
        }
        // Who lost the connection while thinking goes on thinking of the same request.
        long dueNs =
                exchange.dueNs() == Exchange.NOT_DUE
                        ? Instants.after(readyNs, pauseNs())
                        : exchange.dueNs();
        if (dueNs <= nowNs) {
            send(exchange, dueNs);
        } else {
            exchange.thinkUntil(dueNs);
            think(exchange);
        }
    }

    private long pauseNs() {
        return hooks != null && pauses ? hooks.nextPauseNs() : thinkTimeNs;
    }

    private void think(Exchange exchange) {
        Exchange before = thinking.last();
        while (before != null && before.dueNs() > exchange.dueNs()) {
            before = before.previous();
        }
        thinking.insertAfter(before, exchange);
    }

    private void send(Exchange exchange, long intendedNs) {
        if (traffic.budgetLeft()) {
            long sequence = traffic.nextSequence();
            traffic.send(exchange, traffic.choose(sequence), sequence, intendedNs, traffic.nowNs());
        } else {
            pool.free().addLast(exchange);
        }
    }

    @Override
    public void onEnded(Exchange exchange, long nowNs) {}

    @Override
    public void onAttemptFailed(ClientConnection connection, long nowNs) {
        if (pool.unreachable() && traffic.budgetLeft()) {
            countNoConnection(connection);
        }
    }

    private void countNoConnection(ClientConnection connection) {
        long intendedNs = Math.max(connection.attemptDueNs(), traffic.ledger().startNs());
        if (intendedNs < traffic.ledger().measuredEndNs()) {
            traffic.countUnsent(
                    Unsent.NO_CONNECTION, traffic.choose(traffic.nextSequence()), intendedNs);
        }
    }

    @Override
    public void tick(long nowNs) {
        Exchange first = thinking.first();
        while (first != null && first.dueNs() <= nowNs) {
            thinking.remove(first);
            traffic.offer(first, nowNs, nowNs);
            first = thinking.first();
        }
    }

    @Override
    public long nextNs() {
        Exchange first = thinking.first();
        return first == null ? Instants.NEVER : first.dueNs();
    }

    @Override
    public void end(long nowNs) {
        if (!pool.unreachable()) {
            return;
        }
        ClientConnection connection = pool.connector().firstConnecting();
        while (connection != null && traffic.budgetLeft()) {
            countNoConnection(connection);
            connection = connection.next();
        }
    }
}
