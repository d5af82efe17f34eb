package dev.tare.io.net;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what happens on a connection; a test overrides what it wants to happen then. */
class RecordingHandler implements ConnectionHandler {
    /** The callbacks in order: {@code connected}, {@code data}, {@code end}, {@code RESET}, … */
    final List<String> events = new ArrayList<>();

    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    @Nullable Connection connection;

    /** The connection, which must be there already. */
    Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("nothing has happened on this connection yet");
        }
        return connection;
    }

    boolean saw(String event) {
        return events.contains(event);
    }

    private void record(Connection source, String event) {
        connection = source;
        // A run of data is one event: TCP cuts it as it likes.
        if (!event.equals("data") || events.isEmpty() || !events.getLast().equals("data")) {
            events.add(event);
        }
    }

    @Override
    public void onConnected(Connection source) {
        record(source, "connected");
    }

    @Override
    public void onData(Connection source, MemorySegment buffer, long offset, int length) {
        record(source, "data");
        received.writeBytes(buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public void onWritable(Connection source) {
        record(source, "writable");
    }

    @Override
    public void onEnd(Connection source) {
        record(source, "end");
    }

    @Override
    public void onFailure(Connection source, IoFailure failure) {
        record(source, failure.name());
    }
}
