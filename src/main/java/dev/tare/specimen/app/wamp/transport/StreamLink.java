package dev.tare.specimen.app.wamp.transport;

import dev.tare.base.time.DelayQueue;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.specimen.app.http.AppLoop;
import dev.tare.specimen.app.wamp.link.LinkAcceptor;
import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.message.WampMessages;
import dev.tare.specimen.app.wamp.serializer.EncodedBytes;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What links over a stream of bytes have in common: how they begin and end, what waits to be sent,
 * and the way of a message between its bytes and its handler. How messages are framed is the
 * subclass's.
 *
 * <p>Thread-safety: its loop's thread.
 */
abstract class StreamLink extends DelayQueue.Entry implements WampLink, ConnectionHandler {
    enum State {
        /** Connects, or speaks of what will be spoken. */
        OPENING,
        OPEN,
        /** All is said; the peer may take its time to read it. */
        CLOSING,
        CLOSED
    }

    /** What a frame holds. */
    enum Kind {
        MESSAGE,
        PING,
        PONG
    }

    private static final String BROKEN = "the connection is broken";

    /** How long a peer may take to read what was sent before a close, and to close itself. */
    private static final long CLOSE_PATIENCE_NS = 2_000_000_000L;

    /** So much does not wait for the end of the loop's turn. */
    private static final int EAGER_BYTES = 64 * 1024;

    /** The longest head of a frame. */
    private static final int MAX_HEAD_BYTES = 16;

    private final WampTransports transports;
    private final LinkAcceptor acceptor;
    private final @Nullable LinkOpening opening;
    private final SendQueue queue = new SendQueue();
    private final Runnable flush = this::flush;
    private @Nullable Connection connection;
    private @Nullable LinkHandler handler;
    private WampSerializer serializer;
    private State state = State.OPENING;
    private int peerMaxBytes;
    private boolean flushDeferred;

    /** Whether the kernel has taken less than it was given, and tells when it takes more. */
    private boolean blocked;

    private boolean faulted;
    private boolean heard;
    private boolean pinged;
    private boolean inputEnded;
    private boolean outputEnded;

    /**
     * A link of a server.
     *
     * @param serializer until {@link #speak} says otherwise
     */
    StreamLink(WampTransports transports, WampSerializer serializer, LinkAcceptor acceptor) {
        this(transports, serializer, acceptor, null);
    }

    /** A link of a client. */
    StreamLink(WampTransports transports, WampSerializer serializer, LinkOpening opening) {
        this(transports, serializer, opening, opening);
    }

    private StreamLink(
            WampTransports transports,
            WampSerializer serializer,
            LinkAcceptor acceptor,
            @Nullable LinkOpening opening) {
        this.transports = transports;
        this.serializer = serializer;
        this.acceptor = acceptor;
        this.opening = opening;
        peerMaxBytes = transports.options().maxQueuedBytes() - MAX_HEAD_BYTES;
        transports.memory().links++;
    }

    // What the subclass does.

    /** Bytes have come, in any state but {@link State#CLOSED}. */
    abstract void received(MemorySegment buffer, long offset, int length);

    /** How many bytes stand before a payload. */
    abstract int headBytes(int payloadBytes);

    /** Makes a frame of a payload that lies {@link #headBytes} behind the offset. */
    abstract void frame(Kind kind, MemorySegment target, long offset, int payloadBytes);

    /** The link will end for something that has come. */
    abstract void onFaulty();

    /** Says that the link ends; may {@link #enqueue} a frame. */
    abstract void sayClose();

    /** Whether the peer has said that the link ends, and nothing more will come. */
    abstract boolean hasPeerClosed();

    /** Whether FIN follows what was sent, before the peer has closed. */
    abstract boolean closesHalf();

    /** Whether it has a frame for {@link Kind#PING} that peers are known to answer. */
    abstract boolean pings();

    // What the subclass uses.

    /** Has its connection, being opened or open. */
    final void on(Connection opened) {
        connection = opened;
        loop().waitFor(this, transports.options().openTimeoutNs());
    }

    final State state() {
        return state;
    }

    final WampSerializer serializer() {
        return serializer;
    }

    final WampTransports transports() {
        return transports;
    }

    final boolean isServer() {
        return opening == null;
    }

