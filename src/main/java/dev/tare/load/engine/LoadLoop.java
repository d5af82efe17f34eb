package dev.tare.load.engine;

import dev.tare.base.core.LoadModel.ClosedLoop;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.Unsent;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.EventLoop;
import dev.tare.load.arrival.ArrivalProcess;
import org.jspecify.annotations.Nullable;

/**
 * One thread's part of a load: a state machine over an event loop and its clock.
 *
 * <p>It opens its connections, begins with the other loops, lets a {@link RequestSource} send for
 * the lead and the measured phase, and drains. Every request that was sent stands in one queue in
 * the order of the intended starts, whose first is the next to time out.
 *
 * <p>A request that ends at or after its timeout has timed out, whatever it ends with; in which
 * order a poll reports things does not matter.
 *
 * <p>Thread-safety: {@link #run} belongs to one thread, and all else is called from within it.
 *
 * <p>Allocation: none in {@link #run} but for opening connections.
 */
final class LoadLoop implements Connector.Listener {
    private enum Stage {
        OPENING,
        RUNNING,
        DRAINING
    }

    private final EventLoop eventLoop;
    private final NanoClock clock;
    private final LoadSpec spec;
    private final long timeoutNs;
    private final StartGate gate;
    private final Ledger ledger;
    private final AnswerChecker checker;
    private final Connector connector;
    private final RequestSource source;
    private final ClientConnection[] connections;

    private final ConnectionList free = new ConnectionList();
    private final ConnectionList inFlight = new ConnectionList();
    private int openConnections;
    private Stage stage = Stage.OPENING;
    private boolean settled;
    private boolean cutShort;
    private long drainEndNs;
    private long endNs;

    LoadLoop(LoadShare share, EventLoop eventLoop, StartGate gate) {
        this.eventLoop = eventLoop;
        this.gate = gate;
        clock = eventLoop.clock();
        spec = share.spec();
        timeoutNs = spec.timeoutNs();
        ledger = new Ledger(share.rotation(), spec.intervalNs(), share.onRotated());
        checker = new AnswerChecker(spec.endpoints().getFirst().check());
        connections = new ClientConnection[share.connections()];
        connector = new Connector(eventLoop, share.address(), timeoutNs, connections.length, this);
        source =
                switch (spec.model()) {
                    case ClosedLoop closed -> new ClosedLoopSource(this);
                    case OpenLoop open ->
                            new OpenLoopSource(
                                    this,
                                    ArrivalProcess.of(open),
                                    share.index(),
                                    spec.threads(),
                                    timeoutNs);
                };
        boolean headRequest = spec.endpoints().getFirst().request().method().equals("HEAD");
        for (int i = 0; i < connections.length; i++) {
            connections[i] =
                    new ClientConnection(this, share.request(), headRequest, share.memory());
        }
    }

    /** Runs the load to its end. */
    void run() {
        long openingNs = clock.nowNs();
        for (ClientConnection connection : connections) {
            connector.open(connection, openingNs);
        }
        while (tick(clock.nowNs())) {
            eventLoop.poll(nextNs());
        }
    }

    /** Does what time has made due; false when the load is over. */
    private boolean tick(long nowNs) {
        if (gate.stopped() && !cutShort && stage != Stage.DRAINING) {
            cutShort(nowNs);
        }
        if (stage == Stage.OPENING) {
            tickOpening(nowNs);
        }
        if (stage == Stage.OPENING) {
            return true;
        }
        ledger.rotateIfDue(nowNs);
        expire(nowNs);
        if (stage == Stage.RUNNING) {
            tickRunning(nowNs);
        }
        if (stage == Stage.DRAINING && (inFlight.isEmpty() || nowNs >= drainEndNs)) {
            finish(nowNs);
            return false;
        }
        return true;
    }

    private void cutShort(long nowNs) {
        if (stage == Stage.OPENING) {
            begin(Math.min(nowNs, gate.startNs()), nowNs);
        }
        cutShort = true;
        ledger.cutShort(nowNs);
    }

    private void tickOpening(long nowNs) {
        connector.tick(nowNs);
        if (!settled && connector.allTried()) {
            settled = true;
            gate.settled(nowNs);
        }
        if (nowNs >= gate.startNs()) {
            begin(gate.startNs(), nowNs);
        }
    }

    private void begin(long startNs, long nowNs) {
        stage = Stage.RUNNING;
        ledger.begin(startNs, spec.leadNs(), spec.measuredNs());
        if (!gate.stopped()) {
            source.begin(nowNs);
        }
    }

    private void tickRunning(long nowNs) {
        if (nowNs < ledger.measuredEndNs()) {
            connector.tick(nowNs);
            source.tick(nowNs);
            return;
        }
        source.end(nowNs);
        connector.close();
        stage = Stage.DRAINING;
        drainEndNs = Instants.after(ledger.measuredEndNs(), spec.drainNs());
    }

    private void expire(long nowNs) {
        ClientConnection oldest = inFlight.first();
        while (oldest != null && nowNs - oldest.intendedNs() >= timeoutNs) {
            onLost(oldest, Outcome.TIMED_OUT, nowNs);
            oldest = inFlight.first();
        }
    }

