package dev.tare.specimen.proxy;

import dev.tare.io.net.PipedConnection;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.Http1BodyDecoder;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.HttpMethod;
import dev.tare.io.wire.KnownField;
import dev.tare.specimen.proxy.HeadRewriter.ConnectionOption;
import dev.tare.specimen.proxy.HeadRewriter.Framing;
import dev.tare.specimen.proxy.ProxyCounters.Count;
import java.lang.foreign.MemorySegment;

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
    private Framing framing = Framing.SAME;

    /** Whether a chunk was sent whose data is not yet followed by CRLF. */
    private boolean chunkOpen;

    /** Whether the client's connection has broken while the body was taken apart. */
    private boolean clientBroken;

    Http1Relay(ProxyLoop loop, Downstream client) {
        this.loop = loop;
        this.client = client;
    }

    /**
     * Whether the request asks for WebSocket. No other protocol is passed on: by {@code h2c} a
     * client would speak with the upstream past every rule of the proxy.
     *
     * <p>Source: RFC 6455, section 4.1; RFC 9110, section 7.8.
     */
    static boolean asksForTunnel(Http1Head head) {
        int field = head.find(KnownField.UPGRADE);
        return field >= 0
                && head.method() == HttpMethod.GET
                && head.minorVersion() == 1
                && head.upgrade()
                && head.copy(head.valueStart(field), head.valueEnd(field))
                        .equalsIgnoreCase("websocket");
    }

    @Override
    public HttpMethod method() {
        return client.method();
    }

    @Override
    public boolean requestWhole() {
        return client.requestWhole();
    }

    @Override
    public boolean upgradeAsked() {
        return client.upgradeAsked();
    }

    @Override
    public Deadlines responseWaits() {
        return client.exchange().responseWaits();
    }

    @Override
    public void onFirstBytes() {
        client.forbidReplay();
    }

    @Override
    public boolean onInterim(
            Upstream from, Http1Head head, int headLength, MemorySegment buffer, long end) {
        if (client.minorVersion() == 0) {
            return true;
        }
        loop.counters().addResponse(head.status());
        long start = rewritten(head, headLength, ConnectionOption.NONE, Framing.SAME);
        if (!client.send(buffer, start, (int) (end - start))) {
            client.onClientGone();
            return false;
        }
        if (client.hasPending()) {
            from.connection().wantReadable(false);
        }
        return true;
    }

    private long rewritten(Http1Head head, int headLength, ConnectionOption option, Framing as) {
        return loop.rewriter().rewriteResponse(head, headLength, option, as, loop.dateLine());
    }

    @Override
    public boolean refuses(int status) {
        return client.exchange().refuses(status);
    }

    @Override
    public void tryAgain() {
        client.tryAgain();
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
        framing = framingFor(head, received);
        chunkOpen = false;
        clientBroken = false;
        int bodyLength = 0;
        if (framing == Framing.SAME) {
            bodyLength = from.body().decode(buffer, bodyStart, restLength, null);
            if (bodyLength == Http1BodyDecoder.MALFORMED) {
                from.failMalformed();
                return;
            }
        }
        boolean endsWithConnection =
                framing == Framing.UNTIL_CLOSE
                        || (framing == Framing.SAME && received == BodyFraming.UNTIL_CLOSE);
        if (endsWithConnection || !client.requestWhole()) {
            client.forbidKeepAlive();
        }
        client.onResponseBegun(head.status());
        loop.counters().addResponse(head.status());
        long start = rewritten(head, headLength, client.connectionOption(), framing);
        if (!client.send(buffer, start, (int) (bodyStart + bodyLength - start))) {
            client.onClientGone();
        } else if (framing == Framing.SAME) {
            afterPassing(from, buffer, restLength - bodyLength);
        } else {
            onBody(from, buffer, bodyStart, restLength);
        }
    }

    /** How the client gets a body that has arrived in a framing. */
    private Framing framingFor(Http1Head head, BodyFraming received) {
        boolean old = client.minorVersion() == 0;
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
        } else if (passed == Http1BodyDecoder.MALFORMED) {
            from.failMalformed();
        } else {
            afterPassing(from, buffer, length - passed);
        }
    }

    private int passAsItIs(Upstream from, MemorySegment buffer, long offset, int length) {
        int bodyLength = from.body().decode(buffer, offset, length, null);
        if (bodyLength > 0) {
            clientBroken = !client.send(buffer, offset, bodyLength);
        }
        return bodyLength;
    }

    /** The chunk's line is written right before its data, into room that is free by now. */
    private int passAsChunk(MemorySegment buffer, long offset, int length) {
        if (length > 0) {
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
        if (!clientBroken) {
            clientBroken = !client.send(buffer, offset, length);
        }
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
        if (framing != Framing.SAME) {
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
        client.onRequestTimeout();
    }

    @Override
    public void onFailed(int status, ProxyError error, String address) {
        client.onUpstreamFailed(status, error, address);
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
        client.onSwitched(head.status());
        long start = rewritten(head, headLength, ConnectionOption.NONE, Framing.SAME);
        boolean sent = client.send(buffer, start, (int) (restStart + restLength - start));
        if (from.isHeld(buffer)) {
            from.releaseHeld();
        }
        if (!sent) {
            client.onClientGone();
            return;
        }
        from.awaitTunnel();
        from.connection().wantReadable(!client.hasPending());
        passEarly(from);
    }

    @Override
    public void onTunnelBytes(Upstream from, MemorySegment buffer, long offset, int length) {
        if (!client.send(buffer, offset, length)) {
            client.onClientGone();
        } else {
            from.awaitTunnel();
            from.connection().wantReadable(!client.hasPending());
        }
    }

    /** What the client has done before it was told of the switch is the first of it. */
    private void passEarly(Upstream server) {
        if (client.heldLength() > 0) {
            passOn(server, client.held(), client.heldStart(), client.heldLength());
        }
        if (!client.inTunnel()) {
            return;
        }
        client.releaseHeld();
        if (client.inputEnded()) {
            server.onClientEnded();
        } else {
            client.connection().wantReadable(!server.hasPending());
        }
    }

    /** Passes on the client's bytes of the other protocol. */
    void passOn(Upstream server, MemorySegment buffer, long offset, int length) {
        client.receives(length);
        if (!server.send(buffer, offset, length)) {
            server.onBroken();
        } else {
            server.awaitTunnel();
            client.connection().wantReadable(!server.hasPending());
        }
    }

    @Override
    public void onTunnelEnd(Upstream from) {
        client.endOutput();
        endTunnelIfOver(from);
    }

    @Override
    public void endTunnelIfOver(Upstream from) {
        if (client.outputEnded() && from.outputEnded()) {
            from.close();
            client.onTunnelEnded();
        }
    }

    @Override
    public void onTunnelTimeout() {
        client.abort(ProxyError.STREAM_TIMEOUT);
    }
}