    /** What will be spoken was agreed on. */
    final void speak(WampSerializer agreed, int maxBytes) {
        serializer = agreed;
        peerMaxBytes = Math.min(peerMaxBytes, maxBytes);
    }

    /** Messages may go both ways. */
    final void opened() {
        state = State.OPEN;
        loop().stopWaiting(this);
        transports.counters().opened.increment();
        waitForPing();
        handler = acceptor.onLink(this);
    }

    /** Makes a frame and has it sent; beyond the bound the peer is cut off. */
    final void enqueue(Kind kind, MemorySegment payload, long offset, int length) {
        int head = headBytes(length);
        long at = reserve(head + length);
        if (at >= 0) {
            MemorySegment.copy(payload, offset, queue.memory(), at + head, length);
            frame(kind, queue.memory(), at, length);
            add(head + length);
        }
    }

    /** Has bytes sent as they are: of a handshake, or a frame that ends the link. */
    final void enqueue(byte[] bytes) {
        long at = reserve(bytes.length);
        if (at >= 0) {
            MemorySegment source = MemorySegment.ofArray(bytes);
            MemorySegment.copy(source, 0, queue.memory(), at, bytes.length);
            add(bytes.length);
        }
    }

    private long reserve(int bytes) {
        long waiting = queue.waiting();
        long all = transports.memory().queuedBytes;
        LinkOptions options = transports.options();
        boolean fits =
                waiting + bytes <= options.maxQueuedBytes()
                        && (waiting == 0 || all + bytes <= options.maxAllQueuedBytes());
        if (!fits) {
            cutOff();
            return -1;
        }
        return queue.reserve(bytes);
    }

    private void add(int bytes) {
        queue.add(bytes);
        transports.memory().queuedBytes += bytes;
        if (queue.waiting() >= EAGER_BYTES && !blocked && !trySend()) {
            loop().events().defer(() -> end(false, BROKEN));
        } else {
            deferFlush();
        }
    }

    /** Sends what the kernel takes; returns false if that is in vain. */
    private boolean trySend() {
        int sent = queue.flush(connection());
        if (sent == Connection.BROKEN) {
            return false;
        }
        transports.memory().queuedBytes -= sent;
        blocked = queue.waiting() > 0;
        return true;
    }

    /** The peer takes too little. */
    private void cutOff() {
        if (state == State.CLOSED || faulted) {
            return;
        }
        faulted = true;
        state = State.CLOSING;
        transports.counters().slow.increment();
        forgetQueue();
        loop().events().defer(() -> end(true, "the peer takes too little"));
    }

    /** A message has come. */
    final void message(MemorySegment buffer, long offset, int length) {
        if (state != State.OPEN || faulted) {
            return;
        }
        WampMessage message;
        try {
            byte[] bytes = transports.memory().arrayOf(buffer, offset, length);
            message = WampMessages.fromList(serializer.readList(bytes, 0, length));
        } catch (ProtocolFault e) {
            fault(e);
            return;
        }
        handler().onMessage(message);
    }

    /** Something has come that is none; the link ends. */
    final void fault(ProtocolFault fault) {
        if (state != State.OPEN || faulted) {
            return;
        }
        faulted = true;
        transports.counters().faults.increment();
        onFaulty();
        handler().onFault(fault);
        close();
    }

    /** The peer cannot be let in; what was queued is all it gets. */
    final void refuse() {
        transports.counters().refused.increment();
        closing();
    }

    /** There will be no link: a client's own finding. */
    final void fail(String why) {
        end(true, why);
    }

    /** The peer has said that the link ends. */
    final void peerCloses() {
        if (state == State.OPEN) {
            sayClose();
            closing();
        } else {
            deferFlush();
        }
    }

    // Of a link.

    @Override
    public final void send(WampMessage message) {
        if (state != State.OPEN) {
            return;
        }
        EncodedBytes encoded = transports.memory().encoded.clear();
        try {
            serializer.write(WampMessages.toList(message), encoded);
        } catch (IllegalArgumentException e) {
            // Our own side has made values that no peer could have sent.
            unsendable(message, e.getMessage());
            return;
        }
        if (encoded.length() > peerMaxBytes) {
            unsendable(
                    message,
                    "the message is of %d bytes; the peer takes %d"
                            .formatted(encoded.length(), peerMaxBytes));
            return;
        }
        enqueue(Kind.MESSAGE, MemorySegment.ofArray(encoded.array()), 0, encoded.length());
    }

