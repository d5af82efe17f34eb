package dev.tare.io.net;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection of a {@link NioEventLoop}. */
final class NioConnection implements Connection, NioSource {
    private final NioEventLoop loop;
    private final SocketChannel channel;
    private final SocketAddress remoteAddress;
    private final SelectionKey key;
    private ConnectionHandler handler;

    private boolean open = true;
    private boolean connecting;
    private boolean broken;
    private boolean ended;
    private boolean readableWanted = true;
    private boolean writableWanted;

    /** The last long segment sent, and a view of it: a body is sent in several pieces. */
    private @Nullable MemorySegment viewed;

    private @Nullable ByteBuffer view;

    NioConnection(
            NioEventLoop loop,
            SocketChannel channel,
            SocketAddress remoteAddress,
            ConnectionHandler handler)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.remoteAddress = remoteAddress;
        this.handler = handler;
        channel.configureBlocking(false);
        if (remoteAddress instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        key = channel.register(loop.selector(), 0, this);
    }

    /** An accepted connection has got its owner: events may come. */
    void open(ConnectionHandler owner) {
        handler = owner;
        updateInterest();
    }

    /** Starts to connect; the outcome comes later, from within a poll. */
    void connect() {
        connecting = true;
        try {
            if (channel.connect(remoteAddress)) {
                loop.settleLater(this, null);
            } else {
                key.interestOps(SelectionKey.OP_CONNECT);
            }
        } catch (IOException e) {
            loop.settleLater(this, NioFailures.of(e));
        }
    }

    /**
     * Tells the handler how connecting ended.
     *
     * @return how many callbacks were made
     */
    int settle(@Nullable IoFailure failure) {
        if (!open) {
            return 0;
        }
        connecting = false;
        if (failure != null) {
            fail(failure);
        } else {
            updateInterest();
            handler.onConnected(this);
        }
        return 1;
    }

    @Override
    public int onReady(int readyOps) {
        if (connecting) {
            return finishConnect();
        }
        int callbacks = 0;
        if ((readyOps & SelectionKey.OP_READ) != 0 && readableWanted && open && !broken) {
            callbacks += receive();
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0 && writableWanted && open && !broken) {
            handler.onWritable(this);
            callbacks++;
        }
        return callbacks;
    }

    private int finishConnect() {
        try {
            return channel.finishConnect() ? settle(null) : 0;
        } catch (IOException e) {
            return settle(NioFailures.of(e));
        }
    }

    private int receive() {
        if (ended) {
            return 0;
        }
        int length;
        try {
            length = channel.read(loop.emptyReceiveBuffer());
        } catch (IOException e) {
            fail(NioFailures.of(e));
            return 1;
        }
        if (length > 0) {
            handler.onData(this, loop.receiveSegment(), EventLoop.HEADROOM_BYTES, length);
            return 1;
        }
        if (length < 0) {
            ended = true;
            updateInterest();
            handler.onEnd(this);
            return 1;
        }
        return 0;
    }

    private void fail(IoFailure failure) {
        closeChannel();
        handler.onFailure(this, failure);
    }

    @Override
    public int send(MemorySegment bytes, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.byteSize());
        if (!open || broken) {
            return BROKEN;
        }
        if (connecting) {
            return 0;
        }
        try {
            return channel.write(sendBuffer(bytes, offset, length));
        } catch (IOException e) {
            broken = true;
            if (!(e instanceof ClosedChannelException)) {
                updateInterest();
            }
            return BROKEN;
        }
    }

    /**
     * The bytes as a buffer, without allocating one: short pieces are copied into the loop's own,
     * for that costs less than the call that sends them; of a long segment the view is kept.
     */
    private ByteBuffer sendBuffer(MemorySegment bytes, long offset, int length) {
        if (length <= NioEventLoop.COPIED_SEND_BYTES || bytes.byteSize() > Integer.MAX_VALUE) {
            return loop.copyForSend(bytes, offset, length);
        }
        ByteBuffer buffer = view;
        if (buffer == null || !bytes.equals(viewed)) {
            buffer = bytes.asByteBuffer();
            view = buffer;
            viewed = bytes;
        }
        return buffer.limit((int) offset + length).position((int) offset);
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
            updateInterest();
        }
    }

    private void updateInterest() {
        if (!open || connecting) {
            return;
        }
        int ops = 0;
        if (!broken) {
            ops |= readableWanted && !ended ? SelectionKey.OP_READ : 0;
            ops |= writableWanted ? SelectionKey.OP_WRITE : 0;
        }
        key.interestOps(ops);
    }

    @Override
    public void shutdownOutput() {
        if (!open || connecting || broken) {
            return;
        }
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            broken = true;
            updateInterest();
        }
    }

    @Override
    public void close() {
        if (open) {
            closeChannel();
        }
    }

    @Override
    public void reset() {
        if (!open) {
            return;
        }
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // The connection is broken already: closing it is all that is left to do.
            broken = true;
        }
        closeChannel();
        loop.releaseClosed();
    }

    private void closeChannel() {
        open = false;
        view = null;
        viewed = null;
        NioEventLoop.closeQuietly(channel);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }
}
