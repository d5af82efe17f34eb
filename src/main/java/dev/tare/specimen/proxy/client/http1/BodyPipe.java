package dev.tare.specimen.proxy.client.http1;

import dev.tare.io.nativeaccess.LinuxPipe;
import dev.tare.io.net.Connection;
import dev.tare.io.net.PipedConnection;
import dev.tare.io.wire.Http1BodyDecoder;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.loop.Side;

/**
 * The way of a body's bytes within the kernel: from one side's socket into a pipe, and from there
 * into the other side's.
 *
 * <p>A reading is bounded, so that one fast connection does not hold up the others.
 */
final class BodyPipe {
    /** The most that one reading moves. */
    static final int MAX_READING_BYTES = 1024 * 1024;

    /** What became of the bytes that have arrived. */
    enum Outcome {
        /** They are still there, and pass by memory. */
        UNTOUCHED,
        PASSED,
        /** The connection that they came from is broken. */
        SOURCE_BROKEN,
        /** The connection that they were to go to is broken. */
        TARGET_BROKEN
    }

    private BodyPipe() {}

    /**
     * Passes on what has arrived, if it is all body, enough, and can go in a pipe.
     *
     * @param from where it has arrived
     * @param body what is known of the body so far
     * @param to the side that it is for
     * @param counters where bytes received are counted
     * @param received as what
     */
    static Outcome pass(
            PipedConnection from,
            Http1BodyDecoder body,
            Side to,
            ProxyCounters counters,
            Count received) {
        long leftBytes = body.dataLeftBytes();
        LinuxPipe pipe = to.takePipe(leftBytes);
        if (pipe == null) {
            return Outcome.UNTOUCHED;
        }
        int length = from.receive(pipe, (int) Math.min(leftBytes, MAX_READING_BYTES));
        if (length <= 0) {
            to.giveBack(pipe);
            return length == Connection.BROKEN ? Outcome.SOURCE_BROKEN : Outcome.UNTOUCHED;
        }
        counters.add(received, length);
        body.passUnseen(length);
        return to.send(pipe) ? Outcome.PASSED : Outcome.TARGET_BROKEN;
    }
}
