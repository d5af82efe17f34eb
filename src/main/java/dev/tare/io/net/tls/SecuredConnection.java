package dev.tare.io.net.tls;

import dev.tare.io.nativeaccess.TcpInfo;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.certificate.PeerName;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection to its owner, and the handler of the raw connection below it.
 *
 * <p>Everything that arrives is decrypted within the callback that brings it, and nothing more is
 * read as long as the owner does not want any; what is sent goes out within the call, but for what
 * the kernel does not take, which is kept, once. So nothing piles up in either direction. How long
 * a message of the handshake may be is bounded by both libraries: 16 to 32 KiB, certificates 100.
 *
 * <p>Thread-safety: the loop's thread. Allocation: none while it is open.
 */
final class SecuredConnection implements TlsConnection, ConnectionHandler {
    private enum State {
        CONNECTING,
        HANDSHAKING,
        OPEN,
        /** Closed to the owner; the last bytes wait for the kernel. */
        LINGERING,
        CLOSED
    }

    private final EventLoop loop;
    private final LoopBuffers buffers;
    private final UnsentBytes unsent;
    private final HeldBytes held;
    private final TlsContext context;
    private final PeerName peer;
    private final long beganNs;
    private final Runnable deliverHeld = this::deliverHeld;
    private ConnectionHandler owner;
    private @Nullable Connection raw;
    private @Nullable TlsEngine engine;

    private State state = State.CONNECTING;
    private boolean readableWanted = true;
    private boolean writableWanted;

    /** The owner will send no more; said as soon as nothing waits. */
    private boolean outputEnded;

    private boolean farewellSaid;
    private boolean endTold;

    private boolean deliveryDue;

    /** Whether the other side has begun its handshake. */
    private boolean spoken;

    private long tcpConnectedNs;
    private long establishedNs;
    private @Nullable TlsFacts facts;
    private @Nullable String failureReason;

    SecuredConnection(
            EventLoop loop,
            LoopBuffers buffers,
            TlsContext context,
            PeerName peer,
            ConnectionHandler owner) {
        this.loop = loop;
        this.buffers = buffers;
        unsent = new UnsentBytes(buffers);
        held = new HeldBytes(buffers.held);
        this.context = context;
        this.peer = peer;
        this.owner = owner;
        beganNs = loop.clock().nowNs();
    }

    /** The raw connection that was begun for it. */
    void begun(Connection connection) {
        raw = connection;
    }

    /** An accepted connection: the handshake is the other side's to begin. */
    void accepted(Connection connection) {
        raw = connection;
        state = State.HANDSHAKING;
        tcpConnectedNs = beganNs;
    }

    /** An accepted connection has got its owner. */
    void owned(ConnectionHandler handler) {
        owner = handler;
    }

    private Connection raw() {
        Connection connection = raw;
        if (connection == null) {
            throw new IllegalStateException("there is no raw connection yet");
        }
        return connection;
    }

    private TlsEngine engine() throws TlsFailure {
        TlsEngine session = engine;
        if (session == null) {
            session = context.newEngine(peer);
            engine = session;
        }
        return session;
    }

    // What happens on the raw connection.

    @Override
    public void onConnected(Connection connection) {
        raw = connection;
        state = State.HANDSHAKING;
        tcpConnectedNs = loop.clock().nowNs();
        shakeHands(MemorySegment.NULL, 0, 0);
    }

    @Override
    public void onData(Connection connection, MemorySegment buffer, long offset, int length) {
        switch (state) {
            case HANDSHAKING -> shakeHands(buffer, offset, length);
            case OPEN -> deliver(buffer, offset, length);
            case CONNECTING, LINGERING, CLOSED -> {}
        }
    }

    private void shakeHands(MemorySegment buffer, long offset, int length) {
        if (!spoken && length > 0 && !Alerts.mayBeTls(buffer, offset)) {
            fail(Alerts.notTls(buffer, offset, length));
            return;
        }
        int used = 0;
        try {
            TlsEngine session = engine();
            boolean done = false;
            do {
                try {
                    done = session.handshake(buffer, offset + used, length - used);
                    used += session.consumed();
                    spoken |= session.consumed() > 0;
                } finally {
                    sendWaiting(session);
                }
                if (unsent.broken()) {
                    throw new TlsFailure(
                            IoFailure.TLS_HANDSHAKE, "the connection broke during the handshake");
                }
            } while (!done && (used < length || session.blocked()));
            if (!done) {
                return;
            }
        } catch (TlsFailure failure) {
            fail(failure);
            return;
        }
        establish(buffer, offset + used, length - used);
    }

