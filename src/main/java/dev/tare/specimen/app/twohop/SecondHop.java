package dev.tare.specimen.app.twohop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.specimen.app.http.HttpCall;
import dev.tare.specimen.app.http.HttpFailure;
import dev.tare.specimen.app.http.HttpReply;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Passes the second service's answer on to the client as it comes; the slower side sets the pace.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class SecondHop implements HttpCall.Listener, HttpReply.Listener {
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    private final HttpReply reply;
    private final TwoHopCounters counters;
    private @Nullable HttpCall call;
    private boolean begun;

    SecondHop(HttpReply reply, TwoHopCounters counters) {
        this.reply = reply;
        this.counters = counters;
    }

    void goesBy(HttpCall begunCall) {
        call = begunCall;
    }

    @Override
    public void onHead(int status, String contentType, long length) {
        begun = true;
        reply.begin(status, contentType, length);
    }

    @Override
    public void onBody(MemorySegment bytes, long offset, int length) {
        counters.onBody(length);
        reply.write(bytes, offset, length);
        HttpCall current = call;
        if (current != null && reply.isFull()) {
            current.pause(true);
        }
    }

    @Override
    public void onEnd() {
        call = null;
        reply.end();
    }

    @Override
    public void onFailure(HttpFailure why) {
        call = null;
        counters.onFailure(why);
        if (begun) {
            reply.abort();
            return;
        }
        boolean late = why == HttpFailure.TIMED_OUT;
        String said =
                switch (why) {
                    case NOT_CONNECTED -> "the second service cannot be reached\n";
                    case CLOSED -> "the second service has closed the connection\n";
                    case MALFORMED -> "what the second service has sent is no answer\n";
                    case TIMED_OUT -> "the second service has not answered in time\n";
                };
        reply.send(
                late ? GATEWAY_TIMEOUT : BAD_GATEWAY,
                "text/plain; charset=UTF-8",
                said.getBytes(UTF_8));
    }

    @Override
    public void onDrained() {
        HttpCall current = call;
        if (current != null) {
            current.pause(false);
        }
    }

    @Override
    public void onGone() {
        counters.onClientGone();
        HttpCall current = call;
        call = null;
        if (current != null) {
            current.cancel();
        }
    }
}
