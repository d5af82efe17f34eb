package dev.tare.load.engine;

import dev.tare.base.core.LoadModel.ClosedLoop;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.Unsent;
import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.EventLoop;
import dev.tare.io.wire.http2.RequestVariation;
import dev.tare.load.arrival.ArrivalProcess;
import dev.tare.load.check.AnswerInspector;
import dev.tare.load.request.CookieJar;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
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
final class LoadLoop {
    private enum Stage {
        OPENING,
        RUNNING,
        DRAINING
    }

    private static final int GATHER_BYTES = 64 * 1024;

    private final EventLoop eventLoop;
    private final NanoClock clock;
    private final LoadSpec spec;
    private final long timeoutNs;
    private final StartGate gate;
    private final Ledger ledger;
    private final Pool[] pools;
    private final EndpointWork[] endpoints;
    private final EndpointChooser chooser;
    private final RequestSource source;
    private final AnswerReaders readers;
    private final TransportRecorder transport = new TransportRecorder();
    private final LinkedQueue<Exchange> inFlight = new LinkedQueue<>();
    private final LinkedQueue<ClientConnection> unflushed = new LinkedQueue<>();
    private final RequestVariation variation;
    private final int checks;
    private final Arena memory;
    private final MemorySegment gather;
    private final LoadHooks.@Nullable ThreadPart hooks;
    private final long stride;
    private long sequence;
    private long budget;
    private Stage stage = Stage.OPENING;
    private boolean settled;
    private boolean cutShort;
    private long drainEndNs;
    private long endNs;

    LoadLoop(LoadShare share, EventLoop eventLoop, StartGate gate) {
        this.eventLoop = eventLoop;
        this.gate = gate;
        clock = eventLoop.clock();
        LoadPlan plan = share.plan();
        spec = plan.spec();
        timeoutNs = spec.timeoutNs();
        ledger = new Ledger(share.rotation(), spec.intervalNs(), share.onRotated());
        checks = plan.checks().size();
        readers = new AnswerReaders(share.memory());
        boolean pipelined = spec.policy().depth() > 1;
        variation = new RequestVariation(share.memory());
        memory = share.memory();
        gather = pipelined ? share.memory().allocate(GATHER_BYTES) : MemorySegment.NULL;
        hooks = share.hooks();
        stride = spec.threads();
        sequence = share.index() - stride;
        budget = share.calls();
        pools = new Pool[plan.targets().size()];
        for (int i = 0; i < pools.length; i++) {
            pools[i] = new Pool(this, eventLoop, i, share);
        }
        endpoints = endpoints(plan, pools);
        long seed = spec.model() instanceof OpenLoop open ? open.seed() : 0;
        chooser = new EndpointChooser(spec.endpoints(), seed);
        source = source(share);
    }

    private static EndpointWork[] endpoints(LoadPlan plan, Pool[] pools) {
        List<AnswerInspector> inspectors = plan.checks().stream().map(AnswerInspector::of).toList();
        return plan.endpoints().stream()
                .map(endpoint ->
                        new EndpointWork(
                                endpoint, pools[endpoint.pool()], inspectors.get(endpoint.check())))
                .toArray(EndpointWork[]::new);
    }

    private RequestSource source(LoadShare share) {
        return switch (spec.model()) {
            case ClosedLoop(long thinkTimeNs) ->
                    pools.length == 1
                            ? new ClosedLoopSource(this, pools[0], thinkTimeNs, hooks)
                            : new RoamingLoopSource(this, pools, thinkTimeNs, timeoutNs);
            case OpenLoop open ->
                    new OpenLoopSource(
                            Arrays.stream(pools)
                                    .map(pool ->
                                            new OpenLoopCursor(
                                                    this,
                                                    pool,
                                                    ArrivalProcess.of(open),
                                                    share.index(),
                                                    stride,
                                                    timeoutNs,
                                                    open.offeredRatePerSec()))
                                    .toArray(OpenLoopCursor[]::new));
        };
    }

