package dev.tare.load.connection;

import dev.tare.io.nativeaccess.TcpInfo;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.io.net.tls.TlsFacts;
import dev.tare.io.wire.FieldsView;
import dev.tare.load.request.CookieJar;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of a load's connections, opened anew whenever it is lost, with the exchanges that have room
 * on it.
 *
 * <p>It knows what is going on on the wire; its {@link ConnectionOwner} decides what follows from
 * it.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none but for opening a connection.
 */
public abstract sealed class ClientConnection extends Linked<ClientConnection>
        implements ConnectionHandler permits Http1Connection, Http2Connection {
    /** What {@link #requestsLeft} is where there is no limit. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    private enum State {
        DOWN,
        CONNECTING,
        OPEN
    }

    final ConnectionKit kit;
    final ConnectionOwner owner;
    final Pool pool;
    final Exchange[] exchanges;

    /** What the client was given, and gives back on its next connection too; null: nothing. */
    private final @Nullable CookieJar cookies;

    private State state = State.DOWN;
    private @Nullable Connection connection;
    private long attemptDueNs;
    private long attemptNs;
    private int backOffLevel;
    private int address;
    private boolean tried;
    private boolean used;
    private int requestsLeft;

    ClientConnection(ConnectionKit kit, ConnectionOwner owner, Pool pool) {
        this.kit = kit;
        this.owner = owner;
        this.pool = pool;
        cookies = kit.newCookieJar(pool.secure());
        exchanges = new Exchange[pool.depth()];
        for (int i = 0; i < exchanges.length; i++) {
            exchanges[i] = new Exchange(this, i, kit.checks(), cookies);
        }
    }

    /** Those that lead to the same target. */
    public final Pool pool() {
        return pool;
    }

    /** How many exchanges there are. */
    public final int depth() {
        return exchanges.length;
    }

    /** One of the exchanges, from 0. */
    public final Exchange exchange(int slot) {
        return exchanges[slot];
    }

    /** When the next attempt to connect is due: what a closed loop's next request waits for. */
    public final long attemptDueNs() {
        return attemptDueNs;
    }

    /** When the last attempt to connect began. */
    public final long attemptNs() {
        return attemptNs;
    }

    /** Which of the connector's pauses it is to make before the next attempt. */
    final int backOffLevel() {
        return backOffLevel;
    }

    /** Whether a first attempt to connect has succeeded or failed. */
    final boolean tried() {
        return tried;
    }

    final void markTried() {
        tried = true;
    }

    /** Which of the pool's addresses the last attempt went to. */
    final int address() {
        return address;
    }

    /** Plans the next attempt. */
    final void down(long dueNs, int level) {
        state = State.DOWN;
        attemptDueNs = dueNs;
        backOffLevel = level;
    }

    /**
     * An attempt has begun.
     *
     * @param to which of the pool's addresses
     * @param mostRequests after which the connection is to be closed
     */
    final void connecting(Connection begun, int to, int mostRequests, long nowNs) {
        state = State.CONNECTING;
        connection = begun;
        address = to;
        attemptNs = nowNs;
        used = false;
        requestsLeft = mostRequests;
    }

    /** What the kernel knows of the connection; empty where it is not open. Allocates. */
    final Optional<TcpInfo> tcpInfo() {
        Connection mine = connection;
        return mine != null && isOpen() ? mine.tcpInfo() : Optional.empty();
    }

    /** Closes the connection, if there is one. */
    public final void close() {
        Connection closing = connection;
        boolean wasOpen = isOpen();
        state = State.DOWN;
        connection = null;
        if (closing != null) {
            if (wasOpen) {
                sayFarewell(closing);
            }
            closing.close();
        }
        forget();
    }

    /** Whether requests may be sent on it. */
    public final boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether a request was ever begun on the connection: then its loss is no reason to wait. */
    final boolean used() {
        return used;
    }

    /** Whether the connection has had as many requests as it may have. */
    final boolean usedUp() {
        return requestsLeft == 0;
    }

    /** Counts a request that is begun. */
    final void use() {
        used = true;
        if (requestsLeft != UNLIMITED) {
            requestsLeft--;
        }
    }

    final boolean keepsCookies() {
        return cookies != null;
    }

    final void takeCookies(FieldsView head, Exchange answered) {
        if (cookies != null) {
            cookies.take(head, answered.outgoing);
        }
    }

    final Connection open() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("a connection that is down cannot send");
        }
        return open;
    }

    /** A new connection is open: what the last one left behind is void. */
    abstract void opened();

    /** Sends, as far as it is taken at once, what the protocol says before a connection closes. */
    abstract void sayFarewell(Connection closing);

    /** What is spoken on the open connection, as results name it. */
    abstract String protocol();

    /** Whether no more requests are begun: when those in flight are done, it is closed. */
    public abstract boolean ending();

    /** Takes an exchange for which there is no room now. */
    public abstract void park(Exchange exchange);

    /** Whether an exchange without a request may begin one now. */
    public abstract boolean hasRoom();

    /**
     * Begins a request in one of the exchanges, and sends as much of it as the kernel takes now.
     *
     * @return whether the connection took it; if not, the request is not begun: either the
     *     connection is broken, or it has no room any more
     */
    public abstract boolean send(Exchange exchange, long nowNs);

    /** Sends what {@link #send} has left to be sent together with others. */
    public abstract void flush();

    /**
     * Gives up a request that was begun.
     *
     * @return whether the connection goes on; if not, it is of no more use
     */
    public abstract boolean abandon(Exchange exchange);

    /** Forgets all about requests in flight: the connection is closed. */
    abstract void forget();

    @Override
    public final void onConnected(Connection established) {
        Optional<TlsFacts> tls =
                established instanceof TlsConnection encrypted
                        ? encrypted.facts()
                        : Optional.empty();
        String wanted = pool.alpn();
        if (tls.isPresent() && wanted.equals("h2") && !tls.get().alpn().equals(Optional.of("h2"))) {
            pool.connector().failed(this, "the server does not offer h2", kit.nowNs());
            return;
        }
        state = State.OPEN;
        opened();
        owner.onConnected(
                this,
                tls.map(facts ->
                                new Negotiated(
                                        "%s, %s, %s"
                                                .formatted(
                                                        protocol(),
                                                        facts.protocol(),
                                                        facts.cipher()),
                                        facts.handshakeNs(),
                                        facts.resumed()))
                        .orElseGet(() -> new Negotiated(protocol(), -1, false)));
    }

    @Override
    public final void onFailure(Connection failed, IoFailure failure) {
        long nowNs = kit.nowNs();
        if (state == State.CONNECTING) {
            pool.connector().failed(this, reason(failed, failure), nowNs);
        } else {
            owner.onBroken(this, nowNs);
        }
    }

    private static String reason(Connection failed, IoFailure failure) {
        if (failed instanceof TlsConnection tls && tls.failureReason().isPresent()) {
            return tls.failureReason().get();
        }
        return failure.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