    /** The handshake is done; the rest of what arrived with it is data. */
    private void establish(MemorySegment buffer, long offset, int length) {
        state = State.OPEN;
        establishedNs = loop.clock().nowNs();
        owner.onConnected(this);
        if (state == State.OPEN) {
            updateInterest();
            if (outputEnded) {
                endOutput();
            }
        }
        if (state == State.OPEN && length > 0) {
            deliver(buffer, offset, length);
        }
    }

    /** Sends what the session has to say of its own. */
    private void sendWaiting(TlsEngine session) {
        int length = session.drain(buffers.out);
        while (length > 0 && transmit(length)) {
            length = session.drain(buffers.out);
        }
    }

    /** Decrypts, and hands over what comes out; what the owner does not want yet is held. */
    private void deliver(MemorySegment buffer, long offset, int length) {
        TlsEngine session = Objects.requireNonNull(engine);
        long start = offset;
        int left = length;
        while (left > 0 && state == State.OPEN && !session.ended()) {
            if (!readableWanted) {
                held.keep(buffer, start, left);
                updateInterest();
                return;
            }
            int plainLength =
                    session.decrypt(
                            buffer,
                            start,
                            left,
                            buffers.plain,
                            EventLoop.HEADROOM_BYTES,
                            EventLoop.RECEIVE_BUFFER_BYTES);
            start += session.consumed();
            left -= session.consumed();
            TlsFailure failure = session.failure();
            if (plainLength > 0) {
                owner.onData(this, buffers.plain, EventLoop.HEADROOM_BYTES, plainLength);
            }
            if (failure != null && state == State.OPEN) {
                sendWaiting(session);
                fail(failure);
                return;
            }
        }
        if (state == State.OPEN && session.ended() && !endTold) {
            endTold = true;
            updateInterest();
            owner.onEnd(this);
        }
    }

    private void deliverHeld() {
        deliveryDue = false;
        MemorySegment segment = held.segment();
        if (state != State.OPEN || !readableWanted || segment == null) {
            return;
        }
        long start = held.start();
        deliver(segment, start, held.takeLength());
        if (held.length() == 0) {
            held.release();
            updateInterest();
        }
    }

    @Override
    public void onWritable(Connection connection) {
        if (!unsent.sendRest(raw())) {
            if (unsent.broken()) {
                onFailure(connection, IoFailure.RESET);
            }
            return;
        }
        switch (state) {
            case OPEN -> {
                if (outputEnded) {
                    endOutput();
                }
                updateInterest();
                if (writableWanted) {
                    owner.onWritable(this);
                }
            }
            case LINGERING -> {
                buffers.lingered(this);
                closeRaw();
            }
            case HANDSHAKING -> updateInterest();
            case CONNECTING, CLOSED -> {}
        }
    }

    @Override
    public void onEnd(Connection connection) {
        switch (state) {
            case HANDSHAKING -> {
                if (leavesSilently()) {
                    owner.onEnd(this);
                } else {
                    fail(
                            new TlsFailure(
                                    IoFailure.TLS_HANDSHAKE,
                                    "the other side closed the connection during the handshake"));
                }
            }
            case OPEN -> {
                if (!endTold) {
                    fail(
                            new TlsFailure(
                                    IoFailure.TLS_TRUNCATED,
                                    "the other side closed the connection without close_notify"));
                }
            }
            case CONNECTING, LINGERING, CLOSED -> {}
        }
    }

    /** Whether it is a client that has not said a word: it may have looked only who listens. */
    private boolean leavesSilently() {
        return peer.equals(PeerName.NONE) && !spoken;
    }

    @Override
    public void onFailure(Connection connection, IoFailure failure) {
        State before = state;
        IoFailure told = failure;
        if (before == State.HANDSHAKING && !leavesSilently()) {
            failureReason = "the connection broke during the handshake (%s)".formatted(failure);
            told = IoFailure.TLS_HANDSHAKE;
        } else if (before == State.LINGERING) {
            buffers.lingered(this);
        }
        closeRaw();
        if (before != State.LINGERING && before != State.CLOSED) {
            owner.onFailure(this, told);
        }
    }

    private void fail(TlsFailure failure) {
        failureReason = failure.reason();
        closeRaw();
        owner.onFailure(this, failure.kind());
    }

    // What the owner does.

