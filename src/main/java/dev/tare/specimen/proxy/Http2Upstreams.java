package dev.tare.specimen.proxy;

import dev.tare.io.net.Connection;
import dev.tare.io.wire.http2.HeadFields;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loop's connections to an upstream that speaks HTTP/2, and the requests that wait for a stream.
 *
 * <p>One connection carries everything as far as the upstream allows; another is opened when
 * requests wait and all connections are full.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none once there are as many connections and
 * requests as there ever will be.
 */
final class Http2Upstreams {
    /** Connections at most. */
    static final int MAX_CONNECTIONS = 64;

    /** Requests that wait, at most; others are answered with 503. */
    static final int MAX_WAITING = 4096;

    private final ProxyLoop loop;
    private final Arena arena;
    private final HeadFields scratch;
    private final List<Http2Upstream> open = new ArrayList<>();
    private final ArrayDeque<Http2Upstream> freeConnections = new ArrayDeque<>();
    private final ArrayDeque<Http2Call> freeCalls = new ArrayDeque<>();
    private @Nullable Http2Call first;
    private @Nullable Http2Call last;
    private int waitingCount;

    /** Whether a connection could not be opened in the current tick. */
    private boolean resting;

    Http2Upstreams(ProxyLoop loop, Arena arena) {
        this.loop = loop;
        this.arena = arena;
        scratch = new HeadFields(arena);
    }

    /** For fields that are sent at once. */
    HeadFields scratch() {
        return scratch;
    }

    /** A call that nobody uses. */
    Http2Call call() {
        Http2Call call = freeCalls.poll();
        return call == null ? new Http2Call(loop, this) : call;
    }

    void giveBack(Http2Call call) {
        freeCalls.push(call);
    }

    /** Whether requests wait for a stream. */
    boolean anyWaits() {
        return first != null;
    }

    /** Sends a request now, if no other waits and a connection takes it; returns whether. */
    boolean start(Http2Call call, HeadFields head) {
        if (first != null) {
            return false;
        }
        Http2Upstream usable = usable();
        return usable != null && call.start(usable, head);
    }

    private @Nullable Http2Upstream usable() {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).canStart()) {
                return open.get(i);
            }
        }
        return null;
    }

    /** Lets a request wait for a stream; returns false if too many wait already. */
    boolean enqueue(Http2Call call) {
        if (waitingCount == MAX_WAITING) {
            return false;
        }
        waitingCount++;
        call.waiting = true;
        call.next = null;
        call.previous = last;
        if (last == null) {
            first = call;
        } else {
            last.next = call;
        }
        last = call;
        return true;
    }

    void unqueue(Http2Call call) {
        Http2Call before = call.previous;
        Http2Call after = call.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        call.previous = null;
        call.next = null;
        call.waiting = false;
        waitingCount--;
    }

    /** Sends what waits as far as that is possible, and opens a connection if that would help. */
    void startWaiting() {
        Http2Call call = first;
        while (call != null) {
            Http2Upstream usable = usable();
            if (usable == null || !call.startKept(usable, scratch)) {
                break;
            }
            if (call.waiting) {
                unqueue(call);
            }
            call = first;
        }
        if (first != null && !resting && wouldHelp()) {
            connect();
        }
    }

    /** Whether more connections would let more requests be sent. */
    private boolean wouldHelp() {
        for (int i = 0; i < open.size(); i++) {
            Http2Upstream connection = open.get(i);
            if (connection.isOfUse() && !connection.isFull()) {
                return false;
            }
        }
        return open.size() < MAX_CONNECTIONS;
    }

    private void connect() {
        Http2Upstream fresh = freeConnections.poll();
        if (fresh == null) {
            fresh = new Http2Upstream(loop, this, arena);
        }
        Connection opening = loop.connect(fresh, fresh);
        if (opening == null) {
            freeConnections.push(fresh);
            onNoConnection(ProxyError.UPSTREAM_CONNECT_FAILED, ProxyLoop.BAD_GATEWAY);
            return;
        }
        fresh.begin(opening);
        open.add(fresh);
    }

    /** A connection has closed; its requests have not been told yet. */
    void onClosed(Http2Upstream closed) {
        open.remove(closed);
    }

    /** A connection has closed, and its requests were told. */
    void afterClosing(Http2Upstream closed, boolean opened, ProxyError error, int status) {
        freeConnections.push(closed);
        if (!opened) {
            onNoConnection(error, status);
        }
    }

    /** A connection could not be had: without another one nothing that waits will be sent. */
    private void onNoConnection(ProxyError error, int status) {
        resting = true;
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).isOfUse()) {
                return;
            }
        }
        // Whoever is told may wait anew: those are not failed here.
        for (int left = waitingCount; left > 0 && first != null; left--) {
            first.fail(status, error);
        }
        resting = false;
    }

    /** A tick is over: a connection may be tried again. */
    void onTick() {
        resting = false;
    }
}
