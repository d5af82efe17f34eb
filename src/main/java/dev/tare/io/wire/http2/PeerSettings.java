package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;

/**
 * What the peer wants of this side, by its SETTINGS.
 *
 * <p>Allocation: none. Source: RFC 9113, section 6.5.
 */
final class PeerSettings {
    private final Http2Session session;
    private final StreamTable streams;
    private final boolean client;
    private boolean seen;
    private int streamWindow;

    /**
     * Nothing is known of the peer yet.
     *
     * @param client whether this side is the client
     */
    PeerSettings(Http2Session session, StreamTable streams, boolean client) {
        this.session = session;
        this.streams = streams;
        this.client = client;
    }

    /** A new connection begins. */
    void reset() {
        seen = false;
        streamWindow = Frames.INITIAL_WINDOW_BYTES;
    }

    /** Whether the peer has sent any: that is the first thing that it has to send. */
    boolean seen() {
        return seen;
    }

    /** What a stream's own window begins with, in bytes. */
    int streamWindow() {
        return streamWindow;
    }

    /** A frame of SETTINGS. */
    void take(int flags, int streamId, MemorySegment bytes, long offset, int length) {
        if (streamId != 0) {
            session.fail(Http2Error.PROTOCOL_ERROR, "SETTINGS on a stream");
            return;
        }
        boolean ack = (flags & Frames.ACK) != 0;
        if (ack ? length != 0 : length % Frames.SETTING_BYTES != 0) {
            session.fail(Http2Error.FRAME_SIZE_ERROR, "SETTINGS of a wrong size");
            return;
        }
        if (ack) {
            return;
        }
        seen = true;
        long maxConcurrent = StreamTable.NONE;
        for (int i = 0; i < length && !session.failed(); i += Frames.SETTING_BYTES) {
            int setting = Frames.half(bytes, offset + i);
            long value = Frames.word(bytes, offset + i + Short.BYTES) & 0xffff_ffffL;
            if (setting == Frames.MAX_CONCURRENT_STREAMS) {
                maxConcurrent = value;
            } else {
                takeOne(setting, value);
            }
        }
        if (!session.failed()) {
            session.require(session.writer.settingsAck());
            session.onSettings(maxConcurrent);
        }
    }

    private void takeOne(int setting, long value) {
        switch (setting) {
            case Frames.HEADER_TABLE_SIZE -> session.writer.encoder().limitTable(value);
            case Frames.ENABLE_PUSH -> {
                if (value > 1 || (client && value != 0)) {
                    session.fail(
                            Http2Error.PROTOCOL_ERROR, "SETTINGS_ENABLE_PUSH of a wrong value");
                }
            }
            case Frames.INITIAL_WINDOW_SIZE -> {
                if (value > Frames.LARGEST_WINDOW_BYTES) {
                    session.fail(
                            Http2Error.FLOW_CONTROL_ERROR,
                            "SETTINGS_INITIAL_WINDOW_SIZE over 2^31-1");
                } else {
                    changeStreamWindows((int) value);
                }
            }
            case Frames.MAX_FRAME_SIZE -> {
                if (value < Frames.MAX_FRAME_BYTES || value > Frames.LARGEST_MAX_FRAME_BYTES) {
                    session.fail(
                            Http2Error.PROTOCOL_ERROR, "SETTINGS_MAX_FRAME_SIZE out of its range");
                } else {
                    session.writer.limitFrames((int) value);
                }
            }
            // MAX_HEADER_LIST_SIZE is advice; others are unknown.
            default -> {}
        }
    }

    private void changeStreamWindows(int bytes) {
        int difference = bytes - streamWindow;
        streamWindow = bytes;
        for (int slot = 0; slot < streams.slots(); slot++) {
            if (streams.isOpen(slot)) {
                long window = (long) streams.sendWindow[slot] + difference;
                if (window > Frames.LARGEST_WINDOW_BYTES) {
                    session.fail(Http2Error.FLOW_CONTROL_ERROR, "SETTINGS make a window overflow");
                    return;
                }
                streams.sendWindow[slot] = (int) window;
                session.enqueueIfReady(slot);
            }
        }
    }
}
