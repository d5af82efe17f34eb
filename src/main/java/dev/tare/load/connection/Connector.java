package dev.tare.load.connection;

import dev.tare.base.time.Instants;
import dev.tare.io.net.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens a loop's connections and opens them anew, with growing pauses where that does not help.
 *
 * <p>A connection that carried a request is opened anew at once, whatever became of it: pauses
 * would keep requests from being sent. One that failed, or was lost before its first request, waits
 * 1 ms, then 2, up to 100 ms. At most {@value #MAX_CONNECTING} are being opened at a time, so that
 * the other side's queue of connections does not overflow.
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

        /** An attempt has failed; the next one is about to be planned. */
        void onAttemptFailed(ClientConnection failed, String reason, long nowNs);
    }

    private final EventLoop eventLoop;
    private final long connectTimeoutNs;
    private final Listener listener;

    /** One queue for every pause: in each, who came first is due first. */
    private final List<LinkedQueue<ClientConnection>> waiting = new ArrayList<>();

    /** Those that nobody has asked for yet. */
    private final LinkedQueue<ClientConnection> dormant = new LinkedQueue<>();

    private final LinkedQueue<ClientConnection> connecting = new LinkedQueue<>();
    private int untried;
    private boolean failing = true;

    Connector(EventLoop eventLoop, long timeoutNs, int connections, Listener listener) {
        this.eventLoop = eventLoop;
        this.connectTimeoutNs = Math.min(timeoutNs, MAX_CONNECT_NS);
        this.listener = listener;
        untried = connections;
        for (int i = 0; i < PAUSES_NS.length; i++) {
            waiting.add(new LinkedQueue<>());
        }
    }

    /** Whether the first attempt of every connection has succeeded or failed. */
    public boolean allTried() {
        return untried == 0;
    }

    /** Whether no attempt has succeeded since one failed. */
    boolean failing() {
        return failing;
    }

    /** Takes a connection that is to be opened when somebody asks for one. */
    void keepForLater(ClientConnection connection) {
        countTried(connection);
        dormant.addLast(connection);
    }

    /**
     * Opens connections that nobody has asked for yet.
     *
     * @param wanted how many are to be on their way at least
     */
    public void demand(long wanted, long nowNs) {
        if (dormant.isEmpty()) {
            return;
        }
        long onTheWay = connecting.size();
        for (LinkedQueue<ClientConnection> queue : waiting) {
            onTheWay += queue.size();
        }
        while (onTheWay < wanted) {
            ClientConnection connection = dormant.removeFirst();
            if (connection == null) {
                break;
            }
            plan(connection, nowNs, 0);
            onTheWay++;
        }
        tick(nowNs);
    }

    /** Whether there are connections that nobody has asked for yet. */
    public boolean hasDormant() {
        return !dormant.isEmpty();
    }

    /** Plans an attempt; the connection stands in no list. */
    public void open(ClientConnection connection, long nowNs) {
        plan(connection, nowNs, 0);
    }

    /** Closes a connection that was open and plans to open it anew. */
    public void reopen(ClientConnection connection, long nowNs) {
        connection.close();
        int level = connection.used() ? 0 : nextLevel(connection);
        plan(connection, nowNs, level);
    }

    private static int nextLevel(ClientConnection connection) {
        return Math.min(connection.backOffLevel() + 1, PAUSES_NS.length - 1);
    }

    private void plan(ClientConnection connection, long nowNs, int level) {
        connection.down(nowNs + PAUSES_NS[level], level);
        waiting.get(level).addLast(connection);
    }

    /** Takes a connection that is open now. */
    void connected(ClientConnection connection) {
        connecting.remove(connection);
        failing = false;
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
        plan(connection, nowNs, nextLevel(connection));
    }

    private void countTried(ClientConnection connection) {
        if (!connection.tried()) {
            connection.markTried();
            untried--;
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
        for (LinkedQueue<ClientConnection> queue : waiting) {
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
            for (LinkedQueue<ClientConnection> queue : waiting) {
                ClientConnection due = queue.first();
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
