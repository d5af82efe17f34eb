package dev.tare.load.connection;

import dev.tare.base.time.Instants;
import dev.tare.io.net.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens a loop's connections to one target: all of them before the load, or each when a request
 * wants one; and opens those that are wanted anew, with growing pauses where that does not help.
 *
 * <p>A connection that carried a request is opened anew at once, whatever became of it: pauses
 * would keep requests from being sent. One that failed, or was lost before its first request, waits
 * 1 ms, then 2, up to 100 ms. At most {@value #MAX_CONNECTING} are being opened at a time, so that
 * the other side's queue of connections does not overflow.
 *
 * <p>Where connections are opened on demand, one that is lost or fails stays closed until a request
 * wants it, for the rest of its pause at least.
 *
 * <p>Thread-safety: the loop's own thread only.
 */
public final class Connector {
    /** The most connections of a loop that are being opened at the same time. */
    static final int MAX_CONNECTING = 64;

    /** The longest that an attempt may take; the request's timeout, if that is shorter. */
    static final long MAX_CONNECT_NS = 10_000_000_000L;

    private static final long[] PAUSES_NS = {
        0,
        1_000_000,
        2_000_000,
        4_000_000,
        8_000_000,
        16_000_000,
        32_000_000,
        64_000_000,
        100_000_000
    };

    /** What is told about attempts. */
    interface Listener {
        /**
         * Begins to open a connection; the outcome comes later.
         *
         * @throws IOException when no socket can be had at all
         */
        void connect(ClientConnection connection, long nowNs) throws IOException;

        /** Whether {@link #another} has one more. */
        boolean hasAnother();

        /** A connection that was never opened; null: there are no more. */
        @Nullable ClientConnection another();

        /** An attempt has failed; the next one is about to be planned. */
        void onAttemptFailed(ClientConnection failed, String reason, long nowNs);
    }

    private final EventLoop eventLoop;
    private final long connectTimeoutNs;
    private final Listener listener;

    /** One queue for every pause: in each, who came first is due first. */
    private final List<LinkedQueue<ClientConnection>> waiting = new ArrayList<>();

    /** Those that are closed until somebody asks for one. */
    private final LinkedQueue<ClientConnection> dormant = new LinkedQueue<>();

    private final LinkedQueue<ClientConnection> connecting = new LinkedQueue<>();

    /** Whether all connections are to be open all the time. */
    private boolean allWanted;

    /** How many of those that were all to be opened have neither succeeded nor failed yet. */
    private int untried;

    private boolean failing = true;
    private long pausedUntilNs = Long.MIN_VALUE;

    Connector(EventLoop eventLoop, long timeoutNs, Listener listener) {
        this.eventLoop = eventLoop;
        this.connectTimeoutNs = Math.min(timeoutNs, MAX_CONNECT_NS);
        this.listener = listener;
        for (int i = 0; i < PAUSES_NS.length; i++) {
            waiting.add(new LinkedQueue<>());
        }
    }

    /** Whether the first attempt of every connection of {@link #openAll} is decided. */
    public boolean allTried() {
        return untried == 0;
    }

    /** Whether no attempt has succeeded since one failed. */
    boolean failing() {
        return failing;
    }

    /** Whether the last attempt has failed and the pause after it is not over. */
    public boolean pausing(long nowNs) {
        return nowNs < pausedUntilNs;
    }

    /** Opens all connections, and each anew whenever it is lost. */
    public void openAll(long nowNs) {
        allWanted = true;
        for (ClientConnection next = nextClosed(); next != null; next = nextClosed()) {
            if (!next.tried()) {
                untried++;
            }
            planWanted(next, nowNs);
        }
        tick(nowNs);
    }

    private @Nullable ClientConnection nextClosed() {
        ClientConnection closed = dormant.removeFirst();
        return closed == null ? listener.another() : closed;
    }

    /**
     * Opens connections that are closed until somebody asks for one.
     *
     * @param wanted how many are to be on their way at least
     */
    public void demand(long wanted, long nowNs) {
        if (!hasDormant()) {
            return;
        }
        long onTheWay = connecting.size();
        for (int level = 0; level < waiting.size(); level++) {
            onTheWay += waiting.get(level).size();
        }
        while (onTheWay < wanted) {
            ClientConnection connection = nextClosed();
            if (connection == null) {
                break;
            }
            planWanted(connection, nowNs);
            onTheWay++;
        }
        tick(nowNs);
    }

    /** What was paused for is waited for still. */
    private void planWanted(ClientConnection connection, long nowNs) {
        int level = connection.backOffLevel();
        plan(connection, level == 0 ? nowNs : Math.max(nowNs, connection.attemptDueNs()), level);
    }

    /** Whether there are connections that are closed until somebody asks for one. */
    public boolean hasDormant() {
        return !dormant.isEmpty() || listener.hasAnother();
    }

    /** Closes a connection that was open; it is opened anew when it is wanted. */
    public void reopen(ClientConnection connection, long nowNs) {
        connection.close();
        rest(connection, nowNs, connection.used() ? 0 : nextLevel(connection));
    }

    private static int nextLevel(ClientConnection connection) {
        return Math.min(connection.backOffLevel() + 1, PAUSES_NS.length - 1);
    }

    private void rest(ClientConnection connection, long nowNs, int level) {
        long dueNs = nowNs + PAUSES_NS[level];
        if (allWanted) {
            plan(connection, dueNs, level);
        } else {
            connection.down(dueNs, level);
            dormant.addLast(connection);
        }
    }

    private void plan(ClientConnection connection, long dueNs, int level) {
        connection.down(dueNs, level);
        LinkedQueue<ClientConnection> queue = waiting.get(level);
        // Nearly always the last: only one that was closed for a part of its pause is due earlier.
        ClientConnection before = queue.last();
        while (before != null && before.attemptDueNs() > dueNs) {
            before = before.previous();
        }
        queue.insertAfter(before, connection);
    }

    /** Takes a connection that is open now. */
    void connected(ClientConnection connection) {
        connecting.remove(connection);
        failing = false;
        pausedUntilNs = Long.MIN_VALUE;
        countTried(connection);
    }

    /** An attempt has failed: counts it and plans the next. */
    public void failed(ClientConnection connection, String reason, long nowNs) {
        connecting.remove(connection);
        again(connection, reason, nowNs);
    }

    private void again(ClientConnection connection, String reason, long nowNs) {
        connection.close();
        failing = true;
        countTried(connection);
        // The listener first: it asks when the attempt that failed had been due.
        listener.onAttemptFailed(connection, reason, nowNs);
        rest(connection, nowNs, nextLevel(connection));
        pausedUntilNs = connection.attemptDueNs();
    }

    private void countTried(ClientConnection connection) {
        if (!connection.tried()) {
            connection.markTried();
            untried = Math.max(0, untried - 1);
        }
    }

    /** The oldest of the attempts not decided yet; the others follow it. */
    public @Nullable ClientConnection firstConnecting() {
        return connecting.first();
    }

    /** Gives up attempts that take too long and makes those that are due. */
    public void tick(long nowNs) {
        ClientConnection oldest = connecting.first();
        while (oldest != null && nowNs - oldest.attemptNs() >= connectTimeoutNs) {
            failed(oldest, "timed out", nowNs);
            oldest = connecting.first();
        }
        // No iterator: this runs after every poll, for every target.
        for (int level = 0; level < waiting.size(); level++) {
            LinkedQueue<ClientConnection> queue = waiting.get(level);
            ClientConnection due = queue.first();
            while (due != null
                    && due.attemptDueNs() <= nowNs
                    && connecting.size() < MAX_CONNECTING) {
                queue.remove(due);
                attempt(due, eventLoop.clock().nowNs());
                due = queue.first();
            }
        }
    }

    private void attempt(ClientConnection connection, long nowNs) {
        try {
            listener.connect(connection, nowNs);
            connecting.addLast(connection);
        } catch (IOException noSocket) {
            // Too many open files, or no free port: the same to the request as a refusal.
            again(connection, String.valueOf(noSocket.getMessage()), nowNs);
        }
    }

    /** When {@link #tick} is due. */
    public long nextNs() {
        long nextNs = Instants.NEVER;
        ClientConnection oldest = connecting.first();
        if (oldest != null) {
            nextNs = Instants.after(oldest.attemptNs(), connectTimeoutNs);
        }
        if (connecting.size() < MAX_CONNECTING) {
            for (int level = 0; level < waiting.size(); level++) {
                ClientConnection due = waiting.get(level).first();
                if (due != null) {
                    nextNs = Math.min(nextNs, due.attemptDueNs());
                }
            }
        }
        return nextNs;
    }

    /** Ends all attempts, for good. */
    public void close() {
        for (LinkedQueue<ClientConnection> queue : waiting) {
            closeAll(queue);
        }
        closeAll(connecting);
        closeAll(dormant);
    }

    private static void closeAll(LinkedQueue<ClientConnection> queue) {
        ClientConnection connection = queue.first();
        while (connection != null) {
            queue.remove(connection);
            connection.close();
            connection = queue.first();
        }
    }
}
