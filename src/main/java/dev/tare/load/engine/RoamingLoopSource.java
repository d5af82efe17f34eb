package dev.tare.load.engine;

import dev.tare.base.core.Unsent;
import dev.tare.base.time.Instants;
import dev.tare.load.connection.ClientConnection;
import dev.tare.load.connection.EndpointWork;
import dev.tare.load.connection.Exchange;
import dev.tare.load.connection.Pool;

/**
 * A closed loop over several targets: each client goes from one to the other, as the endpoints of
 * its requests want it, and finds a connection kept open at each. There are as many clients as each
 * target has exchanges, so that a target's connections never are too few.
 */
final class RoamingLoopSource implements RequestSource {
    private final Traffic traffic;
    private final Pool[] pools;
    private final long thinkTimeNs;
    private final long timeoutNs;
    private final int clients;

    /** For each pool the clients that wait for one of its exchanges. */
    private final WaitingRequests[] waiting;

    /** The clients that think: all for the same time, so who began first is first. */
    private final WaitingRequests thinking;

    RoamingLoopSource(Traffic traffic, Pool[] pools, long thinkTimeNs, long timeoutNs) {
        this.traffic = traffic;
        this.pools = pools;
        this.thinkTimeNs = thinkTimeNs;
        this.timeoutNs = timeoutNs;
        clients = pools[0].exchangeCount();
        waiting = new WaitingRequests[pools.length];
        for (int i = 0; i < pools.length; i++) {
            waiting[i] = new WaitingRequests(clients);
        }
        thinking = new WaitingRequests(clients);
    }

    @Override
    public void begin(long nowNs) {
        for (int i = 0; i < clients; i++) {
            start(traffic.ledger().startNs());
        }
    }

    /** A client's next request is due. */
    private void start(long intendedNs) {
        if (!traffic.budgetLeft()) {
            return;
        }
        long sequence = traffic.nextSequence();
        Pool pool = traffic.choose(sequence).pool();
        waiting[pool.index()].addLast(intendedNs, sequence);
        serve(pool);
    }

    private void serve(Pool pool) {
        WaitingRequests queue = waiting[pool.index()];
        while (!queue.isEmpty()) {
            if (!traffic.budgetLeft()) {
                // Others were faster, and have used up the load's requests.
                queue.removeFirst();
                continue;
            }
            Exchange exchange = pool.takeFree();
            if (exchange == null) {
                return;
            }
            long intendedNs = queue.firstIntendedNs();
            long sequence = queue.firstSequence();
            if (traffic.send(
                    exchange, traffic.choose(sequence), sequence, intendedNs, traffic.nowNs())) {
                queue.removeFirst();
            }
        }
    }

    @Override
    public void onFree(Exchange exchange, long freeSinceNs, long nowNs) {
        Pool pool = exchange.connection().pool();
        pool.free().addLast(exchange);
        serve(pool);
    }

    @Override
    public void onEnded(Exchange exchange, long nowNs) {
        next(nowNs);
    }

    private void next(long nowNs) {
        if (thinkTimeNs == 0) {
            start(nowNs);
        } else {
            thinking.addLast(Instants.after(nowNs, thinkTimeNs), 0);
        }
    }

    @Override
    public void onAttemptFailed(ClientConnection connection, long nowNs) {
        Pool pool = connection.pool();
        if (pool.unreachable() && !waiting[pool.index()].isEmpty()) {
            giveUp(waiting[pool.index()], Unsent.NO_CONNECTION);
            next(nowNs);
        }
    }

    private void giveUp(WaitingRequests queue, Unsent reason) {
        long intendedNs = queue.firstIntendedNs();
        EndpointWork endpoint = traffic.choose(queue.firstSequence());
        queue.removeFirst();
        if (traffic.budgetLeft()) {
            traffic.countUnsent(reason, endpoint, intendedNs);
        }
    }

    @Override
    public void tick(long nowNs) {
        while (!thinking.isEmpty() && thinking.firstIntendedNs() <= nowNs) {
            long intendedNs = thinking.firstIntendedNs();
            thinking.removeFirst();
            start(intendedNs);
        }
        for (Pool pool : pools) {
            WaitingRequests queue = waiting[pool.index()];
            while (!queue.isEmpty() && nowNs - queue.firstIntendedNs() >= timeoutNs) {
                giveUp(queue, pool.unreachable() ? Unsent.NO_CONNECTION : Unsent.ALL_BUSY);
                next(nowNs);
            }
            if (!queue.isEmpty()) {
                // Now, and not when it began to wait: an answer may just have freed an exchange.
                pool.connector().demand(pool.connectionsFor(queue.size()), nowNs);
            }
        }
    }

    @Override
    public long nextNs() {
        long nextNs = thinking.isEmpty() ? Instants.NEVER : thinking.firstIntendedNs();
        for (WaitingRequests queue : waiting) {
            if (!queue.isEmpty()) {
                nextNs = Math.min(nextNs, Instants.after(queue.firstIntendedNs(), timeoutNs));
            }
        }
        return nextNs;
    }

    @Override
    public void end(long nowNs) {
        for (Pool pool : pools) {
            while (!waiting[pool.index()].isEmpty()) {
                giveUp(
                        waiting[pool.index()],
                        pool.unreachable() ? Unsent.NO_CONNECTION : Unsent.STOPPED);
            }
        }
    }
}
