package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A client whose requests have bodies to come, and which hears all that it can be told. A body's
 * byte at position i is i.
 */
final class StreamingClientBench extends ClientBench {
    final HeadFields fields = new HeadFields(arena);

    /** May be half-closed. */
    StreamingClientBench(Http2Options options, int pieceBytes) {
        super(options.withHalfClosed(), pieceBytes);
    }

    StreamingClientBench() {
        this(Http2Options.standard(), Integer.MAX_VALUE);
    }

    /** Starts requests for tokens from 0 on, with bodies to come. */
    StreamingClientBench begin(int count) {
        FieldLines.fill(fields, ":method: POST", ":scheme: http", ":authority: a", ":path: /");
        for (int token = 0; token < count; token++) {
            if (!session.startRequest(token, fields, false)) {
                throw new AssertionError("not started: " + token);
            }
        }
        return this;
    }

    @Override
    StreamingClientBench open(int... settings) {
        super.open(settings);
        return this;
    }

    static List<Integer> types(List<FrameBytes.Frame> frames) {
        return frames.stream().map(FrameBytes.Frame::type).toList();
    }

    @Override
    public void onInformational(int token, Http2Fields head) {
        told.add(token + " informational " + head.status());
    }

    @Override
    public void onHalfClosed(int token) {
        told.add(token + " half-closed");
    }

    @Override
    public void copyBody(int token, long position, MemorySegment target, long offset, int length) {
        for (int i = 0; i < length; i++) {
            target.set(ValueLayout.JAVA_BYTE, offset + i, (byte) (position + i));
        }
    }
}
