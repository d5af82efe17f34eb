package dev.tare.load.engine;

import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.Unsent;
import dev.tare.base.time.Instants;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.EventLoop;
import dev.tare.load.check.AnswerInspector;
import dev.tare.load.connection.ClientConnection;
import dev.tare.load.connection.ConnectionKit;
import dev.tare.load.connection.ConnectionOwner;
import dev.tare.load.connection.EndpointPlan;
import dev.tare.load.connection.EndpointWork;
import dev.tare.load.connection.Exchange;
import dev.tare.load.connection.LinkedQueue;
import dev.tare.load.connection.Negotiated;
import dev.tare.load.connection.Pool;
import dev.tare.load.connection.TargetPlan;
import dev.tare.load.ledger.Ledger;
import dev.tare.load.ledger.TransportRecorder;
import dev.tare.load.spec.LoadHooks;
import java.util.Arrays;
import java.util.List;

/**
 * A loop's requests: sends them, and counts what becomes of each.
 *
 * <p>Every request that was sent stands in one queue in the order of the intended starts, whose
 * first is the next to time out. A request that ends at or after its timeout has timed out,
 * whatever it ends with; in which order a poll reports things does not matter.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none but for opening connections and
 * {@link #addPool}.
 */
final class Traffic implements ConnectionOwner {
    /** How far the load has come. */
    enum Stage {
        OPENING,
        RUNNING,
        DRAINING
    }

    private final NanoClock clock;
    private final long timeoutNs;
    private final Ledger ledger;
    private final LoadShare share;
    private final ConnectionKit kit;
    private final List<AnswerInspector> inspectors;
    private Pool[] pools = {};
    private final EndpointWork[] endpoints;
    private final EndpointChooser chooser;
    private final RequestSource source;
    private final TransportRecorder transport = new TransportRecorder();
    private final LinkedQueue<Exchange> inFlight = new LinkedQueue<>();
    private final LinkedQueue<ClientConnection> unflushed = new LinkedQueue<>();
    private final long stride;
    private long sequence;
    private long budget;
    private Stage stage = Stage.OPENING;

    Traffic(LoadShare share, EventLoop eventLoop, Ledger ledger) {
        this.ledger = ledger;
        clock = eventLoop.clock();
        LoadPlan plan = share.plan();
        timeoutNs = plan.spec().timeoutNs();
        stride = plan.spec().threads();
        sequence = share.index() - stride;
        budget = share.calls();
        this.share = share;
        LoadHooks.ThreadPart hooks = share.hooks();
        AddressPlans addresses = share.addresses();
        RequestInHand hand = hooks == null || addresses == null ? null : new RequestInHand(hooks);
        kit =
                new ConnectionKit(
                        plan.spec(),
                        eventLoop,
                        ledger,
                        share.memory(),
                        hooks,
                        hand,
                        plan.checks().size());
        inspectors = plan.checks().stream().map(AnswerInspector::of).toList();
        long seed = plan.spec().model() instanceof OpenLoop open ? open.seed() : 0;
        chooser = new EndpointChooser(plan.spec().endpoints(), seed);
        if (hooks != null && hand != null && addresses != null) {
            endpoints = new EndpointWork[0];
            AddressPools found = new AddressPools(this, addresses);
            source = AddressedSource.of(share, this, hooks, hand, found);
        } else {
            for (TargetPlan target : plan.targets()) {
                addPool(target);
            }
            endpoints = endpoints(plan);
            source = RequestSource.of(share, this, pools);
        }
    }

    private EndpointWork[] endpoints(LoadPlan plan) {
        return plan.endpoints().stream()
                .map(endpoint -> work(endpoint, pools[endpoint.pool()]))
                .toArray(EndpointWork[]::new);
    }

    /** The loop's part of an endpoint. */
    EndpointWork work(EndpointPlan endpoint, Pool pool) {
        return new EndpointWork(endpoint, pool, inspectors.get(endpoint.check()));
    }

    /** One more pool, the last of {@link #pools}; it has opened nothing. */
    Pool addPool(TargetPlan target) {
        int index = pools.length;
        Pool added = new Pool(kit, this, share.index(), index, target, share.connections());
        pools = Arrays.copyOf(pools, index + 1);
        pools[index] = added;
        return added;
    }

    /** What decides which exchange sends when. */
    RequestSource source() {
        return source;
    }

    /** The connections, by target; where addresses are found while the load runs, those so far. */
    Pool[] pools() {
        return pools;
    }

    Stage stage() {
        return stage;
    }

    /** The load has come to its next stage. */
    void enter(Stage next) {
        stage = next;
    }

    long nowNs() {
        return clock.nowNs();
    }

    Ledger ledger() {
        return ledger;
    }

    /** What the connections really were; to be read when the loop has ended. */
    TransportRecorder transport() {
        return transport;
    }

    /** How many exchanges have a request that waits for its answer. */
    int inFlightCount() {
        return inFlight.size();
    }

    /** Whether no request waits for its answer. */
    boolean isIdle() {
        return inFlight.isEmpty();
    }

    /** When the next of the requests in flight times out. */
    long nextTimeoutNs() {
        Exchange oldest = inFlight.first();
        return oldest == null ? Instants.NEVER : Instants.after(oldest.intendedNs(), timeoutNs);
    }

    /** Ends the requests whose time is up. */
    void expire(long nowNs) {
        Exchange oldest = inFlight.first();
        while (oldest != null && nowNs - oldest.intendedNs() >= timeoutNs) {
            onLost(oldest, Outcome.TIMED_OUT, nowNs);
            oldest = inFlight.first();
        }
    }

