package dev.tare.io.wire.forward;

import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2ServerListener;
import java.lang.foreign.MemorySegment;

/** A server that minds nothing; what matters to a test is overridden there. */
class SilentServer implements Http2ServerListener {
    @Override
    public void onRequest(int stream, Http2Fields head) {}

    @Override
    public void onBody(int stream, MemorySegment buffer, long offset, int length) {}

    @Override
    public void onRequestEnd(int stream) {}

    @Override
    public void copyBody(
            int stream, long position, MemorySegment target, long offset, int length) {}

    @Override
    public void onAnswered(int stream) {}

    @Override
    public void onAborted(int stream, int errorCode) {}

    @Override
    public void onFailure(Http2Error error, String fault) {}
}
