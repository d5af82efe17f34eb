package dev.tare.load.connection;

import dev.tare.base.core.Outcome;
import dev.tare.io.net.Connection;
import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.Http1ResponseReader;
import dev.tare.load.check.AnswerInspection;
import dev.tare.load.request.OutgoingRequest;
import dev.tare.load.spec.LoadHooks;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which HTTP/1.1 is spoken: answers come in the order of the requests.
 *
 * <p>Requests that are begun while received bytes are being read leave together, in one send, where
 * the connection has more than one exchange.
 */
final class Http1Connection extends ClientConnection {
    /** The exchanges with a request, in their order: a ring. */
    private final Exchange[] order;

    private int head;
    private int count;

    /** How many at the end of the order are not wholly sent. */
    private int unsent;

    /** How much of the first of those is sent. */
    private int sentBytes;

    private boolean reading;
    private boolean writableWanted;
    private @Nullable AnswerReader current;
    private final LoadHooks.@Nullable AnswerObserver observer;
    private final ObservedBody observed;

    Http1Connection(ConnectionKit kit, ConnectionOwner owner, Pool pool) {
        super(kit, owner, pool);
        order = new Exchange[exchanges.length];
        LoadHooks.ThreadPart hooks = kit.hooks();
        observer = hooks != null && hooks.looksAtAnswers() ? hooks.newObserver() : null;
        observed = new ObservedBody(observer);
    }

    @Override
    void opened() {
        forget();
    }

    @Override
    void sayFarewell(Connection closing) {}

    @Override
    String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public void park(Exchange exchange) {
        // It waits for the connection to be opened anew: the requests that it may have are used up.
    }

    @Override
    public boolean hasRoom() {
        return isOpen() && !usedUp();
    }

    @Override
    public boolean ending() {
        return usedUp();
    }

    private Exchange at(int index) {
        return order[(head + index) % order.length];
    }

    @Override
    public boolean send(Exchange exchange, long nowNs) {
        OutgoingRequest outgoing = exchange.outgoing;
        makeRequest(exchange);
        if (unsent > 0 || (reading && order.length > 1)) {
            append(exchange);
            unsent++;
            return true;
        }
        int length = outgoing.length();
        int taken = open().send(outgoing.bytes(), outgoing.offset(), length);
        if (taken == Connection.BROKEN) {
            return false;
        }
        append(exchange);
        if (taken > 0) {
            exchange.sent(nowNs);
        }
        if (taken < length) {
            unsent = 1;
            sentBytes = taken;
            wantWritable(true);
        }
        return true;
    }

    private void makeRequest(Exchange exchange) {
        RequestGiver giver = kit.giver();
        if (giver != null) {
            exchange.expect(giver.give(exchange.outgoing), giver.gaveHead());
        } else {
            exchange.endpoint().http1().make(exchange.sequence(), exchange.outgoing);
        }
    }

    private void append(Exchange exchange) {
        order[(head + count) % order.length] = exchange;
        count++;
        use();
    }

    @Override
    public void flush() {
        while (unsent > 0 && isOpen()) {
            if (!sendUnsent()) {
                return;
            }
        }
    }

    /** One send of what is not sent yet; false when the connection takes no more now. */
    private boolean sendUnsent() {
        int first = count - unsent;
        OutgoingRequest outgoing = at(first).outgoing;
        MemorySegment bytes = outgoing.bytes();
        long offset = outgoing.offset() + sentBytes;
        int length = outgoing.length() - sentBytes;
        if (unsent > 1 && length < kit.gather().byteSize()) {
            bytes = kit.gather();
            offset = 0;
            length = gather(first);
        }
        int taken = open().send(bytes, offset, length);
        long nowNs = kit.nowNs();
        if (taken == Connection.BROKEN) {
            owner.onBroken(this, nowNs);
            return false;
        }
        countSent(taken, nowNs);
        wantWritable(taken < length);
        return taken == length;
    }

    private void wantWritable(boolean wanted) {
        if (writableWanted != wanted) {
            writableWanted = wanted;
            open().wantWritable(wanted);
        }
    }

    /** Copies what is not sent yet together, as much as there is room for. */
    private int gather(int first) {
        MemorySegment gathered = kit.gather();
        int length = 0;
        int from = sentBytes;
        for (int i = first; i < count; i++) {
            OutgoingRequest outgoing = at(i).outgoing;
            int rest = outgoing.length() - from;
            if (length + rest > gathered.byteSize()) {
                break;
            }
            MemorySegment.copy(outgoing.bytes(), outgoing.offset() + from, gathered, length, rest);
            length += rest;
            from = 0;
        }
        return length;
    }