    /** Runs the load to its end. */
    void run() {
        long openingNs = clock.nowNs();
        for (Pool pool : pools) {
            pool.open(openingNs);
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
            flushUnsent();
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
        flushUnsent();
        return true;
    }

    /** Sends what was left to be sent together, a connection at a time. */
    private void flushUnsent() {
        ClientConnection connection = unflushed.removeFirst();
        while (connection != null) {
            connection.flush();
            connection = unflushed.removeFirst();
        }
    }

    /** A connection has something to send, which may wait for more. */
    void flushLater(ClientConnection connection) {
        if (connection.queue == null) {
            unflushed.addLast(connection);
        }
    }

    private void cutShort(long nowNs) {
        if (stage == Stage.OPENING) {
            begin(Math.min(nowNs, gate.startNs()), nowNs);
        }
        cutShort = true;
        ledger.cutShort(nowNs);
    }

    private void tickOpening(long nowNs) {
        boolean allTried = true;
        for (Pool pool : pools) {
            pool.connector().tick(nowNs);
            allTried &= pool.connector().allTried();
        }
        if (!settled && allTried) {
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
        if ((budget == 0 && inFlight.isEmpty()) || (hooks != null && hooks.stopAsked())) {
            ledger.measuredDone(nowNs);
        }
        if (nowNs < ledger.measuredEndNs()) {
            for (Pool pool : pools) {
                pool.connector().tick(nowNs);
            }
            source.tick(nowNs);
            return;
        }
        source.end(nowNs);
        for (Pool pool : pools) {
            pool.connector().close();
        }
        stage = Stage.DRAINING;
        drainEndNs = Instants.after(ledger.measuredEndNs(), spec.drainNs());
    }

    private void expire(long nowNs) {
        Exchange oldest = inFlight.first();
        while (oldest != null && nowNs - oldest.intendedNs() >= timeoutNs) {
            onLost(oldest, Outcome.TIMED_OUT, nowNs);
            oldest = inFlight.first();
        }
    }

    private void finish(long nowNs) {
        Exchange left = inFlight.first();
        while (left != null) {
            for (int due = left.answersDue(); due > 0; due--) {
                if (left.sentNs() == Exchange.NOT_SENT) {
                    ledger.unsent(Unsent.STOPPED, left.endpoint().index(), left.intendedNs());
                } else {
                    ledger.inFlightAtEnd(left.endpoint().index(), left.intendedNs());
                }
            }
            left = left.next;
        }
        for (Pool pool : pools) {
            pool.addTo(transport);
            pool.close();
        }
        endNs = nowNs;
        ledger.finish(nowNs);
    }

    private long nextNs() {
        long nextNs = ledger.nextRotationNs();
        for (Pool pool : pools) {
            nextNs = Math.min(nextNs, pool.connector().nextNs());
        }
        Exchange oldest = inFlight.first();
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

    /** What the connections really were; to be read when the loop has ended. */
    TransportRecorder transport() {
        return transport;
    }

    long nowNs() {
        return clock.nowNs();
    }

    Ledger ledger() {
        return ledger;
    }

    AnswerReaders readers() {
        return readers;
    }

    /** Memory in which small requests are put together; what is in it is soon overwritten. */
    MemorySegment gather() {
        return gather;
    }

    /** What one HTTP/2 request differs in; what is in it is soon overwritten. */
    RequestVariation variation() {
        return variation;
    }

    /** Memory that lives as long as the loop. */
    Arena memory() {
        return memory;
    }

    /** Code of the user's that takes part in this loop; null: none. */
    LoadHooks.@Nullable ThreadPart hooks() {
        return hooks;
    }

    /** How many different checks answers may be held against. */
    int checkCount() {
        return checks;
    }

    /** What a client keeps its cookies in; null where clients keep none. */
    @Nullable CookieJar newCookieJar(boolean secure) {
        return spec.cookies() ? new CookieJar(secure, EpochClock.system()) : null;
    }

    /** The next of the loop's sequence numbers, where no schedule gives them. */
    long nextSequence() {
        sequence += stride;
        return sequence;
    }

    /** The endpoint that a request of this sequence number goes to. */
    EndpointWork choose(long ofSequence) {
        return endpoints[chooser.choose(ofSequence)];
    }

    /** Whether the load has requests left to plan. */
    boolean budgetLeft() {
        return budget > 0;
    }

    private void countPlanned(EndpointWork endpoint, long intendedNs) {
        ledger.planned(endpoint.index(), intendedNs);
        if (intendedNs >= ledger.measuredStartNs() && budget != Long.MAX_VALUE) {
            budget--;
        }
    }

    /** A request that was due will never be sent. */
    void countUnsent(Unsent reason, EndpointWork endpoint, long intendedNs) {
        countPlanned(endpoint, intendedNs);
        ledger.unsent(reason, endpoint.index(), intendedNs);
    }

    /**
     * Sends a request; the exchange stands in no queue.
     *
     * @return whether the request was begun; if not, the connection was broken, or has no room
     */
    boolean send(
            Exchange exchange,
            EndpointWork endpoint,
            long ofSequence,
            long intendedNs,
            long nowNs) {
        exchange.begin(endpoint, ofSequence, intendedNs);
        ClientConnection connection = exchange.connection;
        if (!connection.send(exchange, nowNs)) {
            if (connection.isOpen() && !connection.hasRoom()) {
                // It has no room for one more head; it offers the exchange when it has.
                connection.park(exchange);
            } else {
                lose(connection, nowNs);
            }
            return false;
        }
        addByIntendedStart(exchange);
        for (int due = exchange.answersDue(); due > 0; due--) {
            countPlanned(endpoint, intendedNs);
            if (exchange.sentNs() != Exchange.NOT_SENT) {
                ledger.sent(endpoint.index(), intendedNs);
            }
        }
        return true;
    }

    /**
     * Keeps the queue in the order of the intended starts. Requests are nearly always sent in that
     * order; only one that waited for its connection has to pass those sent since.
     */
    private void addByIntendedStart(Exchange exchange) {
        Exchange before = inFlight.last();
        while (before != null && before.intendedNs() > exchange.intendedNs()) {
            before = before.previous;
        }
        inFlight.insertAfter(before, exchange);
    }

    /** The kernel has taken the first byte of a request that had to wait. */
    void onSent(Exchange exchange) {
        for (int due = exchange.answersDue(); due > 0; due--) {
            ledger.sent(exchange.endpoint().index(), exchange.intendedNs());
        }
    }

    private boolean running(long nowNs) {
        return stage == Stage.RUNNING && nowNs < ledger.measuredEndNs();
    }

    void onConnected(ClientConnection connection, Negotiated negotiated) {
        long nowNs = clock.nowNs();
        connection.pool.connected(connection);
        transport.countProtocol(negotiated.name(), negotiated.resumed());
        ledger.connected(connection.attemptNs(), negotiated.handshakeNs(), nowNs);
        for (Exchange exchange : connection.exchanges) {
            if (connection.isOpen()) {
                offer(exchange, connection.attemptDueNs(), nowNs);
            }
        }
    }

    void onConnectFailed(ClientConnection connection, String reason, long nowNs) {
        connection.pool.connector().failed(connection, reason, nowNs);
    }

    /** An attempt to connect has failed, for whatever reason. */
    void onAttemptFailed(ClientConnection failed, String reason, long nowNs) {
        ledger.connectFailed(nowNs);
        transport.countFailure(reason);
        if (running(nowNs)) {
            source.onAttemptFailed(failed, nowNs);
        }
    }

    /** A request was answered, and its connection can be used again. */
    void onAnswered(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs) {
        conclude(exchange, outcome, bodyBytes, nowNs);
        goOn(exchange, nowNs);
    }

    private void goOn(Exchange exchange, long nowNs) {
        ClientConnection connection = exchange.connection;
        if (!connection.ending()) {
            offer(exchange, nowNs, nowNs);
        } else if (connection.isOpen() && !hasInFlight(connection)) {
            lose(connection, nowNs);
        }
    }

    private boolean hasInFlight(ClientConnection connection) {
        for (Exchange exchange : connection.exchanges) {
            if (exchange.queue == inFlight) {
                return true;
            }
        }
        return false;
    }

    /** One of several answers to what was sent at once is there; the exchange waits for more. */
    void onOneAnswered(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs) {
        count(exchange, outcome, bodyBytes, nowNs);
    }

    /** A request was answered, and its connection cannot be used again. */
    void onAnsweredLast(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs) {
        conclude(exchange, outcome, bodyBytes, nowNs);
        lose(exchange.connection, nowNs);
    }

    /** A request in flight will not be answered. */
    void onLost(Exchange exchange, Outcome outcome, long nowNs) {
        conclude(exchange, outcome, 0, nowNs);
        if (exchange.connection.abandon(exchange)) {
            goOn(exchange, nowNs);
        } else if (exchange.connection.isOpen()) {
            lose(exchange.connection, nowNs);
        }
    }

    /** A connection cannot be used any more; what was in flight on it was cut short. */
    void onBroken(ClientConnection connection, long nowNs) {
        lose(connection, Outcome.CLOSED_EARLY, nowNs);
    }

    /** The other side breaks the protocol's rules on a connection with several requests. */
    void onUnusable(ClientConnection connection, long nowNs) {
        lose(connection, Outcome.MALFORMED, nowNs);
    }

    /** A request has ended without an answer; the connection goes on. */
    void onFailed(Exchange exchange, Outcome outcome, long nowNs) {
        conclude(exchange, outcome, 0, nowNs);
        goOn(exchange, nowNs);
    }

    /** An exchange of an open connection has nothing to do. */
    void offer(Exchange exchange, long freeSinceNs, long nowNs) {
        if (!exchange.connection.hasRoom()) {
            exchange.connection.park(exchange);
        } else if (running(nowNs)) {
            source.onFree(exchange, freeSinceNs, nowNs);
        } else {
            exchange.connection.pool.free().addLast(exchange);
        }
    }

    private void conclude(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs) {
        inFlight.remove(exchange);
        for (int due = exchange.answersDue(); due > 0; due--) {
            count(exchange, outcome, bodyBytes, nowNs);
        }
        if (running(nowNs)) {
            source.onEnded(exchange, nowNs);
        }
    }

    private void count(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs) {
        long intendedNs = exchange.intendedNs();
        boolean late = nowNs - intendedNs >= timeoutNs;
        if (exchange.sentNs() == Exchange.NOT_SENT) {
            Unsent reason = late ? Unsent.ALL_BUSY : Unsent.NO_CONNECTION;
            ledger.unsent(reason, exchange.endpoint().index(), intendedNs);
            return;
        }
        ledger.ended(
                late ? Outcome.TIMED_OUT : outcome,
                exchange.endpoint().index(),
                intendedNs,
                exchange.sentNs(),
                nowNs,
                bodyBytes);
    }

    private void lose(ClientConnection connection, long nowNs) {
        lose(connection, Outcome.CLOSED_EARLY, nowNs);
    }

    private void lose(ClientConnection connection, Outcome outcome, long nowNs) {
        connection.pool.lost();
        if (connection.queue == unflushed) {
            unflushed.remove(connection);
        }
        for (Exchange exchange : connection.exchanges) {
            LinkedQueue<Exchange> queue = exchange.queue;
            if (queue != null && queue != inFlight) {
                queue.remove(exchange);
            }
        }
        if (stage == Stage.DRAINING) {
            connection.close();
        } else {
            connection.pool.connector().reopen(connection, nowNs);
        }
        for (Exchange exchange : connection.exchanges) {
            if (exchange.queue == inFlight) {
                conclude(exchange, outcome, 0, nowNs);
            }
        }
    }
}
