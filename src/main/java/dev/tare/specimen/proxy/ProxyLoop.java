package dev.tare.specimen.proxy;

import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.Acceptor;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Writer;
import dev.tare.specimen.proxy.ProxyCounters.Count;
import dev.tare.specimen.proxy.config.ListenerProtocol;
import dev.tare.specimen.proxy.copy.CopyEngine;
import dev.tare.specimen.proxy.copy.CopyEngines;
import dev.tare.specimen.proxy.log.AccessEntry;
import dev.tare.specimen.proxy.log.AccessLog;
import dev.tare.specimen.proxy.log.EventKind;
import dev.tare.specimen.proxy.log.EventLog;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thread of minivoy: an event loop, its clients, its upstream connections and their waits.
 *
 * <p>Thread-safety: everything but {@link #stop}, {@link #counters} and the counts of {@link
 * #listeners} belongs to the thread that calls {@link #run}.
 */
final class ProxyLoop implements AutoCloseable {
    static final int BAD_GATEWAY = 502;

    /** How long a refused client may take to read why, before its connection is closed. */
    private static final long LINGER_NS = 2_000_000_000L;

    /** How long a poll may last when nobody waits for anything. */
    private static final long IDLE_NS = 3_600_000_000_000L;

    private static final long MAX_TICK_NS = 250_000_000L;

    /** A file may have waits of any length at any time. */
    private static final long MAX_TICK_BY_FILE_NS = 10_000_000L;

    private static final int TICKS_A_TIMEOUT = 4;
    private static final int SCRATCH_BYTES = 64;
    private static final int MAX_LAST_POLLS = 100;

    private final ProxyOptions options;
    private final int maxConnections;
    private final Arena arena = Arena.ofShared();
    private final NanoClock clock = NanoClock.system();
    private final EventLoop events;
    private final ProxyCounters counters = new ProxyCounters();
    private final BufferPool buffers = new BufferPool(arena);
    private final CopyEngine copies;
    private final HeadRewriter rewriter;
    private final RequestIds requestIds;
    private final EventLog log;
    private final AccessLog.@Nullable Source access;
    private final LocalAnswers localAnswers = new LocalAnswers(arena);
    private final DateLine date;
    private final Http1Head requestHead = new Http1Head();
    private final Http1Head responseHead = new Http1Head();
    private final Http1Writer writer = new Http1Writer();
    private final MemorySegment scratch = arena.allocate(SCRATCH_BYTES);

    private final long tickNs;
    private final Deadlines handshakeWaits;
    private final Deadlines clientIdleWaits;
    private final Deadlines requestHeadWaits;
    private final Deadlines streamWaits;
    private final Deadlines tunnelWaits;
    private final Deadlines lingerWaits;

    private final LoopRouting routing;
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final List<LoopListener> listeners = new ArrayList<>();
    private final UpstreamConnections upstreams = new UpstreamConnections(this);
    private final Http2Loop http2;

    private long tick;
    private int openClients;
    private volatile boolean stopAsked;
    private boolean stopping;
    private long acceptPauses;

    /**
     * A loop that listens nowhere yet.
     *
     * @param plan where requests go
     * @param log told what happens
     * @param access where a line is left for each request; null for nowhere
     * @param engines by which bodies' bytes pass
     * @param index of the loop among those of the proxy, from 0
     * @throws IOException when its sockets or its copy engine are not to be had, in one line
     */
    ProxyLoop(
            ProxyOptions options,
            RoutingPlan plan,
            EventLog log,
            AccessLog.@Nullable Source access,
            CopyEngines engines,
            int index)
            throws IOException {
        this.options = options;
        this.log = log;
        this.access = access;
        maxConnections = options.limits().maxConnections() / options.threads();
        requestIds = new RequestIds(new SecureRandom().nextLong());
        rewriter = new HeadRewriter(arena, requestIds, Minivoy.text(options.upstream()));
        date = new DateLine(EpochClock.system(), clock.nowNs());
        ProxyTimeouts timeouts = options.timeouts();
        tickNs =
                Math.clamp(
                        timeouts.shortestNs() / TICKS_A_TIMEOUT,
                        1,
                        plan.byFile() ? MAX_TICK_BY_FILE_NS : MAX_TICK_NS);
        handshakeWaits = new Deadlines(timeouts.requestHeadNs(), tickNs);
        clientIdleWaits = new Deadlines(timeouts.clientIdleNs(), tickNs);
        requestHeadWaits = new Deadlines(timeouts.requestHeadNs(), tickNs);
        streamWaits = new Deadlines(timeouts.streamIdleNs(), tickNs);
        tunnelWaits = new Deadlines(timeouts.tunnelIdleNs(), tickNs);
        lingerWaits = new Deadlines(LINGER_NS, tickNs);
        routing = new LoopRouting(plan, index, requestHead, tickNs);
        http2 = new Http2Loop(this, arena, access, requestIds);
        copies = engines.open(index, buffers::giveBack);
        events = openEvents();
    }

    private EventLoop openEvents() throws IOException {
        try {
            LoopOptions loop = options.loop();
            if (copies.pipes() || copies.stages()) {
                // It alone has pipes, and its readings are long enough to be worth a device.
                loop = EventLoops.preferring(IoBackEnd.EPOLL, loop);
            }
            return EventLoops.open(loop, clock);
        } catch (IOException e) {
            copies.close();
            throw e;
        }
    }

    /**
     * Fails if anybody listens on an address. Threads share it by SO_REUSEPORT, and so would
     * another process that does the same: each would get a part of the clients.
     */
    void requireFree(InetSocketAddress address, SharedListener listener) throws IOException {
        LoopListener tried = new LoopListener(listener, counters);
        events.listen(address, 1, false, client -> onAccept(client, tried)).close();
    }

    /** Listens for clients at an address; returns it with its port. */
    InetSocketAddress listen(InetSocketAddress address, SharedListener shared) throws IOException {
        LoopListener listener = new LoopListener(shared, counters);
        boolean reusePort = options.threads() > 1;
        Acceptor listening =
                events.listen(
                        address,
                        ProxyOptions.BACKLOG,
                        reusePort,
                        shared.tls().over(events, client -> onAccept(client, listener)));
        acceptors.add(listening);
        listeners.add(listener);
        return (InetSocketAddress) listening.localAddress();
    }

    /** Listens for whoever asks how minivoy does; returns the address with its port. */
    InetSocketAddress listenForAdmin(AdminServer admin) throws IOException {
        return (InetSocketAddress)
                events.listen(options.adminListen(), AdminServer.BACKLOG, false, admin)
                        .localAddress();
    }

    private ConnectionHandler onAccept(Connection connection, LoopListener listener) {
        if (openClients == maxConnections) {
            counters.increment(Count.CLIENT_CONNECTIONS_REFUSED);
            if (log.wants(EventKind.CLIENTS_REFUSED)) {
                log.say(
                        EventKind.CLIENTS_REFUSED,
                        "a client was turned away: %d connections are open, the most allowed"
                                .formatted(maxConnections));
            }
            Downstream refused = new Downstream(this, listener);
            refused.attach(connection, true);
            refused.closeSide(false);
            return refused;
        }
        openClients++;
        counters.increment(Count.CLIENT_CONNECTIONS_ACCEPTED);
        if (connection instanceof TlsConnection secured) {
            ClientHandshake handshake = new ClientHandshake(this, secured, listener);
            startWait(handshakeWaits, handshake);
            return handshake;
        }
        if (listener.protocol() == ListenerProtocol.HTTP1) {
            return serve(connection, listener);
        }
        ClientGreeting greeting = new ClientGreeting(this, connection, listener);
        startWait(clientIdleWaits, greeting);
        return greeting;
    }

    /** Its listeners in the order in which they were opened; not to be changed. */
    List<LoopListener> listeners() {
        return listeners;
    }

    /** Serves a client that speaks HTTP/2 from now on. */
    Http2Downstream serveHttp2(Connection connection, LoopListener listener) {
        return http2.serve(connection, listener);
    }

    /** Serves a client that speaks HTTP/1.1, or tells it that it must not, from now on. */
    Downstream serve(Connection connection, LoopListener listener) {
        Downstream client = new Downstream(this, listener);
        client.attach(connection, true);
        client.comesFrom(forwardedOf(connection));
        if (access != null) {
            client.logsTo(access.entry(textOf(connection.remoteAddress())));
        }
        startWait(clientIdleWaits, client);
        return client;
    }

    /** Serves until {@link #stop}, and then until the requests in flight are done. */
    void run() {
        long nowNs = clock.nowNs();
        long nextTickNs = nowNs + tickNs;
        long stopEndNs = nowNs;
        routing.start(this);
        while (true) {
            boolean dormant =
                    openClients == 0 && upstreams.isEmpty() && !stopping && !routing.checks();
            events.poll(dormant ? nowNs + IDLE_NS : nextTickNs);
            copies.turn();
            nowNs = clock.nowNs();
            date.update(nowNs);
            routing.turn(this);
            if (nowNs - nextTickNs >= 0) {
                nextTickNs = nowNs + tickNs;
                expire();
            }
            if (stopAsked && !stopping) {
                stopEndNs = nowNs + options.timeouts().stopNs();
                beginToStop();
            }
            http2.flush();
            boolean served = openClients == 0 && stopping && !lingers();
            if (served || (stopping && nowNs - stopEndNs >= 0)) {
                break;
            }
        }
        int unfinished = openClients - http2.openClients() + http2.openStreams();
        for (int i = 0; i < unfinished; i++) {
            counters.addError(ProxyError.STOPPED);
        }
    }

    private boolean lingers() {
        for (LoopListener listener : listeners) {
            if (listener.shared().tls().lingers(events)) {
                return true;
            }
        }
        return false;
    }

    /** Sends requests as another plan says, from the next one on. May be called by any thread. */
    void follow(RoutingPlan plan) {
        routing.follow(plan);
        events.wake();
    }

    private void expire() {
        tick++;
        lookForPauses();
        handshakeWaits.expire(tick);
        clientIdleWaits.expire(tick);
        requestHeadWaits.expire(tick);
        streamWaits.expire(tick);
        tunnelWaits.expire(tick);
        lingerWaits.expire(tick);
        routing.expire(tick, this);
    }

    private void lookForPauses() {
        long pauses = events.acceptPauses();
        if (pauses == acceptPauses) {
            return;
        }
        counters.add(Count.ACCEPT_PAUSES, pauses - acceptPauses);
        acceptPauses = pauses;
        if (log.wants(EventKind.ACCEPT_PAUSED)) {
            log.say(
                    EventKind.ACCEPT_PAUSED,
                    "new connections wait: there are no more file descriptors (ulimit -n)");
        }
    }

    private void beginToStop() {
        // What has arrived before the order to stop is still served.
        int polls = 0;
        while (polls < MAX_LAST_POLLS && events.poll(clock.nowNs()) > 0) {
            polls++;
        }
        stopping = true;
        acceptors.forEach(Acceptor::close);
        handshakeWaits.expireAll();
        clientIdleWaits.expireAll();
        routing.stop();
        http2.drain();
    }

    /** Makes {@link #run} finish what is in flight and return. May be called by any thread. */
    void stop() {
        stopAsked = true;
        events.wake();
    }

    boolean isStopping() {
        return stopping;
    }

    void startWait(Deadlines deadlines, Deadlines.Waiter waiter) {
        deadlines.start(waiter, tick);
    }

    /** Where requests go from now on. */
    Router router() {
        return routing.router();
    }

    EventLoop events() {
        return events;
    }

    /** The connections to all endpoints. */
    UpstreamConnections upstreams() {
        return upstreams;
    }

    /** Whether such events are written down. */
    boolean says(EventKind kind) {
        return log.wants(kind);
    }

    /** How many ticks have passed. */
    long tick() {
        return tick;
    }

    void say(EventKind kind, String what) {
        if (log.wants(kind)) {
            log.say(kind, what);
        }
    }

    /** A client's request has failed, whoever is at fault. */
    void onRequestFailure(Connection client, ProxyError error) {
        if (log.wants(EventKind.REQUEST_FAILED)) {
            log.say(
                    EventKind.REQUEST_FAILED,
                    textOf(client.remoteAddress()) + ": " + error.jsonName());
        }
    }

    void onClientClosed() {
        openClients--;
        counters.increment(Count.CLIENT_CONNECTIONS_CLOSED);
    }

    /** What the requests of a connection are told of their way. */
    Forwarded forwardedOf(Connection connection) {
        return router().plan().forwardedFields()
                ? Forwarded.of(connection.remoteAddress(), connection instanceof TlsConnection)
                : Forwarded.NOTHING;
    }

    /** Says why a connection by TLS has failed, which no counter can tell. */
    void onTlsFailure(String side, TlsConnection connection) {
        if (log.wants(EventKind.TLS_FAILED)) {
            String reason = connection.failureReason().orElse("the handshake takes too long");
            String who = side + " " + textOf(connection.remoteAddress());
            log.say(EventKind.TLS_FAILED, who + ": " + reason);
        }
    }

    /** Tells an entry the name that its request was given last. */
    void nameEntry(AccessEntry entry) {
        entry.isNamed(requestIds.lastHigh(), requestIds.lastLow());
    }

    long nowNs() {
        return clock.nowNs();
    }

    static String textOf(SocketAddress address) {
        return address instanceof InetSocketAddress internet && !internet.isUnresolved()
                ? Minivoy.text(internet)
                : String.valueOf(address);
    }

    ProxyCounters counters() {
        return counters;
    }

    ProxyLimits limits() {
        return options.limits();
    }

    BufferPool buffers() {
        return buffers;
    }

    CopyEngine copies() {
        return copies;
    }

    HeadRewriter rewriter() {
        return rewriter;
    }

    LocalAnswers localAnswers() {
        return localAnswers;
    }

    byte[] dateLine() {
        return date.line();
    }

    byte[] date() {
        return date.value();
    }

    Http2Loop http2() {
        return http2;
    }

    Http1Head requestHead() {
        return requestHead;
    }

    Http1Head responseHead() {
        return responseHead;
    }

    Http1Writer writer() {
        return writer;
    }

    /** Room for a few bytes that are sent or copied at once. */
    MemorySegment scratch() {
        return scratch;
    }

    Deadlines clientIdleWaits() {
        return clientIdleWaits;
    }

    Deadlines requestHeadWaits() {
        return requestHeadWaits;
    }

    Deadlines streamWaits() {
        return streamWaits;
    }

    Deadlines tunnelWaits() {
        return tunnelWaits;
    }

    Deadlines lingerWaits() {
        return lingerWaits;
    }

    @Override
    public void close() {
        events.close();
        // What a device could still write to is not freed.
        if (copies.close()) {
            arena.close();
        }
    }
}