    @Override
    public int send(MemorySegment bytes, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.byteSize());
        if (state != State.OPEN) {
            return state == State.LINGERING || state == State.CLOSED ? BROKEN : 0;
        }
        if (unsent.broken() || outputEnded) {
            return BROKEN;
        }
        if (unsent.length() > 0 && !unsent.sendRest(raw())) {
            return unsent.broken() ? BROKEN : 0;
        }
        TlsEngine session = Objects.requireNonNull(engine);
        int taken = 0;
        while (taken < length && unsent.length() == 0) {
            int chunk = Math.min(length - taken, LoopBuffers.CHUNK_BYTES);
            int sealed = session.encrypt(bytes, offset + taken, chunk, buffers.out);
            if (sealed < 0 || !transmit(sealed)) {
                unsent.breakOff();
                return BROKEN;
            }
            taken += chunk;
        }
        return taken;
    }

    /** Sends the first bytes of the loop's buffer; what the kernel does not take waits. */
    private boolean transmit(int length) {
        boolean going = unsent.send(raw(), length);
        if (going && unsent.length() > 0) {
            updateInterest();
        }
        return going;
    }

    @Override
    public void wantWritable(boolean wanted) {
        if (writableWanted != wanted) {
            writableWanted = wanted;
            updateInterest();
        }
    }

    @Override
    public void wantReadable(boolean wanted) {
        if (readableWanted != wanted) {
            readableWanted = wanted;
            if (wanted && held.length() > 0 && !deliveryDue) {
                deliveryDue = true;
                loop.defer(deliverHeld);
            }
            updateInterest();
        }
    }

    /** Tells the raw connection what is wanted of it. */
    private void updateInterest() {
        Connection connection = raw;
        if (connection == null) {
            return;
        }
        boolean open = state == State.OPEN;
        connection.wantReadable(
                state == State.HANDSHAKING
                        || (open && readableWanted && held.length() == 0 && !endTold));
        connection.wantWritable(unsent.length() > 0 || (open && writableWanted));
    }

    @Override
    public void shutdownOutput() {
        if (state == State.LINGERING || state == State.CLOSED || outputEnded) {
            return;
        }
        outputEnded = true;
        if (state == State.OPEN && unsent.length() == 0) {
            endOutput();
        }
    }

    /** Says close_notify, then FIN as soon as that is out. */
    private void endOutput() {
        sayFarewell();
        if (unsent.length() == 0 && !unsent.broken()) {
            raw().shutdownOutput();
        }
    }

    private void sayFarewell() {
        TlsEngine session = engine;
        if (!farewellSaid && session != null) {
            farewellSaid = true;
            int length = session.closeNotify(buffers.out);
            if (length > 0) {
                transmit(length);
            }
        }
    }

    @Override
    public void close() {
        if (state == State.OPEN && !unsent.broken()) {
            sayFarewell();
            if (unsent.length() > 0 && !unsent.broken()) {
                state = State.LINGERING;
                freeEngine();
                held.release();
                updateInterest();
                buffers.linger(this);
                return;
            }
        }
        if (state != State.LINGERING) {
            closeRaw();
        }
    }

    @Override
    public void reset() {
        if (state != State.LINGERING && state != State.CLOSED) {
            breakOff();
        }
    }

    /** Closes it with RST, whatever still waits. */
    void breakOff() {
        raw().reset();
        closeRaw();
    }

    private void closeRaw() {
        state = State.CLOSED;
        raw().close();
        freeEngine();
        unsent.release();
        held.release();
    }

    private void freeEngine() {
        TlsEngine session = engine;
        if (session != null) {
            engine = null;
            session.free();
        }
    }

    @Override
    public boolean isOpen() {
        return state != State.LINGERING && state != State.CLOSED;
    }

    @Override
    public SocketAddress remoteAddress() {
        return raw().remoteAddress();
    }

    @Override
    public Optional<TcpInfo> tcpInfo() {
        return raw().tcpInfo();
    }

    @Override
    public Optional<TlsFacts> facts() {
        TlsEngine session = engine;
        if (facts == null && state == State.OPEN && session != null) {
            TlsEngine.Terms terms = session.terms();
            facts =
                    new TlsFacts(
                            terms.suite().protocol(),
                            terms.suite().cipher(),
                            terms.alpn(),
                            terms.resumed(),
                            terms.serverName(),
                            terms.peerSubject(),
                            beganNs,
                            tcpConnectedNs,
                            establishedNs);
        }
        return Optional.ofNullable(facts);
    }

    @Override
    public boolean handshaking() {
        return state == State.HANDSHAKING;
    }

    @Override
    public int waitingBytes() {
        return unsent.length();
    }

    @Override
    public boolean resumed() {
        TlsEngine session = engine;
        return state == State.OPEN && session != null && session.resumed();
    }

    @Override
    public Optional<TlsSuite> suite() {
        TlsEngine session = engine;
        return state == State.OPEN && session != null
                ? Optional.of(session.suite())
                : Optional.empty();
    }

    @Override
    public Optional<String> failureReason() {
        return Optional.ofNullable(failureReason);
    }
}
