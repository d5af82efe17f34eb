package dev.tare.load.connection;

import dev.tare.base.core.Outcome;
import dev.tare.io.net.Connection;
import dev.tare.io.wire.http2.Http2ClientListener;
import dev.tare.io.wire.http2.Http2ClientSession;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2Options;
import dev.tare.io.wire.http2.RequestVariation;
import dev.tare.load.request.Http2RequestMaker;
import java.lang.foreign.MemorySegment;

/**
 * A connection on which HTTP/2 is spoken: an exchange is a stream, whose token is its slot.
 *
 * <p>Requests that are begun in one turn of the loop leave together.
 */
final class Http2Connection extends ClientConnection implements Http2ClientListener {
    private final Http2ClientSession session;
    private final StreamAnswer[] answers;

    /** The exchanges of whose requests nothing was taken yet, in their order: a ring. */
    private final Exchange[] unsent;

    /** Which byte of the session's output is the first of each of them. */
    private final long[] firstBytes;

    private final LinkedQueue<Exchange> parked = new LinkedQueue<>();
    private int unsentHead;
    private int unsentCount;
    private boolean reading;
    private boolean writableWanted;

    Http2Connection(ConnectionKit kit, ConnectionOwner owner, Pool pool) {
        super(kit, owner, pool);
        int depth = exchanges.length;
        session =
                new Http2ClientSession(
                        Http2Options.standard().withMaxStreams(depth), this, kit.memory());
        unsent = new Exchange[depth];
        firstBytes = new long[depth];
        answers = new StreamAnswer[depth];
        for (int i = 0; i < depth; i++) {
            answers[i] = StreamAnswer.of(pool.grpc());
        }
    }

    @Override
    void opened() {
        session.begin();
        // Preface and settings leave even if there is nothing to ask for.
        owner.flushLater(this);
    }

    @Override
    void sayFarewell(Connection closing) {
        session.goAway();
        if (session.outputLength() > 0) {
            closing.send(session.output(), session.outputOffset(), session.outputLength());
        }
    }

    @Override
    String protocol() {
        return "HTTP/2";
    }

    @Override
    public boolean hasRoom() {
        return isOpen() && !usedUp() && session.canStart();
    }

    @Override
    public boolean ending() {
        return usedUp() || session.draining();
    }

    @Override
    public void park(Exchange exchange) {
        parked.addLast(exchange);
    }

    @Override
    public boolean send(Exchange exchange, long nowNs) {
        Http2RequestMaker maker = exchange.endpoint().http2();
        long firstByte = session.producedBytes();
        boolean started;
        if (maker.varies(exchange.outgoing.cookies())) {
            RequestVariation variation = kit.variation();
            maker.vary(exchange.sequence(), exchange.outgoing, variation);
            started = session.startRequest(exchange.slot, maker.prepared(), variation);
        } else {
            started = session.startRequest(exchange.slot, maker.prepared());
        }
        if (!started) {
            return false;
        }
        int last = (unsentHead + unsentCount) % unsent.length;
        unsent[last] = exchange;
        firstBytes[last] = firstByte;
        unsentCount++;
        answers[exchange.slot].begin(exchange.beginInspection());
        use();
        if (!reading) {
            owner.flushLater(this);
        }
        return true;
    }

    @Override
    public void flush() {
        while (isOpen() && session.outputLength() > 0) {
            int length = session.outputLength();
            int taken = open().send(session.output(), session.outputOffset(), length);
            if (taken == Connection.BROKEN) {
                owner.onBroken(this, kit.nowNs());
                return;
            }
            session.outputTaken(taken);
            countSent();
            if (taken < length) {
                wantWritable(true);
                offerParked();
                return;
            }
        }
        if (isOpen()) {
            wantWritable(false);
            offerParked();
        }
    }

    private void countSent() {
        if (unsentCount == 0) {
            return;
        }
        long nowNs = kit.nowNs();
        while (unsentCount > 0 && firstBytes[unsentHead] < session.takenBytes()) {
            Exchange exchange = unsent[unsentHead];
            unsentHead = (unsentHead + 1) % unsent.length;
            unsentCount--;
            exchange.sent(nowNs);
            owner.onSent(exchange);
        }
    }

