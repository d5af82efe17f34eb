package dev.tare.specimen.origin;

import dev.tare.base.time.DelayQueue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One request on a connection that speaks HTTP/2, and its answer. One object a slot, used again.
 *
 * <p>A body that is echoed lies in a ring as large as the window of its stream: the client is
 * credited only what was sent back.
 */
final class OriginStream extends DelayQueue.Entry {
    private static final byte[] NO_TEXT = {};

    private final OriginHttp2Connection connection;
    final int number;

    RouteClass route = RouteClass.NOT_FOUND;
    boolean headOnly;
    long argument;
    long waitNs;
    long receivedBytes;
    boolean answered;

    /** The text that is the answer's body; none when that is known content or an echo. */
    byte[] text = NO_TEXT;

    boolean echo;
    MemorySegment ring = MemorySegment.NULL;
    private long ringIn;

    /** Bytes of an echo that were sent back and not yet credited. */
    int uncredited;

    OriginStream(OriginHttp2Connection connection, int number) {
        this.connection = connection;
        this.number = number;
    }

    void begin(OriginTarget target, boolean head) {
        route = target.routeClass();
        argument = target.number();
        waitNs = target.waitNs();
        headOnly = head;
        receivedBytes = 0;
        answered = false;
        text = NO_TEXT;
        echo = false;
        ringIn = 0;
        uncredited = 0;
    }

    @Override
    public void onDue() {
        connection.onDue(this);
    }

    /** Keeps bytes to be echoed; the window does not let more come than there is room for. */
    void keep(MemorySegment source, long offset, int length) {
        long at = ringIn % ring.byteSize();
        long first = Math.min(length, ring.byteSize() - at);
        MemorySegment.copy(source, offset, ring, at, first);
        MemorySegment.copy(source, offset + first, ring, 0, length - first);
        ringIn += length;
    }

    /** How many bytes were kept so far. */
    long keptBytes() {
        return ringIn;
    }

    void copyEchoed(long position, MemorySegment target, long offset, int length) {
        long at = position % ring.byteSize();
        long first = Math.min(length, ring.byteSize() - at);
        MemorySegment.copy(ring, at, target, offset, first);
        MemorySegment.copy(ring, 0, target, offset + first, length - first);
        uncredited += length;
    }

    void copyText(long position, MemorySegment target, long offset, int length) {
        MemorySegment.copy(text, (int) position, target, ValueLayout.JAVA_BYTE, offset, length);
    }
}
