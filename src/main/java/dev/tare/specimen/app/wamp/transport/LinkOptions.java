package dev.tare.specimen.app.wamp.transport;

/**
 * What links may do and how long they may take; the same for all of a loop.
 *
 * @param maxMessageBytes the longest message that is taken, {@link #MIN_MESSAGE_BYTES} to {@link
 *     #MAX_MESSAGE_BYTES}. A RawSocket tells its peer the largest power of two within it; over a
 *     WebSocket, where nobody tells, it is the longest that is sent, too
 * @param maxQueuedBytes what may wait for one peer, {@code maxMessageBytes} to {@link
 *     #MAX_QUEUED_BYTES}
 * @param maxAllQueuedBytes what may wait for all peers of a loop together, {@code maxMessageBytes}
 *     to {@link #MAX_QUEUED_BYTES}
 * @param maxLinks of one loop, 1 or more
 * @param pingIntervalNs how often a peer is pinged, which is cut off when nothing has come until
 *     the next time; 0 for never
 * @param openTimeoutNs how long a connection and the handshakes of a link may take together, 1 or
 *     more
 * @param origins which pages of browsers may open a WebSocket
 */
public record LinkOptions(
        int maxMessageBytes,
        int maxQueuedBytes,
        int maxAllQueuedBytes,
        int maxLinks,
        long pingIntervalNs,
        long openTimeoutNs,
        OriginPolicy origins) {
    public static final int MIN_MESSAGE_BYTES = 1024;

    /** The longest that the 24 bits of a RawSocket's length can tell. */
    public static final int MAX_MESSAGE_BYTES = (1 << 24) - 1;

    public static final int MAX_QUEUED_BYTES = 512 << 20;

    private static final int STANDARD_MESSAGE_BYTES = 1 << 20;
    private static final int STANDARD_QUEUED_BYTES = 8 << 20;
    private static final int STANDARD_ALL_QUEUED_BYTES = 256 << 20;
    private static final int STANDARD_LINKS = 10_000;
    private static final long STANDARD_OPEN_TIMEOUT_NS = 10_000_000_000L;

    public LinkOptions {
        requireBetween("bytes of a message", maxMessageBytes, MIN_MESSAGE_BYTES, MAX_MESSAGE_BYTES);
        requireBetween("queued bytes", maxQueuedBytes, maxMessageBytes, MAX_QUEUED_BYTES);
        requireBetween("queued bytes of all", maxAllQueuedBytes, maxMessageBytes, MAX_QUEUED_BYTES);
        requireBetween("links", maxLinks, 1, Integer.MAX_VALUE);
        requireBetween("ping interval in ns", pingIntervalNs, 0, Long.MAX_VALUE);
        requireBetween("time to open in ns", openTimeoutNs, 1, Long.MAX_VALUE);
    }

    /**
     * Messages of 1 MiB, 8 MiB for a peer, 256 MiB for all, 10,000 links, no pings, 10 s to open.
     */
    public static LinkOptions standard() {
        return new LinkOptions(
                STANDARD_MESSAGE_BYTES,
                STANDARD_QUEUED_BYTES,
                STANDARD_ALL_QUEUED_BYTES,
                STANDARD_LINKS,
                0,
                STANDARD_OPEN_TIMEOUT_NS,
                OriginPolicy.SAME_HOST);
    }

    /** The same with other bounds for messages and for what waits for one peer. */
    public LinkOptions withBytes(int message, int queued) {
        return new LinkOptions(
                message,
                queued,
                maxAllQueuedBytes,
                maxLinks,
                pingIntervalNs,
                openTimeoutNs,
                origins);
    }

    /** The same with another bound for what waits for all. */
    public LinkOptions withMaxAllQueuedBytes(int bytes) {
        return new LinkOptions(
                maxMessageBytes,
                maxQueuedBytes,
                bytes,
                maxLinks,
                pingIntervalNs,
                openTimeoutNs,
                origins);
    }

    /** The same with another number of links. */
    public LinkOptions withMaxLinks(int count) {
        return new LinkOptions(
                maxMessageBytes,
                maxQueuedBytes,
                maxAllQueuedBytes,
                count,
                pingIntervalNs,
                openTimeoutNs,
                origins);
    }

    /** The same with pings. */
    public LinkOptions withPingIntervalNs(long ns) {
        return new LinkOptions(
                maxMessageBytes,
                maxQueuedBytes,
                maxAllQueuedBytes,
                maxLinks,
                ns,
                openTimeoutNs,
                origins);
    }

    /** The same with another patience. */
    public LinkOptions withOpenTimeoutNs(long ns) {
        return new LinkOptions(
                maxMessageBytes,
                maxQueuedBytes,
                maxAllQueuedBytes,
                maxLinks,
                pingIntervalNs,
                ns,
                origins);
    }

    /** The same for other pages. */
    public LinkOptions withOrigins(OriginPolicy policy) {
        return new LinkOptions(
                maxMessageBytes,
                maxQueuedBytes,
                maxAllQueuedBytes,
                maxLinks,
                pingIntervalNs,
                openTimeoutNs,
                policy);
    }

    private static void requireBetween(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s: %d must be %d to %d".formatted(what, value, min, max));
        }
    }
}
