package dev.tare.io.net;

import java.lang.foreign.MemorySegment;

/** Stands in until an {@link AcceptHandler} has named the real handler; no event reaches it. */
enum NoHandler implements ConnectionHandler {
    INSTANCE;

    @Override
    public void onConnected(Connection connection) {
        throw new IllegalStateException("connected before it had a handler");
    }

    @Override
    public void onData(Connection connection, MemorySegment buffer, long offset, int length) {
        throw new IllegalStateException("data before it had a handler");
    }

    @Override
    public void onWritable(Connection connection) {
        throw new IllegalStateException("writable before it had a handler");
    }

    @Override
    public void onEnd(Connection connection) {
        throw new IllegalStateException("ended before it had a handler");
    }

    @Override
    public void onFailure(Connection connection, IoFailure failure) {
        throw new IllegalStateException("failed before it had a handler");
    }
}
