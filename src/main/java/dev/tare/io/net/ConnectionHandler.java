package dev.tare.io.net;

import java.lang.foreign.MemorySegment;

/**
 * What happens on one connection. All callbacks run on the loop's thread, from within {@link
 * EventLoop#poll}. A handler may call any method of any connection of the loop.
 */
public interface ConnectionHandler {

    /**
     * A connection begun by {@link EventLoop#connect} is open. Of accepted ones only those by TLS
     * are told: their handshake is done.
     */
    void onConnected(Connection connection);

    /**
     * Bytes have arrived. The buffer is the loop's and valid during the call only; within it the
     * handler may write to the data and to the {@link EventLoop#HEADROOM_BYTES} before it.
     *
     * @param buffer a native segment
     * @param offset of the first byte, at least {@link EventLoop#HEADROOM_BYTES}
     * @param length bytes that arrived, 1 to {@link EventLoop#RECEIVE_BUFFER_BYTES}
     */
    void onData(Connection connection, MemorySegment buffer, long offset, int length);

    /** The connection takes bytes again; only while {@link Connection#wantWritable} is set. */
    void onWritable(Connection connection);

    /** The other side has sent FIN: no more data will come. Called once; the owner closes. */
    void onEnd(Connection connection);

    /** The connection failed and is closed already. Called at most once, as the last callback. */
    void onFailure(Connection connection, IoFailure failure);
}
