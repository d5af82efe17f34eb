package dev.tare.specimen.proxy.exchange;

import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.cluster.Cluster;
import dev.tare.specimen.proxy.cluster.Endpoint;
import dev.tare.specimen.proxy.cluster.Http1Asker;
import dev.tare.specimen.proxy.cluster.Http2Call;
import dev.tare.specimen.proxy.cluster.Http2Upstreams;
import dev.tare.specimen.proxy.cluster.Upstream;
import dev.tare.specimen.proxy.count.EndpointCounters;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.filter.FilterChain;
import dev.tare.specimen.proxy.head.Http2Heads;
import dev.tare.specimen.proxy.head.RouteAnswer;
import dev.tare.specimen.proxy.head.TargetRewrite;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.LoopListener;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import dev.tare.specimen.proxy.route.Faults;
import dev.tare.specimen.proxy.upstream.CircuitBreaker.Burden;
import dev.tare.specimen.proxy.upstream.Endpoints;
import dev.tare.specimen.proxy.upstream.RetryRule;
import dev.tare.specimen.proxy.upstream.TryResult;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, and what it may still take: its route, cluster and endpoint, its tries and
 * its time. One of an {@link Asker}, used for each of its requests.
 *
 * <p>{@link #begin} is asked with the head, then {@link #connect} or {@link #http2}, as the
 * endpoint speaks; whatever comes of the request, {@link #end} is told at last, once or more often.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after the first requests.
 */
public final class Exchange {
    /** What is to be done with a request. */
    public enum Way {
        /** {@link #connect} and pass it on. */
        FORWARD,
        /** Wait in {@link #delays}, and begin anew. */
        DELAY,
        /**
         * Give it the {@link ExchangeFilters#denial}; if there is none {@link #answer}; if there is
         * none {@link #status} and {@link #error}.
         */
        ANSWER
    }

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final ProxyLoop loop;
    private final LoopRouting routing;
    private final Asker asker;
    private final ExchangeFilters filters;
    private final RequestLimits limits;

    /** Whose rules hold for the request; null between requests. */
    private @Nullable Router router;

    private @Nullable RouteRules rules;
    private @Nullable Cluster cluster;

    /** Where the current try goes; null between tries. */
    private @Nullable Endpoint endpoint;

    private @Nullable TryResult result;
    private int lastEndpoint = Endpoints.NONE;
    private String lastText = "";
    private boolean admitted;
    private boolean retrying;
    private boolean delayed;
    private boolean idempotent;
    private boolean reused;
    private int tries;
    private long key;

    private int status;
    private ProxyError error = ProxyError.NO_ROUTE;
    private @Nullable RouteAnswer answer;
    private @Nullable Wait timeout;
    private @Nullable Wait pause;

    /** A wait of the request besides those of its connections. */
    private static final class Wait extends Deadlines.Waiter {
        private final Runnable onEnd;

        Wait(Runnable onEnd) {
            this.onEnd = onEnd;
        }

        @Override
        public void onDeadline(Deadlines expired) {
            onEnd.run();
        }
    }

    /**
     * Without a request yet.
     *
     * @param routing where requests go
     * @param asker whose they are
     */
    public Exchange(ProxyLoop loop, LoopRouting routing, Asker asker) {
        this.loop = loop;
        this.routing = routing;
        this.asker = asker;
        filters = new ExchangeFilters(loop);
        limits = new RequestLimits(loop, asker);
    }

    /**
     * Finds out what is to be done with a request; its head is looked at here only.
     *
     * @param listener by which it has come
     */
    public Way begin(Http1Head head, LoopListener listener) {
        Router current = routing.router();
        idempotent = head.method().isIdempotent();
        RouteRules found = current.rulesFor(head, listener.index());
        long bodyBytes = ExchangeFilters.lengthOf(BodyFraming.ofRequest(head), head);
        return begin(current, found, current.fields(), bodyBytes);
    }

    /** The same for a request of HTTP/2. */
    public Way begin(Http2Fields head, LoopListener listener) {
        Router current = routing.router();
        idempotent = Http2Heads.isIdempotent(head);
        RouteRules found = current.rulesFor(head, listener.index());
        return begin(current, found, head, ExchangeFilters.lengthOf(head));
    }

    private Way begin(
            Router current, @Nullable RouteRules found, FieldsView fields, long bodyBytes) {
        if (found == null) {
            return refused(NOT_FOUND, ProxyError.NO_ROUTE);
        }
        if (current.isAmbiguous()) {
            return refused(BAD_REQUEST, ProxyError.AMBIGUOUS_PATH);
        }
        Faults faults = found.faults();
        rules = found;
        if (!passesFilters(found, fields, bodyBytes)) {
            return Way.ANSWER;
        }
        if (faults != null) {
            if (!delayed && faults.drawDelayNs(current.random()) > 0) {
                delayed = true;
                return Way.DELAY;
            }
            int abort = faults.drawAbortStatus(current.random());
            if (abort > 0) {
                return refused(abort, ProxyError.FAULT_INJECTED);
            }
        }
        if (!limits.admits(found, fields)) {
            return refused(TOO_MANY_REQUESTS, ProxyError.RATE_LIMITED);
        }
        answer = found.answer();
        return answer != null ? Way.ANSWER : forward(current, found, fields);
    }

    private Way refused(int with, ProxyError why) {
        status = with;
        error = why;
        answer = null;
        return Way.ANSWER;
    }

    /** Whether the route's filters let a request in; one that was delayed is not asked twice. */
    private boolean passesFilters(RouteRules found, FieldsView fields, long bodyBytes) {
        FilterChain chain = found.filters();
        if (chain == null) {
            filters.end();
            return true;
        }
        if (delayed && filters.isThrough(chain)) {
            return true;
        }
        return filters.admitRequest(chain, fields, bodyBytes, limits.clientKey());
    }

    /** Whether the next request's head decides where it goes. */
    public boolean looksAtHeads() {
        return routing.router().looksAtHeads();
    }

    /** The filters that the request and its response pass. */
    public ExchangeFilters filters() {
        return filters;
    }

    /** What is asked for instead of what the client has asked for. */
    public TargetRewrite rewrite() {
        return rules == null ? TargetRewrite.NONE : rules.rewrite();
    }

    private Way forward(Router current, RouteRules found, FieldsView fields) {
        Cluster to = current.clusterFor(found);
        key = to.keyOf(fields);
        Endpoint chosen = to.pick(key, Endpoints.NONE);
        if (chosen == null) {
            return refused(UNAVAILABLE, ProxyError.NO_HEALTHY_UPSTREAM);
        }
        if (to.guarded()) {
            if (!to.breaker().tryTake(Burden.REQUEST)) {
                return refused(UNAVAILABLE, ProxyError.UPSTREAM_OVERLOADED);
            }
            to.shared().state().retryBudget().requestBegun();
            admitted = true;
        }
        router = current;
        current.enters();
        cluster = to;
        tries = 0;
        beginTry(to, chosen);
        Deadlines timeouts = found.timeouts();
        if (timeouts != null) {
            if (timeout == null) {
                timeout = new Wait(asker::onRouteTimeout);
            }
            loop.startWait(timeouts, timeout);
        }
        return Way.FORWARD;
    }

    private void beginTry(Cluster to, Endpoint chosen) {
        endpoint = chosen;
        lastEndpoint = chosen.index();
        lastText = chosen.text();
        result = null;
        tries++;
        to.begun(chosen);
        if (tries > 1) {
            chosen.counters().increment(EndpointCounters.Count.RETRIES);
        }
    }

    /** Where an injected delay is waited for; after {@link Way#DELAY}. */
    public Deadlines delays() {
        Deadlines waits = rules == null ? null : rules.delays();
        if (waits == null) {
            throw new IllegalStateException("there is no delay");
        }
        return waits;
    }

    /** The status of the answer to a request that has failed. */
    public int status() {
        return status;
    }

    /** Why a request has failed. */
    public ProxyError error() {
        return error;
    }

    /** The route's own answer; null where the request has failed. */
    public @Nullable RouteAnswer answer() {
        return answer;
    }

    /** Where the current try goes. */
    public Endpoint endpoint() {
        Endpoint current = endpoint;
        if (current == null) {
            throw new IllegalStateException("no try has begun");
        }
        return current;
    }

    /** Where the last try went, as people write it. */
    public String lastText() {
        return lastText;
    }

    /** Waits for the answer's head of the current try. */
    public Deadlines responseWaits() {
        Deadlines ofTry = rules == null ? null : rules.tryWaits();
        return ofTry != null ? ofTry : endpoint().cluster().responseWaits();
    }

    /**
     * A connection that speaks HTTP/1.1 for the current try; null if there is none, and the request
     * fails as {@link #status} and {@link #error} say.
     */
    public @Nullable Upstream connect(Http1Asker told) {
        Upstream taken = routing.upstreams().takeIdle(endpoint(), told);
        reused = taken != null;
        return taken != null ? taken : connectAnew(told);
    }

    /** The same, but not one that has served others. */
    public @Nullable Upstream connectAnew(Http1Asker told) {
        Endpoint to = endpoint();
        reused = false;
        if (!to.admitsConnection()) {
            refused(UNAVAILABLE, ProxyError.UPSTREAM_OVERLOADED);
            return null;
        }
        Upstream opened = routing.upstreams().open(to, told);
        if (opened == null) {
            to.onNotOpened();
            countFailure(ProxyError.UPSTREAM_CONNECT_FAILED);
            refused(ProxyLoop.BAD_GATEWAY, ProxyError.UPSTREAM_CONNECT_FAILED);
        }
        return opened;
    }

    /** A call for the current try, which nobody uses yet. */
    public Http2Call newCall() {
        return routing.upstreams().call();
    }

    /** The connections of HTTP/2 for the current try; only where the endpoint speaks that. */
    public Http2Upstreams http2() {
        return endpoint().http2(routing.upstreams());
    }

    /** Whether the connection of the current try has served others before. */
    public boolean reused() {
        return reused;
    }

    /** Whether the request is to be kept for other tries. */
    public boolean mayRetry() {
        return rules != null && rules.retry() != null;
    }

    /** The head of the final response is there. */
    public void answered(int with) {
        result = TryResult.ofStatus(with);
    }

    /** Another protocol is spoken from here on, for as long as both sides like. */
    public void switched() {
        if (timeout != null) {
            timeout.stopWaiting();
        }
    }

    /** The request's own time is over. */
    public void timedOut() {
        if (result == null) {
            result = TryResult.TIMED_OUT;
        }
    }

    /** The response has broken off after its head was passed on. */
    public void brokeOff(ProxyError why) {
        countFailure(why);
        result = why.tryResult();
    }

    private void countFailure(ProxyError failure) {
        Endpoint tried = endpoint;
        if (tried != null && ProxyError.OF_UPSTREAM.contains(failure)) {
            tried.counters().addFailure(failure);
        }
    }

    /** The current try has failed, or its answer is not one to be passed on. */
    private void endTry(TryResult as) {
        Endpoint tried = endpoint;
        if (tried != null) {
            endpoint = null;
            tried.cluster().ended(tried, as, loop);
        }
        endRetry();
    }

    private void endRetry() {
        Cluster of = cluster;
        if (retrying && of != null) {
            retrying = false;
            of.shared().state().retryBudget().retryEnded();
            of.breaker().release(Burden.RETRY);
        }
    }

    /** A try has failed without an answer; whether another one follows. */
    public boolean triesAgainAfter(ProxyError failure) {
        TryResult as = failure.tryResult();
        countFailure(failure);
        if (as == null) {
            return false;
        }
        boolean again = admitsRetry(as, 0);
        endTry(as);
        if (again) {
            retrying = true;
            tryAgain();
        }
        return again;
    }

    /** An answer has come that the route wants another try for; {@link #tryAgain} must follow. */
    public boolean refuses(int with) {
        TryResult as = TryResult.ofStatus(with);
        boolean again = admitsRetry(as, with);
        if (again) {
            endTry(as);
            retrying = true;
        }
        return again;
    }

    /** Whether the route wants another try, and breaker and budget have a place, taken now. */
    private boolean admitsRetry(TryResult as, int with) {
        RetryRule rule = rules == null ? null : rules.retry();
        Cluster of = cluster;
        boolean wanted =
                rule != null
                        && of != null
                        && asker.isKept()
                        && rule.wantsRetry(as, with, tries, idempotent);
        if (!wanted || of == null || !of.breaker().tryTake(Burden.RETRY)) {
            return false;
        }
        if (of.shared().state().retryBudget().tryRetry()) {
            return true;
        }
        of.breaker().release(Burden.RETRY);
        return false;
    }

    /** Begins the next try, after its pause. */
    public void tryAgain() {
        RouteRules of = rules;
        Router current = router;
        if (of == null || current == null || of.retry() == null) {
            throw new IllegalStateException("there is no retry");
        }
        loop.counters().increment(Count.RETRIES);
        Deadlines waits = of.pauseOf(of.retry().backoffNs(tries, current.random()));
        if (waits == null) {
            nextTry();
            return;
        }
        if (pause == null) {
            pause = new Wait(this::nextTry);
        }
        loop.startWait(waits, pause);
    }

    private void nextTry() {
        Cluster to = cluster;
        Endpoint chosen = to == null ? null : to.pick(key, lastEndpoint);
        if (to == null || chosen == null) {
            asker.failUnsent(UNAVAILABLE, ProxyError.NO_HEALTHY_UPSTREAM);
            return;
        }
        beginTry(to, chosen);
        asker.sendAgain();
    }

    /** The request has come to its end, however; does nothing if there is none. */
    public void end() {
        delayed = false;
        filters.end();
        Router of = router;
        Cluster served = cluster;
        if (of == null || served == null) {
            return;
        }
        Endpoint tried = endpoint;
        if (tried != null) {
            endpoint = null;
            served.ended(tried, result, loop);
        }
        endRetry();
        if (admitted) {
            admitted = false;
            served.shared().state().retryBudget().requestEnded();
            served.breaker().release(Burden.REQUEST);
        }
        if (timeout != null) {
            timeout.stopWaiting();
        }
        if (pause != null) {
            pause.stopWaiting();
        }
        of.leaves();
        router = null;
        cluster = null;
        rules = null;
    }
}
