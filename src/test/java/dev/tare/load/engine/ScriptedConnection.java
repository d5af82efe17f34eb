package dev.tare.load.engine;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** A connection of a {@link ScriptedEventLoop}: its origin plans what arrives on it, and when. */
final class ScriptedConnection implements Connection {
    private final ScriptedEventLoop loop;
    private final ConnectionHandler handler;
    private final SocketAddress address;
    private boolean open = true;
    private boolean writableWanted;
    private int requestBytes;

    ScriptedConnection(ScriptedEventLoop loop, ConnectionHandler handler, SocketAddress address) {
        this.loop = loop;
        this.handler = handler;
        this.address = address;
    }

    void openAt(long timeNs) {
        at(timeNs, () -> handler.onConnected(this));
    }

    /** Text that arrives, in ISO-8859-1. */
    void answerAt(long timeNs, String text) {
        MemorySegment bytes = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, latin(text));
        at(timeNs, () -> handler.onData(this, bytes, 0, (int) bytes.byteSize()));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    void endAt(long timeNs) {
        at(timeNs, () -> handler.onEnd(this));
    }

    void failAt(long timeNs, IoFailure failure) {
        at(
                timeNs,
                () -> {
                    open = false;
                    handler.onFailure(this, failure);
                });
    }

    private void at(long timeNs, Runnable callback) {
        loop.at(
                timeNs,
                () -> {
                    if (open) {
                        callback.run();
                    }
                });
    }

    @Override
    public int send(MemorySegment bytes, long offset, int length) {
        if (!open) {
            throw new AssertionError("sent on a connection that is closed");
        }
        int taken = loop.origin().takes(length);
        if (taken < 0) {
            return BROKEN;
        }
        requestBytes += taken;
        if (taken > 0) {
            loop.origin().onBytes(this, loop.clock().nowNs());
        }
        if (requestBytes == bytes.byteSize()) {
            requestBytes = 0;
            loop.origin().onRequest(this, loop.clock().nowNs());
        }
        return taken;
    }

    @Override
    public void wantWritable(boolean wanted) {
        writableWanted = wanted;
        if (wanted) {
            writableLater();
        }
    }

    private void writableLater() {
        at(
                loop.clock().nowNs() + ScriptedEventLoop.WRITABLE_AFTER_NS,
                () -> {
                    if (writableWanted) {
                        handler.onWritable(this);
                        writableLater();
                    }
                });
    }

    @Override
    public void wantReadable(boolean wanted) {
        throw new AssertionError("a load always reads");
    }

    @Override
    public void shutdownOutput() {
        throw new AssertionError("a load never half-closes");
    }

    @Override
    public void close() {
        open = false;
        writableWanted = false;
    }

    @Override
    public void reset() {
        close();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public SocketAddress remoteAddress() {
        return address;
    }
}
