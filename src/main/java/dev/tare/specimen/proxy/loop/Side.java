package dev.tare.specimen.proxy.loop;

import dev.tare.io.nativeaccess.LinuxPipe;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.PipeTaker;
import dev.tare.io.net.PipedConnection;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.specimen.proxy.copy.CopyCounters;
import dev.tare.specimen.proxy.copy.CopyEngine;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.head.HeadRewriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * One of the two connections that a request passes through, with what it has not taken yet
 * (pending) and what it has brought too early (held).
 *
 * <p>Both are bounded: while something is pending the other side is not read, and while something
 * is held this side is not, so each holds at most a part of a head and what one reading brought.
 * What one reading brought may be in a pipe of the kernel's; the bytes in a pipe come before those
 * in memory.
 *
 * <p>Thread-safety: its loop's thread.
 */
public abstract class Side extends Deadlines.Waiter implements ConnectionHandler, PipeTaker {
    /** Room before what is held, so that a head in it can grow. */
    private static final int HEAD_ROOM_BYTES = HeadRewriter.MAX_GROWTH_BYTES;

    private final ProxyLoop loop;
    private final Count sentCount;
    private final CopyEngine copies;
    private final boolean stages;

    @SuppressWarnings("NullAway.Init") // attach() follows at once: a connection needs its handler.
    private Connection connection;

    /** The connection, where bytes shall and can pass in pipes. */
    private @Nullable PipedConnection piped;

    private boolean connected;
    private boolean closed;
    private MemorySegment pending = MemorySegment.NULL;
    private int pendingStart;
    private int pendingLength;
    private @Nullable LinuxPipe pendingPipe;
    private boolean unsent;
    private long sentBytes;
    private boolean shutdownAsked;
    private MemorySegment held = MemorySegment.NULL;
    private int heldStart;
    private int heldLength;

    /** Without a connection yet. */
    public Side(ProxyLoop loop, Count sentCount) {
        this.loop = loop;
        this.sentCount = sentCount;
        copies = loop.copies();
        stages = copies.stages();
    }

    /** Serves a connection from now on; called once. */
    public final void attach(Connection attached, boolean isConnected) {
        connection = attached;
        connected = isConnected;
        if (copies.pipes()) {
            if (attached instanceof PipedConnection able) {
                piped = able;
                able.offerTo(this);
            } else {
                copies.onConnectionWithoutPipes();
            }
        }
    }

    /** The connection is open. */
    public final void setConnected() {
        connected = true;
    }

    /** Whether the connection itself has taken bytes that the kernel has not. */
    public final boolean waitsForKernel() {
        return connection instanceof TlsConnection tls && tls.waitingBytes() > 0;
    }

    /** Whether {@link #closeSide} was called. */
    public final boolean isClosed() {
        return closed;
    }

    /** The loop that it belongs to. */
    public final ProxyLoop loop() {
        return loop;
    }

    /** Its connection, open or not. */
    public final Connection connection() {
        return connection;
    }

    /**
     * Sends bytes, after those that are pending; what the kernel does not take becomes pending.
     *
     * @param length 1 or more
     * @return false when the connection is broken
     */
    public final boolean send(MemorySegment bytes, long offset, int length) {
        int taken = 0;
        if (!hasPending() && connected) {
            if (stages) {
                keep(bytes, offset, length);
                return flush();
            }
            taken = connection.send(bytes, offset, length);
            if (taken == Connection.BROKEN) {
                return false;
            }
            countSent(taken);
            if (taken == length) {
                return true;
            }
            connection.wantWritable(true);
        }
        keep(bytes, offset + taken, length - taken);
        return true;
    }

    /**
     * Takes bytes that leave when all that one wait of the loop has brought was read, together with
     * those that follow until then.
     *
     * @param length 1 or more
     */
    public final void sendLater(MemorySegment bytes, long offset, int length) {
        keep(bytes, offset, length);
        if (connected && !unsent) {
            unsent = true;
            loop.sendOrder().sendLater(this);
        }
    }

    /** Sends what {@link #sendLater} has taken. */
    final void sendNow() {
        unsent = false;
        if (!closed) {
            onWritable(connection);
        }
    }

    /**
     * Sends what is pending.
     *
     * @return false when the connection is broken
     */
    public final boolean flush() {
        if (!hasPending()) {
            return true;
        }
        if (!flushPipe() || !flushMemory()) {
            return false;
        }
        connection.wantWritable(hasPending());
        if (shutdownAsked && !hasPending()) {
            connection.shutdownOutput();
        }
        return true;
    }

    private boolean flushMemory() {
        if (pendingPipe != null || pendingLength == 0) {
            return true;
        }
        int taken = connection.send(pending, pendingStart, pendingLength);
        if (taken == Connection.BROKEN) {
            return false;
        }
        countSent(taken);
        pendingStart += taken;
        pendingLength -= taken;
        if (pendingLength == 0) {
            releasePending();
        }
        return true;
    }

    private boolean flushPipe() {
        LinuxPipe pipe = pendingPipe;
        PipedConnection target = piped;
        if (pipe == null || target == null) {
            return true;
        }
        int taken = target.send(pipe);
        if (taken == Connection.BROKEN) {
            return false;
        }
        countSent(taken);
        copies.counters().add(CopyCounters.Count.SPLICED_BYTES, taken);
        if (pipe.heldBytes() == 0) {
            pendingPipe = null;
            copies.giveBack(pipe);
        }
        return true;
    }