    private void unsendable(WampMessage message, @Nullable String why) {
        transports.counters().unsendable.increment();
        LinkHandler told = handler;
        if (told != null) {
            String text = why == null ? "the message cannot be written" : why;
            loop().events().defer(() -> tellUnsendable(told, message, text));
        }
    }

    private void tellUnsendable(LinkHandler told, WampMessage message, String why) {
        if (state != State.CLOSED) {
            told.onUnsendable(message, why);
        }
    }

    @Override
    public final void close() {
        if (state == State.OPEN) {
            sayClose();
            closing();
        }
    }

    private void closing() {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        state = State.CLOSING;
        loop().stopWaiting(this);
        loop().waitFor(this, CLOSE_PATIENCE_NS);
        deferFlush();
    }

    private void deferFlush() {
        if (!flushDeferred) {
            flushDeferred = true;
            loop().events().defer(flush);
        }
    }

    @Override
    public final long queuedBytes() {
        return queue.waiting();
    }

    // What happens on the connection.

    @Override
    public final void onData(Connection self, MemorySegment buffer, long offset, int length) {
        heard = true;
        if (state != State.CLOSED) {
            received(buffer, offset, length);
        }
    }

    @Override
    public final void onWritable(Connection self) {
        flush();
    }

    private void flush() {
        flushDeferred = false;
        if (state == State.CLOSED) {
            return;
        }
        if (!trySend()) {
            end(false, BROKEN);
        } else if (state == State.CLOSING && queue.waiting() == 0) {
            drained();
        }
    }

    private void drained() {
        if (inputEnded || hasPeerClosed()) {
            end(false, "the peer has closed");
        } else if (closesHalf() && !outputEnded) {
            outputEnded = true;
            connection().shutdownOutput();
        }
    }

    @Override
    public final void onEnd(Connection self) {
        inputEnded = true;
        if (state == State.OPENING) {
            end(false, "the peer has closed before there was a link");
        } else if (state != State.CLOSED) {
            // What was to be sent yet is for a peer that may still read.
            closing();
            flush();
        }
    }

    @Override
    public final void onFailure(Connection self, IoFailure failure) {
        end(false, failure.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    @Override
    public final void onDue() {
        switch (state) {
            case OPENING -> {
                transports.counters().refused.increment();
                end(true, "nothing came in time");
            }
            case OPEN -> {
                if (pinged && !heard) {
                    transports.counters().silent.increment();
                    end(true, "the peer is silent");
                } else {
                    waitForPing();
                    pinged = true;
                    enqueue(Kind.PING, MemorySegment.NULL, 0, 0);
                }
            }
            case CLOSING -> end(queue.waiting() > 0, "the peer does not close");
            case CLOSED -> {}
        }
    }

    private void waitForPing() {
        long intervalNs = transports.options().pingIntervalNs();
        if (intervalNs > 0 && pings()) {
            heard = false;
            loop().waitFor(this, intervalNs);
        }
    }

    /** The last of it all. */
    private void end(boolean withReset, String why) {
        if (state == State.CLOSED) {
            return;
        }
        boolean wasOpening = state == State.OPENING;
        state = State.CLOSED;
        loop().stopWaiting(this);
        forgetQueue();
        transports.memory().links--;
        Connection open = connection;
        if (open != null && withReset) {
            open.reset();
        } else if (open != null) {
            open.close();
        }
        LinkHandler told = handler;
        if (told != null) {
            transports.counters().closed.increment();
            told.onClosed();
        } else if (wasOpening && opening != null) {
            opening.onFailure(why);
        }
    }

    private void forgetQueue() {
        transports.memory().queuedBytes -= queue.waiting();
        queue.clear();
    }

    private AppLoop loop() {
        return transports.loop();
    }

    private LinkHandler handler() {
        LinkHandler told = handler;
        if (told == null) {
            throw new IllegalStateException("the link is not open");
        }
        return told;
    }

    private Connection connection() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("the link has no connection");
        }
        return open;
    }
}
