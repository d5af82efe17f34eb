package dev.tare.io.wire.http2;

/**
 * How a session is to treat its peer.
 *
 * @param maxStreams concurrent streams at most, 1 to {@link #MAX_STREAMS}: of a client its own
 *     limit beside the server's, of a server what it announces
 * @param connectionWindowBytes how many bytes of all bodies the peer may have on the way, 65,535 to
 *     2^31-1
 * @param streamWindowBytes how many bytes of one body the peer may have on the way, 1 to 2^31-1
 * @param maxOutputBytes what the session holds at most for its connection to send, {@link
 *     #MIN_OUTPUT_BYTES} to 2^30; heads and trailers that were put together on the spot may wait
 *     beside it, as many bytes again
 * @param halfClosed whether a request may go on after its answer is whole (RFC 9113, section 8.1);
 *     if not, its stream is reset, for nobody needs the rest
 */
public record Http2Options(
        int maxStreams,
        int connectionWindowBytes,
        int streamWindowBytes,
        int maxOutputBytes,
        boolean halfClosed) {
    public static final int MAX_STREAMS = 65_536;

    /** Enough for the largest head that may be sent, and what is kept in reserve beside it. */
    public static final int MIN_OUTPUT_BYTES = 160 * 1024;

    /** Also the window that a connection begins with (RFC 9113, section 6.9.2). */
    static final int MIN_CONNECTION_WINDOW_BYTES = 65_535;

    private static final int MAX_OUTPUT_BYTES = 1 << 30;
    private static final int DEFAULT_MAX_STREAMS = 128;
    private static final int DEFAULT_MAX_OUTPUT_BYTES = 256 * 1024;

    /**
     * Bodies are handed on as they come and never held, so a window costs no memory here. It is
     * only to keep a fast server from pausing: at 5 GB/s over loopback, 8 MiB last for 1.6 ms, the
     * time for which this thread may well be off its core.
     */
    private static final int DEFAULT_STREAM_WINDOW_BYTES = 8 * 1024 * 1024;

    private static final int DEFAULT_CONNECTION_WINDOW_BYTES = 64 * 1024 * 1024;

    public Http2Options {
        require("concurrent streams", maxStreams, 1, MAX_STREAMS);
        require(
                "connection window in bytes",
                connectionWindowBytes,
                MIN_CONNECTION_WINDOW_BYTES,
                Integer.MAX_VALUE);
        require("stream window in bytes", streamWindowBytes, 1, Integer.MAX_VALUE);
        require("output at most in bytes", maxOutputBytes, MIN_OUTPUT_BYTES, MAX_OUTPUT_BYTES);
    }

    /** Requests that end with their answers. */
    public Http2Options(
            int maxStreams, int connectionWindowBytes, int streamWindowBytes, int maxOutputBytes) {
        this(maxStreams, connectionWindowBytes, streamWindowBytes, maxOutputBytes, false);
    }

    /** 128 streams, windows of 64 MiB and 8 MiB, 256 KiB of output. */
    public static Http2Options standard() {
        return new Http2Options(
                DEFAULT_MAX_STREAMS,
                DEFAULT_CONNECTION_WINDOW_BYTES,
                DEFAULT_STREAM_WINDOW_BYTES,
                DEFAULT_MAX_OUTPUT_BYTES);
    }

    /** The same with {@code count} streams at most. */
    public Http2Options withMaxStreams(int count) {
        return new Http2Options(
                count, connectionWindowBytes, streamWindowBytes, maxOutputBytes, halfClosed);
    }

    /** The same with other windows. */
    public Http2Options withWindows(int connectionBytes, int streamBytes) {
        return new Http2Options(
                maxStreams, connectionBytes, streamBytes, maxOutputBytes, halfClosed);
    }

    /** The same with {@code bytes} of output at most. */
    public Http2Options withMaxOutputBytes(int bytes) {
        return new Http2Options(
                maxStreams, connectionWindowBytes, streamWindowBytes, bytes, halfClosed);
    }

    /** The same with requests that may go on after their answers are whole. */
    public Http2Options withHalfClosed() {
        return new Http2Options(
                maxStreams, connectionWindowBytes, streamWindowBytes, maxOutputBytes, true);
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s: %d must be %d to %d".formatted(name, value, min, max));
        }
    }
}