    /** The load has ended: counts what was never answered. */
    void finish(long nowNs) {
        Exchange left = inFlight.first();
        while (left != null) {
            for (int due = left.answersDue(); due > 0; due--) {
                if (left.sentNs() == Exchange.NOT_SENT) {
                    ledger.unsent(Unsent.STOPPED, left.endpoint().index(), left.intendedNs());
                } else {
                    ledger.inFlightAtEnd(left.endpoint().index(), left.intendedNs());
                }
            }
            left = left.next();
        }
        for (Pool pool : pools) {
            pool.addTo(transport);
            pool.sampleTo(transport);
            pool.close();
        }
        ledger.finish(nowNs);
    }

    /** Sends what was left to be sent together, a connection at a time. */
    void flushUnsent() {
        ClientConnection connection = unflushed.removeFirst();
        while (connection != null) {
            connection.flush();
            connection = unflushed.removeFirst();
        }
    }

    @Override
    public void flushLater(ClientConnection connection) {
        if (connection.queue() == null) {
            unflushed.addLast(connection);
        }
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

    /** How many requests the load has left to plan. */
    long budget() {
        return budget;
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
        ClientConnection connection = exchange.connection();
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
            before = before.previous();
        }
        inFlight.insertAfter(before, exchange);
    }

    @Override
    public void onSent(Exchange exchange) {
        for (int due = exchange.answersDue(); due > 0; due--) {
            ledger.sent(exchange.endpoint().index(), exchange.intendedNs());
        }
    }

    private boolean running(long nowNs) {
        return stage == Stage.RUNNING && nowNs < ledger.measuredEndNs();
    }

    @Override
    public void onConnected(ClientConnection connection, Negotiated negotiated) {
        long nowNs = clock.nowNs();
        connection.pool().connected(connection);
        transport.countProtocol(negotiated.name(), negotiated.resumed());
        ledger.connected(connection.attemptNs(), negotiated.handshakeNs(), nowNs);
        for (int i = 0; i < connection.depth(); i++) {
            if (connection.isOpen()) {
                offer(connection.exchange(i), connection.attemptDueNs(), nowNs);
            }
        }
    }

    @Override
    public void onAttemptFailed(ClientConnection failed, String reason, long nowNs) {
        ledger.connectFailed(nowNs);
        transport.countFailure(reason);
        if (running(nowNs)) {
            source.onAttemptFailed(failed, nowNs);
        }
    }

    @Override
    public void onAnswered(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs) {
        conclude(exchange, outcome, bodyBytes, nowNs);
        goOn(exchange, nowNs);
    }

    private void goOn(Exchange exchange, long nowNs) {
        ClientConnection connection = exchange.connection();
        if (!connection.ending()) {
            offer(exchange, nowNs, nowNs);
        } else if (connection.isOpen() && !hasInFlight(connection)) {
            lose(connection, nowNs);
        }
    }

    private boolean hasInFlight(ClientConnection connection) {
        for (int i = 0; i < connection.depth(); i++) {
            Exchange exchange = connection.exchange(i);
            if (exchange.queue() == inFlight) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onOneAnswered(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs) {
        count(exchange, outcome, bodyBytes, nowNs);
    }

    @Override
    public void onAnsweredLast(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs) {
        conclude(exchange, outcome, bodyBytes, nowNs);
        lose(exchange.connection(), nowNs);
    }

    @Override
    public void onLost(Exchange exchange, Outcome outcome, long nowNs) {
        conclude(exchange, outcome, 0, nowNs);
        if (exchange.connection().abandon(exchange)) {
            goOn(exchange, nowNs);
        } else if (exchange.connection().isOpen()) {
            lose(exchange.connection(), nowNs);
        }
    }

    @Override
    public void onBroken(ClientConnection connection, long nowNs) {
        lose(connection, Outcome.CLOSED_EARLY, nowNs);
    }

    @Override
    public void onUnusable(ClientConnection connection, long nowNs) {
        lose(connection, Outcome.MALFORMED, nowNs);
    }

    @Override
    public void onFailed(Exchange exchange, Outcome outcome, long nowNs) {
        conclude(exchange, outcome, 0, nowNs);
        goOn(exchange, nowNs);
    }

    @Override
    public void offer(Exchange exchange, long freeSinceNs, long nowNs) {
        if (!exchange.connection().hasRoom()) {
            exchange.connection().park(exchange);
        } else if (running(nowNs)) {
            source.onFree(exchange, freeSinceNs, nowNs);
        } else {
            exchange.connection().pool().free().addLast(exchange);
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
        connection.pool().lost();
        if (connection.queue() == unflushed) {
            unflushed.remove(connection);
        }
        for (int i = 0; i < connection.depth(); i++) {
            Exchange exchange = connection.exchange(i);
            LinkedQueue<Exchange> queue = exchange.queue();
            if (queue != null && queue != inFlight) {
                queue.remove(exchange);
            }
        }
        if (stage == Stage.DRAINING) {
            connection.close();
        } else {
            connection.pool().connector().reopen(connection, nowNs);
        }
        for (int i = 0; i < connection.depth(); i++) {
            Exchange exchange = connection.exchange(i);
            if (exchange.queue() == inFlight) {
                conclude(exchange, outcome, 0, nowNs);
            }
        }
    }
}
