package dev.tare.specimen.proxy;

import dev.tare.io.net.Acceptor;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.specimen.proxy.admin.AdminServer;
import dev.tare.specimen.proxy.client.http1.Downstream;
import dev.tare.specimen.proxy.client.http2.Http2Clients;
import dev.tare.specimen.proxy.cluster.UpstreamConnections;
import dev.tare.specimen.proxy.config.ListenerProtocol;
import dev.tare.specimen.proxy.copy.CopyEngines;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.LoopRouting;
import dev.tare.specimen.proxy.exchange.Router;
import dev.tare.specimen.proxy.exchange.RoutingPlan;
import dev.tare.specimen.proxy.log.AccessLog;
import dev.tare.specimen.proxy.log.EventKind;
import dev.tare.specimen.proxy.log.EventLog;
import dev.tare.specimen.proxy.loop.LoopListener;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import dev.tare.specimen.proxy.loop.SendOrder;
import dev.tare.specimen.proxy.loop.SharedListener;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thread of minivoy: accepts clients, has each served in the HTTP that it speaks, and takes
 * turns between reading, sending and looking who has waited too long. What its connections share is
 * its {@link ProxyLoop}.
 *
 * <p>Thread-safety: everything but {@link #stop}, {@link #follow}, {@link #router}, {@link
 * #counters} and the counts of {@link #listeners} belongs to the thread that calls {@link #run}.
 */
final class ProxyThread implements AutoCloseable {
    /** How long a poll may last when nobody waits for anything. */
    private static final long IDLE_NS = 3_600_000_000_000L;

    private static final long MAX_TICK_NS = 250_000_000L;

    /** A file may have waits of any length at any time. */
    private static final long MAX_TICK_BY_FILE_NS = 10_000_000L;

    private static final int TICKS_A_TIMEOUT = 4;
    private static final int MAX_LAST_POLLS = 100;

    private final ProxyOptions options;
    private final int maxConnections;
    private final AccessLog.@Nullable Source access;
    private final ProxyLoop loop;
    private final UpstreamConnections upstreams;
    private final LoopRouting routing;
    private final Http2Clients http2;
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final List<LoopListener> listeners = new ArrayList<>();

    private volatile boolean stopAsked;
    private long acceptPauses;

    /**
     * A thread that listens nowhere yet.
     *
     * @param plan where requests go
     * @param log told what happens
     * @param access where a line is left for each request; null for nowhere
     * @param engines by which bodies' bytes pass
     * @param index of the thread among those of the proxy, from 0
     * @throws IOException when its sockets or its copy engine are not to be had, in one line
     */
    ProxyThread(
            ProxyOptions options,
            RoutingPlan plan,
            EventLog log,
            AccessLog.@Nullable Source access,
            CopyEngines engines,
            int index)
            throws IOException {
        this.options = options;
        this.access = access;
        maxConnections = options.limits().maxConnections() / options.threads();
        long tickNs =
                Math.clamp(
                        options.timeouts().shortestNs() / TICKS_A_TIMEOUT,
                        1,
                        plan.byFile() ? MAX_TICK_BY_FILE_NS : MAX_TICK_NS);
        loop = new ProxyLoop(options, tickNs, log, engines, index);
        upstreams = new UpstreamConnections(loop);
        routing = new LoopRouting(loop, upstreams, plan, index);
        http2 = new Http2Clients(loop, routing, access);
    }

    /**
     * Fails if anybody listens on an address. Threads share it by SO_REUSEPORT, and so would
     * another process that does the same: each would get a part of the clients.
     */
    void requireFree(InetSocketAddress address, SharedListener listener) throws IOException {
        LoopListener tried = new LoopListener(listener, loop.counters());
        loop.events().listen(address, 1, false, client -> onAccept(client, tried)).close();
    }

    /** Listens for clients at an address; returns it with its port. */
    InetSocketAddress listen(InetSocketAddress address, SharedListener shared) throws IOException {
        LoopListener listener = new LoopListener(shared, loop.counters());
        boolean reusePort = options.threads() > 1;
        Acceptor listening =
                loop.events()
                        .listen(
                                address,
                                ProxyOptions.BACKLOG,
                                reusePort,
                                shared.tls()
                                        .over(loop.events(), client -> onAccept(client, listener)));
        acceptors.add(listening);
        listeners.add(listener);
        return (InetSocketAddress) listening.localAddress();
    }

    /** Listens for whoever asks how minivoy does; returns the address with its port. */
    InetSocketAddress listenForAdmin(AdminServer admin) throws IOException {
        return (InetSocketAddress)
                loop.events()
                        .listen(options.adminListen(), AdminServer.BACKLOG, false, admin)
                        .localAddress();
    }

    private ConnectionHandler onAccept(Connection connection, LoopListener listener) {
        if (loop.openClients() == maxConnections) {
            loop.counters().increment(Count.CLIENT_CONNECTIONS_REFUSED);
            if (loop.says(EventKind.CLIENTS_REFUSED)) {
                loop.say(
                        EventKind.CLIENTS_REFUSED,
                        "a client was turned away: %d connections are open, the most allowed"
                                .formatted(maxConnections));
            }
            Downstream refused = new Downstream(loop, routing, listener);
            refused.attach(connection, true);
            refused.closeSide(false);
            return refused;
        }
        loop.onClientAccepted();
        if (connection instanceof TlsConnection secured) {
            ClientHandshake handshake = new ClientHandshake(this, secured, listener);
            loop.startWait(loop.handshakeWaits(), handshake);
            return handshake;
        }
        if (listener.protocol() == ListenerProtocol.HTTP1) {
            return serve(connection, listener);
        }
        ClientGreeting greeting = new ClientGreeting(this, connection, listener);
        loop.startWait(loop.clientIdleWaits(), greeting);
        return greeting;
    }

    /** Its listeners in the order in which they were opened; not to be changed. */
    List<LoopListener> listeners() {
        return listeners;
    }

    /** Serves a client that speaks HTTP/2 from now on. */
    ConnectionHandler serveHttp2(Connection connection, LoopListener listener) {
        return http2.serve(connection, listener);
    }

    /** Serves a client that speaks HTTP/1.1, or tells it that it must not, from now on. */
    ConnectionHandler serve(Connection connection, LoopListener listener) {
        Downstream client = new Downstream(loop, routing, listener);
        client.attach(connection, true);
        client.comesFrom(routing.forwardedOf(connection));
        if (access != null) {
            client.logsTo(access.entry(ProxyLoop.textOf(connection.remoteAddress())));
        }
        loop.startWait(loop.clientIdleWaits(), client);
        return client;
    }

    /** Serves until {@link #stop}, and then until the requests in flight are done. */
    void run() {
        long nowNs = loop.nowNs();
        long nextTickNs = nowNs + loop.tickNs();
        long stopEndNs = nowNs;
        routing.start();
        while (true) {
            boolean dormant =
                    loop.openClients() == 0
                            && upstreams.isEmpty()
                            && !loop.isStopping()
                            && !routing.checks();
            loop.events().poll(dormant ? nowNs + IDLE_NS : nextTickNs);
            nowNs = loop.turn();
            routing.turn();
            if (nowNs - nextTickNs >= 0) {
                nextTickNs = nowNs + loop.tickNs();
                lookForPauses();
                loop.expire();
                routing.expire();
            }
            if (stopAsked && !loop.isStopping()) {
                stopEndNs = nowNs + options.timeouts().stopNs();
                beginToStop();
            }
            flush();
            boolean served = loop.openClients() == 0 && loop.isStopping() && !lingers();
            if (served || (loop.isStopping() && nowNs - stopEndNs >= 0)) {
                break;
            }
        }
        int unfinished = loop.openClients() - http2.openClients() + http2.openStreams();
        for (int i = 0; i < unfinished; i++) {
            loop.counters().addError(ProxyError.STOPPED);
        }
    }

    /** Sends everything that there is to send, as far as the kernel takes it. */
    private void flush() {
        SendOrder order = loop.sendOrder();
        do {
            order.flush();
            upstreams.startWaiting();
        } while (!order.isEmpty() || upstreams.moreWait());
    }

    private boolean lingers() {
        for (LoopListener listener : listeners) {
            if (listener.shared().tls().lingers(loop.events())) {
                return true;
            }
        }
        return false;
    }

    /** Sends requests as another plan says, from the next one on. May be called by any thread. */
    void follow(RoutingPlan plan) {
        routing.follow(plan);
        loop.events().wake();
    }

    private void lookForPauses() {
        long pauses = loop.events().acceptPauses();
        if (pauses == acceptPauses) {
            return;
        }
        loop.counters().add(Count.ACCEPT_PAUSES, pauses - acceptPauses);
        acceptPauses = pauses;
        loop.say(
                EventKind.ACCEPT_PAUSED,
                "new connections wait: there are no more file descriptors (ulimit -n)");
    }

    private void beginToStop() {
        // What has arrived before the order to stop is still served.
        int polls = 0;
        while (polls < MAX_LAST_POLLS && loop.events().poll(loop.nowNs()) > 0) {
            polls++;
        }
        loop.beginToStop();
        acceptors.forEach(Acceptor::close);
        loop.endIdleWaits();
        routing.stop();
        http2.drain();
    }

    /** Makes {@link #run} finish what is in flight and return. May be called by any thread. */
    void stop() {
        stopAsked = true;
        loop.events().wake();
    }

    /** What its connections share. */
    ProxyLoop loop() {
        return loop;
    }

    /** Where requests go from now on; may be asked by any thread. */
    Router router() {
        return routing.router();
    }

    /** What it has done so far; may be read by any thread. */
    ProxyCounters counters() {
        return loop.counters();
    }

    @Override
    public void close() {
        loop.close();
    }
}
