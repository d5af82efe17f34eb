package dev.tare.specimen.proxy.client.http1;

import dev.tare.io.net.PipedConnection;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.Http1BodyDecoder;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.proxy.cluster.Http1Asker;
import dev.tare.specimen.proxy.cluster.Upstream;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.ExchangeFilters;
import dev.tare.specimen.proxy.filter.HeadEdits;
import dev.tare.specimen.proxy.head.HeadRewriter.ConnectionOption;
import dev.tare.specimen.proxy.head.HeadRewriter.Framing;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The way of responses from an upstream to a client that both speak HTTP/1.1: a head is rewritten
 * where it lies, and leaves with the body that lies behind it. Where both agree to speak another
 * protocol it is the way of that, to and fro. One of a client.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none.
 */
final class Http1Relay implements Http1Asker, BodySink {
    /** The longest line that stands between two chunks, with the end of the one before. */
    private static final int MAX_CHUNK_LINE_BYTES = 16;

    private final ProxyLoop loop;
    private final Downstream client;
    private final Http1Request request;
    private Framing framing = Framing.SAME;
    private @Nullable Tunnel tunnel;

    /** Whether a chunk was sent whose data is not yet followed by CRLF. */
    private boolean chunkOpen;

    /** Whether the client's connection has broken while the body was taken apart. */
    private boolean clientBroken;

    Http1Relay(ProxyLoop loop, Downstream client, Http1Request request) {
        this.loop = loop;
        this.client = client;
        this.request = request;
    }

    @Override
    public HttpMethod method() {
        return request.method();
    }

    @Override
    public boolean requestWhole() {
        return client.requestWhole();
    }

    @Override
    public boolean upgradeAsked() {
        return request.upgradeAsked();
    }

    @Override
    public Deadlines responseWaits() {
        return request.exchange().responseWaits();
    }

    @Override
    public void onFirstBytes() {
        request.forbidReplay();
    }

    @Override
    public boolean onInterim(
            Upstream from, Http1Head head, int headLength, MemorySegment buffer, long end) {
        if (request.minorVersion() == 0) {
            return true;
        }
        loop.counters().addResponse(head.status());
        long start = rewritten(head, headLength);
        if (!client.send(buffer, start, (int) (end - start))) {
            client.onClientGone();
            return false;
        }
        if (client.hasPending()) {
            from.connection().wantReadable(false);
        }
        return true;
    }

    /** An interim head, or one that switches to another protocol: no filter sees these. */
    private long rewritten(Http1Head head, int headLength) {
        return loop.rewriter()
                .rewriteResponse(
                        head,
                        headLength,
                        ConnectionOption.NONE,
                        Framing.SAME,
                        loop.dateLine(),
                        HeadEdits.NONE);
    }

    @Override
    public boolean refuses(int status) {
        return request.exchange().refuses(status);
    }

    @Override
    public void tryAgain() {
        request.tryAgain();
    }

    @Override
    public void onHead(
            Upstream from,
            Http1Head head,
            int headLength,
            BodyFraming received,
            MemorySegment buffer,
            long bodyStart,
            int restLength) {
        ExchangeFilters filters = request.exchange().filters();
        if (!filters.admitResponse(head, received)) {
            onDenied(from);
            return;
        }
        framing = framingFor(head, received);
        chunkOpen = false;
        clientBroken = false;
        int bodyLength = 0;
        if (framing == Framing.SAME) {
            bodyLength = from.body().decode(buffer, bodyStart, restLength, filters.responseWatch());
            if (bodyLength == Http1BodyDecoder.MALFORMED) {
                from.failMalformed();
                return;
            }
            if (filters.deny()) {
                onDenied(from);
                return;
            }
        }
        boolean endsWithConnection =
                framing == Framing.UNTIL_CLOSE
                        || (framing == Framing.SAME && received == BodyFraming.UNTIL_CLOSE);
        if (endsWithConnection || !client.requestWhole()) {
            client.forbidKeepAlive();
        }
        request.onResponseBegun(head.status());
        loop.counters().addResponse(head.status());
        long start =
                loop.rewriter()
                        .rewriteResponse(
                                head,
                                headLength,
                                client.connectionOption(),
                                framing,
                                loop.dateLine(),
                                filters.responseEdits());
        if (!client.send(buffer, start, (int) (bodyStart + bodyLength - start))) {
            client.onClientGone();
        } else if (framing == Framing.SAME) {
            afterPassing(from, buffer, restLength - bodyLength);
        } else {
            onBody(from, buffer, bodyStart, restLength);
        }
    }

    /** A filter will not have the response, or no more of it. */
    private void onDenied(Upstream from) {
        from.close();
        request.onDenied();
    }

    /** How the client gets a body that has arrived in a framing. */
    private Framing framingFor(Http1Head head, BodyFraming received) {
        boolean old = request.minorVersion() == 0;
        if (received == BodyFraming.UNTIL_CLOSE && !old && !head.transferCoded()) {
            return Framing.CHUNKED;
        }
        return received == BodyFraming.CHUNKED && old ? Framing.UNTIL_CLOSE : Framing.SAME;
    }

