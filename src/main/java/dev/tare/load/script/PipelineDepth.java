package dev.tare.load.script;

import dev.tare.io.wire.Http1RequestReader;
import dev.tare.io.wire.Http1RequestReader.State;
import java.lang.foreign.MemorySegment;

/** How many requests lie one after the other in what a script's first request() has returned. */
final class PipelineDepth {
    /** The most requests that a script may send at once on a connection. */
    static final int MAX_PIPELINE = 1_024;

    private PipelineDepth() {}

    /**
     * Counts.
     *
     * @return 1 to {@link #MAX_PIPELINE}
     * @throws ScriptException when the bytes are not a whole number of HTTP/1.1 requests
     */
    static int of(String script, MemorySegment bytes) {
        Http1RequestReader reader = new Http1RequestReader();
        int length = Math.toIntExact(bytes.byteSize());
        int at = 0;
        int count = 0;
        while (at < length) {
            int consumed = reader.read(bytes, at, length - at, null);
            at += consumed;
            if (reader.state() == State.COMPLETE) {
                count++;
                reader.begin();
            } else if (reader.state() == State.MALFORMED) {
                throw wrong(script, count, reader.fault());
            } else if (consumed == 0) {
                break;
            }
        }
        if (count == 0 || reader.begun()) {
            throw wrong(script, count, "it ends too early: head or body is incomplete");
        }
        if (count > MAX_PIPELINE) {
            throw new ScriptException(
                    "%s: the script's first request holds %d requests, must be 1 to %d"
                            .formatted(script, count, MAX_PIPELINE));
        }
        return count;
    }

    private static ScriptException wrong(String script, int before, String fault) {
        return new ScriptException(
                "%s: the script's first request is no HTTP/1.1 request%s: %s"
                        .formatted(
                                script,
                                before == 0 ? "" : " after the " + before + " before it",
                                fault));
    }
}