    /**
     * An empty pipe for what is to be sent here; null where that passes by memory.
     *
     * @param leftBytes how much is to come that could pass in it, 0 or more
     */
    public final @Nullable LinuxPipe takePipe(long leftBytes) {
        return piped == null || !connected || hasPending() ? null : copies.takePipe(leftBytes);
    }

    /** Gives back what {@link #takePipe} has given, and {@link #send(LinuxPipe)} did not get. */
    public final void giveBack(LinuxPipe pipe) {
        copies.giveBack(pipe);
    }

    /**
     * Sends what is in a pipe of {@link #takePipe}; what the kernel does not take becomes pending.
     *
     * @return false when the connection is broken
     */
    public final boolean send(LinuxPipe pipe) {
        pendingPipe = pipe;
        return flush();
    }

    private void countSent(int taken) {
        sentBytes += taken;
        loop.counters().add(sentCount, taken);
    }

    /** Bytes that the kernel has taken on this connection so far. */
    public final long sentBytes() {
        return sentBytes;
    }

    /** Says that nothing more follows, once all that is pending is sent. */
    public final void endOutput() {
        shutdownAsked = true;
        if (!hasPending()) {
            connection.shutdownOutput();
        }
    }

    /** Whether {@link #endOutput} was called and nothing is pending. */
    public final boolean outputEnded() {
        return shutdownAsked && !hasPending();
    }

    /** Whether something waits to be sent. */
    public final boolean hasPending() {
        return pendingLength > 0 || pendingPipe != null;
    }

    private void keep(MemorySegment bytes, long offset, int length) {
        int neededBytes = pendingStart + pendingLength + length;
        if (neededBytes > pending.byteSize()) {
            MemorySegment larger = loop.buffers().take(pendingLength + length);
            MemorySegment.copy(pending, pendingStart, larger, 0, pendingLength);
            loop.buffers().giveBack(pending);
            pending = larger;
            pendingStart = 0;
        }
        if (!copies.copy(bytes, offset, pending, pendingStart + pendingLength, length)) {
            keepElsewhere(bytes, offset, length);
        }
        pendingLength += length;
    }

    /**
     * The device may still write to the buffer, which is the engine's now: all moves to another.
     */
    private void keepElsewhere(MemorySegment bytes, long offset, int length) {
        MemorySegment other = loop.buffers().take(pendingLength + length);
        MemorySegment.copy(pending, pendingStart, other, 0, pendingLength);
        copies.copyByCpu(bytes, offset, other, pendingLength, length);
        pending = other;
        pendingStart = 0;
    }

    private void releasePending() {
        loop.buffers().giveBack(pending);
        pending = MemorySegment.NULL;
        pendingStart = 0;
        pendingLength = 0;
    }

    /**
     * Holds bytes for later: a copy, or if they are a part of what is held already, only these.
     *
     * @param length 1 or more
     */
    public final void hold(MemorySegment bytes, long offset, int length) {
        if (isHeld(bytes)) {
            heldStart = (int) offset;
            heldLength = length;
            return;
        }
        assert heldLength == 0;
        append(bytes, offset, length);
    }

    /**
     * Adds bytes to those that are held.
     *
     * @return whether a line ends in them
     */
    public final boolean append(MemorySegment bytes, long offset, int length) {
        int neededBytes = heldStart + heldLength + length;
        if (neededBytes > held.byteSize()) {
            MemorySegment larger = loop.buffers().take(HEAD_ROOM_BYTES + heldLength + length);
            MemorySegment.copy(held, heldStart, larger, HEAD_ROOM_BYTES, heldLength);
            loop.buffers().giveBack(held);
            held = larger;
            heldStart = HEAD_ROOM_BYTES;
        }
        MemorySegment.copy(bytes, offset, held, (long) heldStart + heldLength, length);
        heldLength += length;
        for (long i = offset; i < offset + length; i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, i) == '\n') {
                return true;
            }
        }
        return false;
    }

    /** Whether a segment is the one in which bytes are held. */
    public final boolean isHeld(MemorySegment bytes) {
        return held.byteSize() > 0 && bytes.equals(held);
    }

    /** What is held lies here; see {@link #heldStart} and {@link #heldLength}. */
    public final MemorySegment held() {
        return held;
    }

    /** Where in {@link #held} the first byte stands. */
    public final int heldStart() {
        return heldStart;
    }

    /** How many bytes are held, 0 or more. */
    public final int heldLength() {
        return heldLength;
    }

    /** Holds nothing any more. */
    public final void releaseHeld() {
        loop.buffers().giveBack(held);
        held = MemorySegment.NULL;
        heldStart = 0;
        heldLength = 0;
    }

    /** Closes the connection and gives everything back; returns false if that was done before. */
    public final boolean closeSide(boolean withReset) {
        if (closed) {
            return false;
        }
        closed = true;
        connected = false;
        stopWaiting();
        if (withReset) {
            connection.reset();
        } else {
            connection.close();
        }
        LinuxPipe pipe = pendingPipe;
        if (pipe != null) {
            pendingPipe = null;
            copies.giveBack(pipe);
        }
        releasePending();
        releaseHeld();
        return true;
    }
}
