package dev.tare.specimen.proxy.loop;

import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.Connection;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Writer;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.copy.CopyEngine;
import dev.tare.specimen.proxy.copy.CopyEngines;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.head.DateLine;
import dev.tare.specimen.proxy.head.HeadRewriter;
import dev.tare.specimen.proxy.head.LocalAnswers;
import dev.tare.specimen.proxy.head.LoopHeads;
import dev.tare.specimen.proxy.head.RequestIds;
import dev.tare.specimen.proxy.log.AccessEntry;
import dev.tare.specimen.proxy.log.EventKind;
import dev.tare.specimen.proxy.log.EventLog;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.specimen.proxy.setup.ProxyTimeouts;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.SecureRandom;

/**
 * What the connections of one thread of minivoy share: its event loop and clock, buffers, parsers
 * and heads, the waits that all have, what it counts and where it says what happens.
 *
 * <p>Thread-safety: everything but {@link #counters} and the counters of {@link #copies} belongs to
 * the loop's thread. Allocation: none after construction, but for what is said.
 */
public final class ProxyLoop implements AutoCloseable {
    /** The status of an answer where the upstream has none. */
    public static final int BAD_GATEWAY = 502;

    /** How long a refused client may take to read why, before its connection is closed. */
    private static final long LINGER_NS = 2_000_000_000L;

    private static final int SCRATCH_BYTES = 64;

    private final ProxyOptions options;
    private final Arena arena = Arena.ofShared();
    private final NanoClock clock = NanoClock.system();
    private final EventLoop events;
    private final ProxyCounters counters = new ProxyCounters();
    private final BufferPool buffers = new BufferPool(arena);
    private final CopyEngine copies;
    private final HeadRewriter rewriter;
    private final RequestIds requestIds;
    private final EventLog log;
    private final LocalAnswers localAnswers = new LocalAnswers(arena);
    private final DateLine date;
    private final Http1Head requestHead = new Http1Head();
    private final Http1Head responseHead = new Http1Head();
    private final Http1Writer writer = new Http1Writer();
    private final MemorySegment scratch = arena.allocate(SCRATCH_BYTES);
    private final LoopHeads heads;
    private final SendOrder sendOrder = new SendOrder();

    private final long tickNs;
    private final Deadlines handshakeWaits;
    private final Deadlines clientIdleWaits;
    private final Deadlines requestHeadWaits;
    private final Deadlines streamWaits;
    private final Deadlines tunnelWaits;
    private final Deadlines lingerWaits;

    private long tick;
    private int openClients;
    private boolean stopping;

