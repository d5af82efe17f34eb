package dev.tare.io.wire.forward;

import dev.tare.io.wire.http2.Http2ClientListener;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import java.lang.foreign.MemorySegment;

/** A client that minds nothing; what matters to a test is overridden there. */
class SilentClient implements Http2ClientListener {
    @Override
    public void onHead(int token, Http2Fields head) {}

    @Override
    public void onBody(int token, MemorySegment buffer, long offset, int length) {}

    @Override
    public void onTrailers(int token, Http2Fields trailers) {}

    @Override
    public void onEnd(int token) {}

    @Override
    public void onReset(int token, int errorCode) {}

    @Override
    public void onMalformed(int token, String fault) {}

    @Override
    public void onNotProcessed(int token) {}

    @Override
    public void onGoAway(int errorCode) {}

    @Override
    public void onFailure(Http2Error error, String fault) {}
}