    private void countSent(int taken, long nowNs) {
        int left = taken;
        while (left > 0) {
            Exchange exchange = at(count - unsent);
            if (exchange.sentNs() == Exchange.NOT_SENT) {
                exchange.sent(nowNs);
                owner.onSent(exchange);
            }
            int rest = exchange.outgoing.length() - sentBytes;
            if (left < rest) {
                sentBytes += left;
                return;
            }
            left -= rest;
            sentBytes = 0;
            unsent--;
        }
    }

    @Override
    public void onData(Connection from, MemorySegment buffer, long offset, int length) {
        long nowNs = kit.nowNs();
        kit.ledger().received(length, nowNs);
        reading = true;
        int at = 0;
        do {
            if (count == 0) {
                // Nobody asked: what such a connection says next could be anything.
                owner.onBroken(this, nowNs);
                break;
            }
            at += read(at(0), buffer, offset + at, length - at, nowNs);
        } while (at < length && isOpen());
        reading = false;
        flush();
    }

    private int read(Exchange exchange, MemorySegment buffer, long offset, int length, long nowNs) {
        AnswerReader answer = answer(exchange);
        Http1ResponseReader reader = answer.reader();
        AnswerInspection inspection = exchange.inspection();
        int consumed = 0;
        if (reader.state() == Http1ResponseReader.State.HEAD
                && (keepsCookies() || observer != null || inspection.wantsHead())) {
            consumed = reader.readHead(buffer, offset, length);
            if (answer.headIsWhole()) {
                inspection.onHead(answer.fields());
                takeCookies(answer.fields(), exchange);
                if (observer != null) {
                    observer.onHead(reader.head());
                }
            }
        }
        if (reader.state() == Http1ResponseReader.State.HEAD
                || reader.state() == Http1ResponseReader.State.BODY) {
            BodySink sink = observer == null ? inspection : observed.of(inspection);
            consumed += reader.read(buffer, offset + consumed, length - consumed, sink);
        }
        switch (reader.state()) {
            case HEAD, BODY -> {}
            case COMPLETE -> {
                boolean unasked = consumed < length && count == 1 && exchange.answersDue() == 1;
                complete(exchange, answer, unasked, nowNs);
            }
            case MALFORMED -> owner.onLost(exchange, Outcome.MALFORMED, nowNs);
        }
        return consumed;
    }

    private AnswerReader answer(Exchange exchange) {
        AnswerReader answer = current;
        if (answer == null) {
            answer = kit.readers().borrow();
            answer.reader().begin(exchange.headRequest());
            exchange.beginInspection();
            current = answer;
        }
        return answer;
    }

    private void complete(Exchange exchange, AnswerReader answer, boolean unasked, long nowNs) {
        if (unasked) {
            owner.onLost(exchange, Outcome.MALFORMED, nowNs);
            return;
        }
        Http1ResponseReader whole = answer.reader();
        long bodyBytes = whole.bodyBytes();
        Outcome outcome = exchange.inspection().outcome(whole.status(), bodyBytes);
        kit.ledger().answered(exchange.intendedNs(), whole.status(), whole.headBytes(), bodyBytes);
        // An answer that came before the whole request was sent leaves the rest of it unsaid.
        boolean goesOn = whole.keepAlive() && unsent < count;
        current = null;
        kit.readers().giveBack(answer);
        if (observer != null) {
            observer.onAnswered();
        }
        if (goesOn && exchange.answersDue() > 1) {
            owner.onOneAnswered(exchange, outcome, bodyBytes, nowNs);
            exchange.answered();
            return;
        }
        head = (head + 1) % order.length;
        count--;
        if (goesOn) {
            owner.onAnswered(exchange, outcome, bodyBytes, nowNs);
        } else {
            owner.onAnsweredLast(exchange, outcome, bodyBytes, nowNs);
        }
    }

    @Override
    public void onWritable(Connection to) {
        if (unsent == 0) {
            wantWritable(false);
        } else {
            flush();
        }
    }

    @Override
    public void onEnd(Connection from) {
        long nowNs = kit.nowNs();
        AnswerReader answer = current;
        if (count == 0 || answer == null) {
            owner.onBroken(this, nowNs);
            return;
        }
        answer.reader().end();
        if (answer.reader().state() == Http1ResponseReader.State.COMPLETE) {
            complete(at(0), answer, false, nowNs);
        } else {
            owner.onBroken(this, nowNs);
        }
    }

    @Override
    public boolean abandon(Exchange exchange) {
        // Its answer would be taken for the next one's.
        return false;
    }

    @Override
    void forget() {
        count = 0;
        unsent = 0;
        sentBytes = 0;
        writableWanted = false;
        AnswerReader answer = current;
        current = null;
        if (answer != null) {
            kit.readers().giveBack(answer);
        }
    }
}