    /**
     * A loop without connections.
     *
     * @param tickNs how often it looks who has waited too long, 1 or more
     * @param log told what happens
     * @param engines by which bodies' bytes pass
     * @param index of the loop among those of the proxy, from 0
     * @throws IOException when its sockets or its copy engine are not to be had, in one line
     */
    public ProxyLoop(
            ProxyOptions options, long tickNs, EventLog log, CopyEngines engines, int index)
            throws IOException {
        this.options = options;
        this.tickNs = tickNs;
        this.log = log;
        requestIds = new RequestIds(new SecureRandom().nextLong());
        rewriter = new HeadRewriter(arena, requestIds, HostPort.textOf(options.upstream()));
        heads = new LoopHeads(arena, requestIds, requestHead, responseHead);
        date = new DateLine(EpochClock.system(), clock.nowNs());
        ProxyTimeouts timeouts = options.timeouts();
        handshakeWaits = new Deadlines(timeouts.requestHeadNs(), tickNs);
        clientIdleWaits = new Deadlines(timeouts.clientIdleNs(), tickNs);
        requestHeadWaits = new Deadlines(timeouts.requestHeadNs(), tickNs);
        streamWaits = new Deadlines(timeouts.streamIdleNs(), tickNs);
        tunnelWaits = new Deadlines(timeouts.tunnelIdleNs(), tickNs);
        lingerWaits = new Deadlines(LINGER_NS, tickNs);
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

    /** A wait for events is over; returns what time it is. */
    public long turn() {
        copies.turn();
        long nowNs = clock.nowNs();
        date.update(nowNs);
        return nowNs;
    }

    /** A tick has passed: ends the waits of clients that have lasted long enough. */
    public void expire() {
        tick++;
        handshakeWaits.expire(tick);
        clientIdleWaits.expire(tick);
        requestHeadWaits.expire(tick);
        streamWaits.expire(tick);
        tunnelWaits.expire(tick);
        lingerWaits.expire(tick);
    }

    /** From now on connections end with what is in flight on them. */
    public void beginToStop() {
        stopping = true;
    }

    /** Whether connections end with what is in flight on them. */
    public boolean isStopping() {
        return stopping;
    }

    /** Ends the waits of clients that have nothing in flight. */
    public void endIdleWaits() {
        handshakeWaits.expireAll();
        clientIdleWaits.expireAll();
    }

    /** Begins a wait, or begins it anew. */
    public void startWait(Deadlines deadlines, Deadlines.Waiter waiter) {
        deadlines.start(waiter, tick);
    }

    /** Where sockets are opened, and events come from. */
    public EventLoop events() {
        return events;
    }

    /** Whether such events are written down. */
    public boolean says(EventKind kind) {
        return log.wants(kind);
    }

    /** How many ticks have passed. */
    public long tick() {
        return tick;
    }

    /** How long one is. */
    public long tickNs() {
        return tickNs;
    }

    /** Writes an event down, where such events are written. */
    public void say(EventKind kind, String what) {
        if (log.wants(kind)) {
            log.say(kind, what);
        }
    }

    /** A client's request has failed, whoever is at fault. */
    public void onRequestFailure(Connection client, ProxyError error) {
        if (log.wants(EventKind.REQUEST_FAILED)) {
            log.say(
                    EventKind.REQUEST_FAILED,
                    textOf(client.remoteAddress()) + ": " + error.jsonName());
        }
    }

    /** A connection to an endpoint, or what came over it, was not as it should be. */
    public void onUpstreamFailure(ProxyError error, String address) {
        boolean unreachable =
                error == ProxyError.UPSTREAM_CONNECT_FAILED
                        || error == ProxyError.UPSTREAM_CONNECT_TIMEOUT;
        EventKind kind = unreachable ? EventKind.UPSTREAM_UNREACHABLE : EventKind.UPSTREAM_FAILED;
        if (log.wants(kind)) {
            log.say(kind, address + ": " + error.jsonName());
        }
    }

    /** Says why a connection by TLS has failed, which no counter can tell. */
    public void onTlsFailure(String side, TlsConnection connection) {
        if (log.wants(EventKind.TLS_FAILED)) {
            String reason = connection.failureReason().orElse("the handshake takes too long");
            String who = side + " " + textOf(connection.remoteAddress());
            log.say(EventKind.TLS_FAILED, who + ": " + reason);
        }
    }

    /** A client has connected, and is served. */
    public void onClientAccepted() {
        openClients++;
        counters.increment(Count.CLIENT_CONNECTIONS_ACCEPTED);
    }

    /** A client's connection is closed. */
    public void onClientClosed() {
        openClients--;
        counters.increment(Count.CLIENT_CONNECTIONS_CLOSED);
    }

    /** Clients that have a connection. */
    public int openClients() {
        return openClients;
    }

    /** Tells an entry the name that its request was given last. */
    public void nameEntry(AccessEntry entry) {
        entry.isNamed(requestIds.lastHigh(), requestIds.lastLow());
    }

    /** What time it is, in monotonic nanoseconds. */
    public long nowNs() {
        return clock.nowNs();
    }

    /** An address as it stands in logs. */
    public static String textOf(SocketAddress address) {
        return address instanceof InetSocketAddress internet && !internet.isUnresolved()
                ? HostPort.textOf(internet)
                : String.valueOf(address);
    }

    /** May be read by any thread. */
    public ProxyCounters counters() {
        return counters;
    }

    /** The longest head that is read, either way. */
    public int maxHeadBytes() {
        return options.limits().maxHeadBytes();
    }

    /** What lives as long as the loop. */
    public Arena arena() {
        return arena;
    }

    /** Where buffers come from. */
    public BufferPool buffers() {
        return buffers;
    }

    /** How bodies' bytes pass. */
    public CopyEngine copies() {
        return copies;
    }

    /** What heads that stay in HTTP/1.1 are rewritten with. */
    public HeadRewriter rewriter() {
        return rewriter;
    }

    /** What heads of HTTP/2, and translated ones, are put together with. */
    public LoopHeads heads() {
        return heads;
    }

    /** What minivoy's own answers in HTTP/1.1 are written with. */
    public LocalAnswers localAnswers() {
        return localAnswers;
    }

    /** The Date line of this second; not to be changed. */
    public byte[] dateLine() {
        return date.line();
    }

    /** The date in it; not to be changed. */
    public byte[] date() {
        return date.value();
    }

    /** Which connections have something to send when all was read. */
    public SendOrder sendOrder() {
        return sendOrder;
    }

    /** What requests of HTTP/1.1 are parsed with, one at a time. */
    public Http1Head requestHead() {
        return requestHead;
    }

    /** What responses of HTTP/1.1 are parsed with, one at a time. */
    public Http1Head responseHead() {
        return responseHead;
    }

    /** For a few bytes in {@link #scratch}. */
    public Http1Writer writer() {
        return writer;
    }

    /** Room for a few bytes that are sent or copied at once. */
    public MemorySegment scratch() {
        return scratch;
    }

    /** Waits for the end of a client's handshake. */
    public Deadlines handshakeWaits() {
        return handshakeWaits;
    }

    /** Waits for a client's next request. */
    public Deadlines clientIdleWaits() {
        return clientIdleWaits;
    }

    /** Waits for the rest of a request's head. */
    public Deadlines requestHeadWaits() {
        return requestHeadWaits;
    }

    /** Waits for progress of a body, either way. */
    public Deadlines streamWaits() {
        return streamWaits;
    }

    /** Waits for the next byte of a tunnel, either way. */
    public Deadlines tunnelWaits() {
        return tunnelWaits;
    }

    /** Waits of connections on which all is said. */
    public Deadlines lingerWaits() {
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
