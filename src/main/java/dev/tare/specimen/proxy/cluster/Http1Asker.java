package dev.tare.specimen.proxy.cluster;

import dev.tare.io.net.PipedConnection;
import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.loop.Deadlines;
import java.lang.foreign.MemorySegment;

/**
 * Who has asked for what an {@link Upstream} brings: told what arrives, where it lies, until {@link
 * Upstream#finish} was called or the request has failed.
 *
 * <p>There are two: {@code Http1Relay} for a client of HTTP/1.1, who gets heads and bodies almost
 * as they lie; and {@code Http2OverHttp1} for a stream of HTTP/2. {@link Http2Asker} is the same
 * for upstreams that speak HTTP/2.
 *
 * <p>All calls come on the loop's thread; what they hand over is valid during the call only.
 */
public interface Http1Asker {
    /** The request's method. */
    HttpMethod method();

    /** Whether nothing of the request is to be sent any more. */
    boolean requestWhole();

    /** Whether the request asked for another protocol, and may get it. */
    boolean upgradeAsked();

    /** Waits for the head of the response. */
    Deadlines responseWaits();

    /** A byte of a response has come: the request cannot be sent again as if nothing had been. */
    void onFirstBytes();

    /**
     * A response of the class 1xx.
     *
     * @param head its end is {@code end} in {@code buffer}
     * @param headLength in bytes
     * @return false when nobody waits for more
     */
    boolean onInterim(
            Upstream from, Http1Head head, int headLength, MemorySegment buffer, long end);

    /** Whether another try shall be made instead of passing on an answer of this status. */
    boolean refuses(int status);

    /** Makes the try that {@link #refuses} wants; the connection is closed. */
    void tryAgain();

    /**
     * The final head, and what came behind it. {@link Upstream#body} has begun, and has seen
     * nothing yet.
     *
     * @param framing of the body
     * @param bodyStart where in {@code buffer} the head has ended
     * @param restLength bytes that lie behind it, 0 or more
     */
    void onHead(
            Upstream from,
            Http1Head head,
            int headLength,
            BodyFraming framing,
            MemorySegment buffer,
            long bodyStart,
            int restLength);

    /** More of the body, in its framing. */
    void onBody(Upstream from, MemorySegment buffer, long offset, int length);

    /** The connection has ended, and the body with it. */
    void onBodyEnd(Upstream from);

    /** The connection has taken all that was passed on of the request. */
    void onDrained();

    /** The rest of the request has not come in time; the connection is closed. */
    void onRequestTimeout();

    /** There will be no response, or no rest of it; the connection is closed. */
    void onFailed(int status, ProxyError error, String address);

    /**
     * Body has arrived that could pass in a pipe.
     *
     * @return whether that has been dealt with
     */
    default boolean onReadable(Upstream from, PipedConnection self) {
        return false;
    }

    /** The upstream agrees to speak the protocol that was asked for; and what came behind that. */
    default void onSwitched(
            Upstream from,
            Http1Head head,
            int headLength,
            MemorySegment buffer,
            long restStart,
            int restLength) {
        throw new IllegalStateException("nobody has asked for another protocol");
    }

    /** Bytes of the other protocol. */
    default void onTunnelBytes(Upstream from, MemorySegment buffer, long offset, int length) {
        throw new IllegalStateException("there is no tunnel");
    }

    /** The upstream sends no more through the tunnel. */
    default void onTunnelEnd(Upstream from) {
        throw new IllegalStateException("there is no tunnel");
    }

    /** Ends the tunnel when neither side has more to say and each has got all. */
    default void endTunnelIfOver(Upstream from) {
        throw new IllegalStateException("there is no tunnel");
    }

    /** No byte has passed the tunnel for too long. */
    default void onTunnelTimeout() {
        throw new IllegalStateException("there is no tunnel");
    }
}
