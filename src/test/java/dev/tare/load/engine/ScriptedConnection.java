package dev.tare.load.engine;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection of a {@link ScriptedEventLoop}: its origin plans what arrives on it, and when. */
final class ScriptedConnection implements Connection {
    private static final String HEAD_END = "\r\n\r\n";
    private static final Pattern CONTENT_LENGTH =
            Pattern.compile("\r\ncontent-length: *(\\d+)", Pattern.CASE_INSENSITIVE);

    private final ScriptedEventLoop loop;
    private final ConnectionHandler handler;
    private final SocketAddress address;
    private boolean open = true;
    private boolean writableWanted;
    private final StringBuilder received = new StringBuilder();
    private String request = "";

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
        if (taken > 0) {
            byte[] sent = bytes.asSlice(offset, taken).toArray(ValueLayout.JAVA_BYTE);
            received.append(new String(sent, StandardCharsets.ISO_8859_1));
            loop.origin().onBytes(this, loop.clock().nowNs());
        }
        while (open && takeRequest()) {
            loop.origin().onRequest(this, loop.clock().nowNs());
        }
        return taken;
    }

    /** Whether a whole request has arrived; it is {@link #request} then. */
    private boolean takeRequest() {
        int headEnd = received.indexOf(HEAD_END);
        if (headEnd < 0) {
            return false;
        }
        int end = headEnd + HEAD_END.length();
        Matcher length = CONTENT_LENGTH.matcher(received.substring(0, end));
        end += length.find() ? Integer.parseInt(length.group(1)) : 0;
        if (received.length() < end) {
            return false;
        }
        request = received.substring(0, end);
        received.delete(0, end);
        return true;
    }

    /** The request that has arrived last. */
    String request() {
        return request;
    }

    /** The path of that request. */
    String path() {
        return request.split(" ", 3)[1];
    }

    /** The port that the connection leads to. */
    int port() {
        return ((InetSocketAddress) address).getPort();
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