    private void finish(long nowNs) {
        ClientConnection left = inFlight.first();
        while (left != null) {
            if (left.sentNs() == ClientConnection.NOT_SENT) {
                ledger.unsent(Unsent.STOPPED, left.intendedNs());
            } else {
                ledger.inFlightAtEnd(left.intendedNs());
            }
            left = left.next;
        }
        endNs = nowNs;
        ledger.finish(nowNs);
    }

    private long nextNs() {
        long nextNs = Math.min(connector.nextNs(), ledger.nextRotationNs());
        ClientConnection oldest = inFlight.first();
        if (oldest != null) {
            nextNs = Math.min(nextNs, Instants.after(oldest.intendedNs(), timeoutNs));
        }
        return Math.min(
                nextNs,
                switch (stage) {
                    case OPENING -> gate.startNs();
                    case RUNNING -> Math.min(source.nextNs(), ledger.measuredEndNs());
                    case DRAINING -> drainEndNs;
                });
    }

    /** Whether the load was stopped before its planned end. */
    boolean wasCutShort() {
        return cutShort;
    }

    /** When the drain ended. */
    long endNs() {
        return endNs;
    }

    long nowNs() {
        return clock.nowNs();
    }

    Ledger ledger() {
        return ledger;
    }

    AnswerChecker checker() {
        return checker;
    }

    Connector connector() {
        return connector;
    }

    /** Whether no connection is open, and the last that is known of connecting is a failure. */
    boolean unreachable() {
        return openConnections == 0 && connector.failing();
    }

    /** The connections that are open and have nothing to do, the longest idle first. */
    ConnectionList free() {
        return free;
    }

    /** The connection that has been free for longest, out of the queue. */
    @Nullable ClientConnection takeFree() {
        ClientConnection connection = free.first();
        if (connection != null) {
            free.remove(connection);
        }
        return connection;
    }

    /**
     * Sends the next request; the connection stands in no queue.
     *
     * @return whether the request was begun; if not, the connection was broken
     */
    boolean send(ClientConnection connection, long intendedNs, long nowNs) {
        if (!connection.send(intendedNs, nowNs)) {
            lose(connection, nowNs);
            return false;
        }
        inFlight.addByIntendedStart(connection);
        ledger.planned(intendedNs);
        if (connection.sentNs() != ClientConnection.NOT_SENT) {
            ledger.sent(intendedNs);
        }
        return true;
    }

    private boolean running(long nowNs) {
        return stage == Stage.RUNNING && nowNs < ledger.measuredEndNs();
    }

    void onConnected(ClientConnection connection) {
        long nowNs = clock.nowNs();
        connector.connected(connection);
        openConnections++;
        ledger.connected(connection.attemptNs(), nowNs);
        offer(connection, connection.attemptDueNs(), nowNs);
    }

    void onConnectFailed(ClientConnection connection, long nowNs) {
        connector.failed(connection, nowNs);
    }

    @Override
    public void onAttemptFailed(ClientConnection failed, long nowNs) {
        ledger.connectFailed(nowNs);
        if (running(nowNs)) {
            source.onAttemptFailed(failed, nowNs);
        }
    }

    /** The request in flight was answered, and the connection can be used again. */
    void onAnswered(ClientConnection connection, Outcome outcome, long bodyBytes, long nowNs) {
        conclude(connection, outcome, bodyBytes, nowNs);
        offer(connection, nowNs, nowNs);
    }

    /** The request in flight was answered, and the connection cannot be used again. */
    void onAnsweredLast(ClientConnection connection, Outcome outcome, long bodyBytes, long nowNs) {
        conclude(connection, outcome, bodyBytes, nowNs);
        lose(connection, nowNs);
    }

    /** The request in flight will not be answered. */
    void onLost(ClientConnection connection, Outcome outcome, long nowNs) {
        conclude(connection, outcome, 0, nowNs);
        lose(connection, nowNs);
    }

    /** A connection on which nothing was in flight cannot be used again. */
    void onIdleLost(ClientConnection connection, long nowNs) {
        if (connection.list == free) {
            free.remove(connection);
        }
        lose(connection, nowNs);
    }

    private void offer(ClientConnection connection, long freeSinceNs, long nowNs) {
        if (running(nowNs)) {
            source.onFree(connection, freeSinceNs, nowNs);
        } else {
            free.addLast(connection);
        }
    }

    private void conclude(
            ClientConnection connection, Outcome outcome, long bodyBytes, long nowNs) {
        inFlight.remove(connection);
        long intendedNs = connection.intendedNs();
        boolean late = nowNs - intendedNs >= timeoutNs;
        if (connection.sentNs() == ClientConnection.NOT_SENT) {
            ledger.unsent(late ? Unsent.ALL_BUSY : Unsent.NO_CONNECTION, intendedNs);
            return;
        }
        Outcome inTime = late ? Outcome.TIMED_OUT : outcome;
        ledger.ended(inTime, intendedNs, connection.sentNs(), nowNs, bodyBytes);
    }

    private void lose(ClientConnection connection, long nowNs) {
        openConnections--;
        if (stage == Stage.DRAINING) {
            connection.close();
        } else {
            connector.reopen(connection, nowNs);
        }
    }
}
