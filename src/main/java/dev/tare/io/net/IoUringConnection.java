package dev.tare.io.net;

import dev.tare.io.nativeaccess.LinuxErrno;
import dev.tare.io.nativeaccess.LinuxSockets;
import dev.tare.io.nativeaccess.TcpInfo;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an {@link IoUringEventLoop}.
 *
 * <p>One receive serves many pieces of data. When a piece comes that the handler does not want it
 * is held, and that receive is cancelled; from then on each receive is for one piece, so that a
 * handler that stops again and again has little held for it.
 *
 * <p>A short send is deferred to the next system call, and said to be taken, while a receive is
 * going on, for that hears of a connection that is broken. What the kernel refuses of it is kept,
 * at most {@link DeferredSends#MAX_CONNECTION_BYTES}, and sent when there is room. Any other send
 * is a call of its own, whose outcome is known at once.
 */
final class IoUringConnection extends IoUringSource implements Connection {
    /** Up to here copying a send costs less than a system call for it. */
    static final int MAX_DEFERRED_BYTES = 16 * 1024;

    /** What is being received. */
    private enum Receiving {
        NOTHING,
        ONE_PIECE,
        MANY_PIECES
    }

    private final IoUringEventLoop loop;
    private final LinuxSockets sockets;
    private final SocketAddress remoteAddress;
    private ConnectionHandler handler;

    /** Where a send of it stands among the deferred ones; theirs. */
    long sendBatch;

    int sendNumber;

    private boolean open = true;
    private boolean connecting;
    private boolean broken;
    private boolean readableWanted = true;
    private boolean writableWanted;

    private Receiving receiving = Receiving.NOTHING;
    private boolean cancelling;

    /** Waits for its turn to receive, for no buffer was free. */
    private boolean starving;

    private boolean manyPieces = true;
    private final HeldData held;
    private boolean endArrived;
    private @Nullable IoFailure failureArrived;
    private boolean ended;

    /** The kernel has no room for more of what is sent; found out by waiting for that. */
    private boolean full;

    private boolean awaitingRoom;
    private @Nullable MemorySegment unsent;
    private int unsentStart;
    private int unsentLength;
    private boolean outputShut;

    /** When the rest of a closed connection's bytes is given up. */
    private long lingerEndNs;

    IoUringConnection(
            IoUringEventLoop loop,
            int descriptor,
            int generation,
            SocketAddress remoteAddress,
            ConnectionHandler handler) {
        super(descriptor, generation);
        this.loop = loop;
        this.sockets = loop.sockets();
        this.remoteAddress = remoteAddress;
        this.handler = handler;
        this.held = new HeldData(loop.heldBlocks());
    }

    /** An accepted connection has got its owner: events may come. */
    void open(ConnectionHandler owner) {
        handler = owner;
        begin();
    }

    /** Starts to connect; the outcome comes later, from within a poll. */
    void connect() {
        connecting = true;
        loop.prepareConnect(this, remoteAddress);
    }

    private void begin() {
        if (open && readableWanted) {
            receive(true);
        }
        loop.changed(this);
    }

    private void receive(boolean pollFirst) {
        receiving = manyPieces ? Receiving.MANY_PIECES : Receiving.ONE_PIECE;
        cancelling = false;
        long data = loop.data(IoUringEventLoop.RECEIVE, this);
        loop.roomyRing().receive(descriptor, manyPieces, pollFirst, data);
    }

    @Override
    boolean prepare() {
        if (connecting || (broken && open)) {
            return false;
        }
        boolean wantsData = open && readableWanted && !ended;
        boolean hasData = !held.isEmpty() || endArrived || failureArrived != null;
        if (wantsData && !hasData && receiving == Receiving.NOTHING && !starving) {
            receive(false);
        }
        if (full && !awaitingRoom && (writableWanted || unsent != null)) {
            awaitingRoom = true;
            loop.roomyRing().awaitWritable(descriptor, loop.data(IoUringEventLoop.ROOM, this));
        }
        return (wantsData && hasData) || (open && writableWanted && !full);
    }

    @Override
    int deliver() {
        int callbacks = 0;
        try {
            while (open && readableWanted && !held.isEmpty()) {
                callbacks++;
                held.deliver(this, handler);
            }
            if (open && readableWanted && !ended && !broken) {
                callbacks += deliverEnd();
            }
            if (open && writableWanted && !full && !broken && !connecting) {
                callbacks++;
                handler.onWritable(this);
            }
        } finally {
            if (open) {
                loop.changed(this);
            }
        }
        return callbacks;
    }

    private int deliverEnd() {
        if (failureArrived != null) {
            fail(failureArrived);
            return 1;
        }
        if (endArrived) {
            ended = true;
            handler.onEnd(this);
            return 1;
        }
        return 0;
    }

    @Override
    int onCompletion(int kind, int result, boolean more) {
        if (kind == IoUringEventLoop.CONNECT) {
            return onConnected(result);
        }
        return kind == IoUringEventLoop.ROOM ? onRoom() : onReceiveEnded(result, more);
    }

    private int onConnected(int result) {
        connecting = false;
        if (result < 0) {
            fail(LinuxFailures.of(-result));
        } else {
            begin();
            handler.onConnected(this);
        }
        return 1;
    }

    /** Data has come, in the ring's buffers; returns how many callbacks were made. */
    int onReceived(MemorySegment buffer, long offset, int length, boolean more) {
        noteReceiving(more);
        if (!open || broken) {
            stopReceiving();
            return 0;
        }
        if (readableWanted && held.isEmpty()) {
            handler.onData(this, buffer, offset, length);
            return 1;
        }
        held.add(buffer, offset, length);
        manyPieces = false;
        stopReceiving();
        return 0;
    }

    private int onReceiveEnded(int result, boolean more) {
        noteReceiving(more);
        switch (result) {
            case -LinuxErrno.ENOBUFS -> {
                starve();
                return 0;
            }
            // This was asked for: prepare() looks what is to be done.
            case -LinuxErrno.ECANCELED, -LinuxErrno.EINTR, -LinuxErrno.EAGAIN -> {
                return 0;
            }
            case 0 -> endArrived = true;
            default -> failureArrived = LinuxFailures.of(-result);
        }
        boolean deliverNow = open && !broken && !ended && readableWanted && held.isEmpty();
        return deliverNow ? deliverEnd() : 0;
    }

    private void starve() {
        if (!starving) {
            starving = true;
            loop.starve(this);
        }
    }

    /** It may ask for a buffer again. */
    void endStarving() {
        starving = false;
        if (open) {
            loop.changed(this);
        }
    }

    private void noteReceiving(boolean more) {
        if (!more) {
            receiving = Receiving.NOTHING;
            cancelling = false;
            loop.changed(this);
        }
    }

    private void stopReceiving() {
        if (receiving != Receiving.NOTHING && !cancelling) {
            cancelling = true;
            loop.cancel(IoUringEventLoop.RECEIVE, this);
        }
    }

    private void fail(IoFailure failure) {
        finish();
        handler.onFailure(this, failure);
    }

    @Override
    public int send(MemorySegment bytes, long offset, int length) {
        if (!open || broken || outputShut || failureArrived != null) {
            return BROKEN;
        }
        if (connecting || unsent != null) {
            // Connecting, the kernel would hand out, and forget, the error that onFailure is to
            // tell.
            return 0;
        }
        if (length <= MAX_DEFERRED_BYTES
                && receiving != Receiving.NOTHING
                && !full
                && loop.sends().add(this, bytes, offset, length)) {
            return length;
        }
        return sendNow(bytes, offset, length);
    }

    private int sendNow(MemorySegment bytes, long offset, int length) {
        if (loop.sends().has(this)) {
            loop.flush();
            if (failureArrived != null) {
                return BROKEN;
            }
            if (unsent != null) {
                return 0;
            }
        }
        int sent = sockets.send(descriptor, bytes, offset, length);
        if (sent >= 0) {
            full = sent < length;
            return sent;
        }
        if (sent == -LinuxErrno.EAGAIN || sent == -LinuxErrno.EINTR) {
            full = true;
            return 0;
        }
        broken = true;
        return BROKEN;
    }

    /** A deferred send was not taken whole: keeps what is left. */
    void keepUnsent(MemorySegment bytes, long offset, int length) {
        if (open) {
            MemorySegment block = loop.unsentBlocks().take();
            MemorySegment.copy(bytes, offset, block, 0, length);
            unsent = block;
            unsentStart = 0;
            unsentLength = length;
            full = true;
            loop.changed(this);
        }
    }

    /** A deferred send has failed: whoever reads, or sends again, is told. */
    void onSendFailed(IoFailure failure) {
        if (open) {
            failureArrived = failure;
            loop.changed(this);
        }
    }

    private int onRoom() {
        awaitingRoom = false;
        full = false;
        loop.changed(this);
        if (unsent != null) {
            sendUnsent(unsent);
        }
        if (!open && unsent == null) {
            finish();
            return 0;
        }
        if (open && writableWanted && !full && !broken) {
            handler.onWritable(this);
            return 1;
        }
        return 0;
    }

    private void sendUnsent(MemorySegment block) {
        int sent = sockets.send(descriptor, block, unsentStart, unsentLength);
        if (sent < 0 && sent != -LinuxErrno.EAGAIN && sent != -LinuxErrno.EINTR) {
            failureArrived = LinuxFailures.of(-sent);
            dropUnsent();
            return;
        }
        unsentStart += Math.max(sent, 0);
        unsentLength -= Math.max(sent, 0);
        full = unsentLength > 0;
        if (!full) {
            dropUnsent();
            if (outputShut) {
                broken |= sockets.shutdownOutput(descriptor) < 0;
            }
        }
    }

    private void dropUnsent() {
        if (unsent != null) {
            loop.unsentBlocks().giveBack(unsent);
            unsent = null;
        }
    }

    @Override
    public void wantWritable(boolean wanted) {
        if (wanted != writableWanted) {
            writableWanted = wanted;
            if (open && wanted) {
                loop.changed(this);
            }
        }
    }

    @Override
    public void wantReadable(boolean wanted) {
        if (wanted != readableWanted) {
            // Wanted no more, the receive goes on until something comes: if it is wanted again
            // before that, nothing was to be done.
            readableWanted = wanted;
            if (open && wanted) {
                loop.changed(this);
            }
        }
    }

    @Override
    public void shutdownOutput() {
        if (!open || connecting || broken || outputShut) {
            return;
        }
        if (loop.sends().has(this)) {
            loop.flush();
        }
        outputShut = true;
        if (unsent == null && sockets.shutdownOutput(descriptor) < 0) {
            broken = true;
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        if (loop.sends().has(this)) {
            loop.flush();
        }
        if (unsent != null && failureArrived == null) {
            open = false;
            stopReceiving();
            lingerEndNs = loop.linger(this);
            loop.changed(this);
        } else {
            finish();
        }
    }

    /** Whether it is closed and has bytes to send. */
    boolean lingers() {
        return !open && unsent != null;
    }

    long lingerEndNs() {
        return lingerEndNs;
    }

    /** The other side has not read what was sent before the connection was closed. */
    void endLinger() {
        if (lingers()) {
            sockets.setResetOnClose(descriptor);
            finish();
        }
    }

    @Override
    public void reset() {
        if (open) {
            sockets.setResetOnClose(descriptor);
            finish();
        }
    }

    private void finish() {
        open = false;
        held.clear();
        dropUnsent();
        loop.release(this);
    }

    @Override
    boolean cancelAll() {
        boolean any =
                connecting
                        || awaitingRoom
                        || receiving != Receiving.NOTHING
                        || loop.sends().has(this);
        if (connecting) {
            loop.cancel(IoUringEventLoop.CONNECT, this);
        }
        if (receiving != Receiving.NOTHING) {
            loop.cancel(IoUringEventLoop.RECEIVE, this);
        }
        if (awaitingRoom) {
            loop.cancel(IoUringEventLoop.ROOM, this);
        }
        return any;
    }

    @Override
    void abandon() {
        open = false;
        if (unsent != null) {
            sendUnsent(unsent);
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public Optional<TcpInfo> tcpInfo() {
        return isOpen() ? sockets.tcpInfo(descriptor) : Optional.empty();
    }
}