    private void wantWritable(boolean wanted) {
        if (writableWanted != wanted) {
            writableWanted = wanted;
            open().wantWritable(wanted);
        }
    }

    @Override
    public void onData(Connection from, MemorySegment buffer, long offset, int length) {
        kit.ledger().received(length, kit.nowNs());
        reading = true;
        session.read(buffer, offset, length);
        reading = false;
        if (!isOpen()) {
            return;
        }
        if (ending() && session.inFlight() == 0) {
            owner.onBroken(this, kit.nowNs());
            return;
        }
        offerParked();
        flush();
    }

    /** Streams or output may have become free, or the server may allow more streams. */
    private void offerParked() {
        for (int left = parked.size(); left > 0 && hasRoom(); left--) {
            Exchange exchange = parked.removeFirst();
            if (exchange != null) {
                long nowNs = kit.nowNs();
                owner.offer(exchange, nowNs, nowNs);
            }
        }
    }

    @Override
    public void onHead(int token, Http2Fields head) {
        if (isOpen()) {
            answers[token].onHead(head);
            takeCookies(head, exchanges[token]);
        }
    }

    @Override
    public void onBody(int token, MemorySegment buffer, long offset, int length) {
        if (isOpen()) {
            answers[token].onBody(buffer, offset, length);
        }
    }

    @Override
    public void onTrailers(int token, Http2Fields trailers) {
        if (isOpen()) {
            answers[token].onTrailers(trailers);
        }
    }

    @Override
    public void onEnd(int token) {
        if (!isOpen()) {
            return;
        }
        Exchange exchange = exchanges[token];
        StreamAnswer answer = answers[token];
        Outcome outcome = answer.outcome();
        kit.ledger().answered(exchange.intendedNs(), answer.status(), 0, answer.bodyBytes());
        owner.onAnswered(exchange, outcome, answer.bodyBytes(), kit.nowNs());
    }

    @Override
    public void onReset(int token, int errorCode) {
        fail(token, Outcome.STREAM_RESET);
    }

    @Override
    public void onMalformed(int token, String fault) {
        fail(token, Outcome.MALFORMED);
    }

    @Override
    public void onNotProcessed(int token) {
        fail(token, Outcome.CLOSED_EARLY);
    }

    private void fail(int token, Outcome outcome) {
        if (isOpen()) {
            forgetUnsent(exchanges[token]);
            owner.onFailed(exchanges[token], outcome, kit.nowNs());
        }
    }

    @Override
    public void onGoAway(int errorCode) {
        // No more requests are begun; the last answer ends the connection.
    }

    @Override
    public void onFailure(Http2Error error, String fault) {
        if (isOpen()) {
            owner.onUnusable(this, kit.nowNs());
        }
    }

    @Override
    public void onWritable(Connection to) {
        flush();
    }

    @Override
    public void onEnd(Connection from) {
        owner.onBroken(this, kit.nowNs());
    }

    @Override
    public boolean abandon(Exchange exchange) {
        forgetUnsent(exchange);
        session.cancel(exchange.slot);
        if (!reading) {
            owner.flushLater(this);
        }
        return isOpen();
    }

    /** A request that ends before anything of it was taken is not counted as sent later on. */
    private void forgetUnsent(Exchange exchange) {
        int kept = 0;
        for (int i = 0; i < unsentCount; i++) {
            int from = (unsentHead + i) % unsent.length;
            if (unsent[from] != exchange) {
                int to = (unsentHead + kept) % unsent.length;
                unsent[to] = unsent[from];
                firstBytes[to] = firstBytes[from];
                kept++;
            }
        }
        unsentCount = kept;
    }

    @Override
    void forget() {
        unsentCount = 0;
        writableWanted = false;
        while (!parked.isEmpty()) {
            parked.removeFirst();
        }
    }
}