    @Override
    public void onBody(Upstream from, MemorySegment buffer, long offset, int length) {
        int passed =
                switch (framing) {
                    case SAME -> passAsItIs(from, buffer, offset, length);
                    case CHUNKED -> passAsChunk(buffer, offset, length);
                    case UNTIL_CLOSE -> from.body().decode(buffer, offset, length, this);
                };
        if (clientBroken) {
            client.onClientGone();
        } else if (request.exchange().filters().deny()) {
            onDenied(from);
        } else if (passed == Http1BodyDecoder.MALFORMED) {
            from.failMalformed();
        } else {
            afterPassing(from, buffer, length - passed);
        }
    }

    private int passAsItIs(Upstream from, MemorySegment buffer, long offset, int length) {
        ExchangeFilters filters = request.exchange().filters();
        int bodyLength = from.body().decode(buffer, offset, length, filters.responseWatch());
        if (bodyLength > 0 && !filters.deny()) {
            clientBroken = !client.send(buffer, offset, bodyLength);
        }
        return bodyLength;
    }

    /** The chunk's line is written right before its data, into room that is free by now. */
    private int passAsChunk(MemorySegment buffer, long offset, int length) {
        if (length > 0 && mayPass(buffer, offset, length)) {
            Http1Writer writer = loop.writer();
            MemorySegment scratch = loop.scratch();
            writer.begin(scratch, 0, MAX_CHUNK_LINE_BYTES);
            if (chunkOpen) {
                writer.crlf();
            }
            int lineLength = writer.chunkHeader(length).length();
            long start = offset - lineLength;
            MemorySegment.copy(scratch, 0, buffer, start, lineLength);
            clientBroken = !client.send(buffer, start, lineLength + length);
            chunkOpen = true;
        }
        return length;
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        if (!clientBroken && mayPass(buffer, offset, length)) {
            clientBroken = !client.send(buffer, offset, length);
        }
    }

    /** Shows a piece that is not decoded to the filters that watch the body. */
    private boolean mayPass(MemorySegment buffer, long offset, int length) {
        return request.exchange().filters().admitResponseBody(buffer, offset, length);
    }

    private void afterPassing(Upstream from, MemorySegment buffer, int leftLength) {
        if (from.isHeld(buffer)) {
            from.releaseHeld();
        }
        if (from.body().complete()) {
            // More than was asked for: who knows what it belongs to.
            from.finish(leftLength == 0);
            client.onResponseWhole();
            return;
        }
        from.awaitBody();
        if (client.hasPending()) {
            from.connection().wantReadable(false);
        }
    }

    @Override
    public boolean onReadable(Upstream from, PipedConnection self) {
        if (framing != Framing.SAME || request.exchange().filters().responseWatch() != null) {
            return false;
        }
        ProxyCounters counters = loop.counters();
        BodyPipe.Outcome outcome =
                BodyPipe.pass(self, from.body(), client, counters, Count.UPSTREAM_BYTES_RECEIVED);
        switch (outcome) {
            case UNTOUCHED -> {}
            case PASSED -> afterPassing(from, MemorySegment.NULL, 0);
            case SOURCE_BROKEN -> from.onBroken();
            case TARGET_BROKEN -> client.onClientGone();
        }
        return outcome != BodyPipe.Outcome.UNTOUCHED;
    }

    @Override
    public void onBodyEnd(Upstream from) {
        if (framing == Framing.CHUNKED && !sendLastChunk()) {
            client.onClientGone();
        } else {
            from.finish(false);
            client.onResponseWhole();
        }
    }

    private boolean sendLastChunk() {
        Http1Writer writer = loop.writer().begin(loop.scratch(), 0, MAX_CHUNK_LINE_BYTES);
        if (chunkOpen) {
            writer.crlf();
        }
        return client.send(loop.scratch(), 0, writer.lastChunk().length());
    }

    @Override
    public void onDrained() {
        client.onUpstreamDrained();
    }

    @Override
    public void onRequestTimeout() {
        request.onRequestTimeout();
    }

    @Override
    public void onFailed(int status, ProxyError error, String address) {
        request.onUpstreamFailed(status, error, address);
    }

    @Override
    public void onSwitched(
            Upstream from,
            Http1Head head,
            int headLength,
            MemorySegment buffer,
            long restStart,
            int restLength) {
        loop.counters().addResponse(head.status());
        Tunnel agreed = new Tunnel(client, from);
        tunnel = agreed;
        client.onSwitched(head.status());
        long start = rewritten(head, headLength);
        boolean sent = client.send(buffer, start, (int) (restStart + restLength - start));
        if (from.isHeld(buffer)) {
            from.releaseHeld();
        }
        if (sent) {
            agreed.begin();
        } else {
            client.onClientGone();
        }
    }

    /** The way of the other protocol, once that is spoken. */
    Tunnel tunnel() {
        Tunnel through = tunnel;
        if (through == null) {
            throw new IllegalStateException("there is no tunnel");
        }
        return through;
    }

    @Override
    public void onTunnelBytes(Upstream from, MemorySegment buffer, long offset, int length) {
        tunnel().fromServer(buffer, offset, length);
    }

    @Override
    public void onTunnelEnd(Upstream from) {
        tunnel().serverEnded();
    }

    @Override
    public void endTunnelIfOver(Upstream from) {
        tunnel().endIfOver();
    }

    @Override
    public void onTunnelTimeout() {
        client.abort(ProxyError.STREAM_TIMEOUT);
    }
}
