package dev.tare.specimen.proxy.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a client's current request leaves in the access log, from its head to the end of its
 * response. One of a connection, used for each of its requests.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none, but to grow.
 */
public final class AccessEntry {
    /** What is kept of a path; the rest is left out. */
    static final int MAX_PATH_BYTES = 2048;

    private static final int MAX_METHOD_BYTES = 32;
    private static final int MAX_ID_BYTES = 128;
    private static final int FIRST_CAPACITY = 128;
    private static final int UUID_LENGTH = 36;
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(US_ASCII);

    private final AccessRing ring;
    private final String client;
    private byte[] text = new byte[FIRST_CAPACITY];
    private int methodLength;
    private int pathLength;
    private int idLength;
    private boolean open;
    private long startNs;
    private long receivedBytes;
    private long sentBefore;
    private long traceHigh;
    private long traceLow;
    private int status;
    private String upstream = "";
    private String error = "";

    AccessEntry(AccessRing ring, String client) {
        this.ring = ring;
        this.client = client;
    }

    /**
     * A request begins.
     *
     * @param nowNs on the log's monotonic clock
     * @param sentBytes to the client so far, on this connection
     */
    public void begin(long nowNs, long sentBytes) {
        open = true;
        startNs = nowNs;
        receivedBytes = 0;
        sentBefore = sentBytes;
        traceHigh = 0;
        traceLow = 0;
        status = 0;
        methodLength = 0;
        pathLength = 0;
        idLength = 0;
        upstream = "";
        error = "";
    }

    /** Whether a request has begun and not ended. */
    public boolean isOpen() {
        return open;
    }

    /**
     * What is asked for; right after {@link #begin}.
     *
     * @param target the path and what follows it: a query is left out, for it may hold secrets
     */
    public void asks(
            MemorySegment buffer, long method, int methodBytes, long target, int targetBytes) {
        methodLength = Math.min(methodBytes, MAX_METHOD_BYTES);
        int path = 0;
        int longest = Math.min(targetBytes, MAX_PATH_BYTES);
        while (path < longest && buffer.get(ValueLayout.JAVA_BYTE, target + path) != '?') {
            path++;
        }
        pathLength = path;
        makeRoom(methodLength + pathLength);
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, method, text, 0, methodLength);
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, target, text, methodLength, pathLength);
    }

    /** The request brings a name of its own; after {@link #asks}. */
    public void isNamed(MemorySegment buffer, long id, int idBytes) {
        idLength = Math.min(idBytes, MAX_ID_BYTES);
        int start = methodLength + pathLength;
        makeRoom(start + idLength);
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, id, text, start, idLength);
    }

    /** The request was given a UUID for a name; after {@link #asks}. */
    public void isNamed(long high, long low) {
        idLength = UUID_LENGTH;
        int start = methodLength + pathLength;
        makeRoom(start + idLength);
        int at = start;
        for (int i = 0; i < 32; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                text[at++] = '-';
            }
            long half = i < 16 ? high : low;
            text[at++] = HEX_DIGITS[(int) (half >>> (60 - 4 * (i % 16))) & 0xf];
        }
    }

    /** The request stands in the trace with this id, of which a half may be 0. */
    public void isTraced(long high, long low) {
        traceHigh = high;
        traceLow = low;
    }

    /** More bytes of the request were read. */
    public void receives(long bytes) {
        receivedBytes += bytes;
    }

    /** The request goes to this upstream. */
    public void goesTo(String address) {
        upstream = address;
    }

    /** A final response, or a switch to another protocol, begins. */
    public void isAnswered(int answer) {
        status = answer;
    }

    /** Something has gone wrong; the last one counts. */
    public void fails(String kind) {
        error = kind;
    }

    /**
     * The request has come to its end; does nothing if there is none.
     *
     * @param nowNs on the log's monotonic clock
     * @param sentBytes to the client so far, on this connection
     */
    public void end(long nowNs, long sentBytes) {
        if (!open) {
            return;
        }
        open = false;
        AccessLine line = ring.next();
        if (line == null) {
            return;
        }
        line.startNs = startNs;
        line.endNs = nowNs;
        line.receivedBytes = receivedBytes;
        line.sentBytes = sentBytes - sentBefore;
        line.traceHigh = traceHigh;
        line.traceLow = traceLow;
        line.status = status;
        line.client = client;
        line.upstream = upstream;
        line.error = error;
        line.setText(text, methodLength, pathLength, idLength);
        ring.publish();
    }

    private void makeRoom(int length) {
        if (length > text.length) {
            byte[] larger = new byte[Math.max(length, 2 * text.length)];
            System.arraycopy(text, 0, larger, 0, text.length);
            text = larger;
        }
    }
}
