package dev.tare.load.request;

import dev.tare.base.core.RequestBody;
import dev.tare.io.wire.GrowableBytes;
import dev.tare.io.wire.Http1Head;
import java.lang.foreign.MemorySegment;

/**
 * The bytes of the request that one slot is sending: a {@link RequestMaker}'s own where they are
 * always the same, else a buffer that is used again for the next.
 *
 * <p>Thread-safety: the thread of its connection only. Allocation: none for requests that are
 * always the same; when the buffer grows for others.
 */
public final class OutgoingRequest {
    /** The longest request that is made anew, bytes. */
    public static final int MAX_BYTES = RequestBody.MAX_BYTES + Http1Head.MAX_HEAD_BYTES;

    private final CookieJar cookies;
    private final GrowableBytes made = new GrowableBytes(MAX_BYTES);
    private MemorySegment bytes = MemorySegment.NULL;
    private long offset;
    private int length;
    private long targetOffset;
    private int targetLength;

    /** A slot whose client keeps no cookies. */
    public OutgoingRequest() {
        this(CookieJar.none());
    }

    /**
     * A slot of a client.
     *
     * @param cookies the client's; all its slots share them
     */
    public OutgoingRequest(CookieJar cookies) {
        this.cookies = cookies;
    }

    /** What is sent; a native segment. Valid until the next request is made. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** Where in {@link #bytes} the request begins. */
    public long offset() {
        return offset;
    }

    /** How many bytes the request has. */
    public int length() {
        return length;
    }

    /** Where in {@link #bytes} the request target begins; what cookies are chosen by. */
    public long targetOffset() {
        return targetOffset;
    }

    /** How many bytes the request target has. */
    public int targetLength() {
        return targetLength;
    }

    /** The client's cookies. */
    public CookieJar cookies() {
        return cookies;
    }

    /**
     * For makers: these bytes are sent as they lie, and stay as they are until then.
     *
     * @param lasting a native segment
     */
    public void use(MemorySegment lasting, long first, int count) {
        bytes = lasting;
        offset = first;
        length = count;
    }

    /** For makers: the empty buffer for a request made anew, which ends with {@link #made}. */
    public GrowableBytes beginMaking() {
        return made.clear();
    }

    /** For makers: what was put into {@link #beginMaking}'s buffer is sent. */
    public void made() {
        use(made.bytes(), 0, made.length());
    }

    /** For makers: where in {@link #bytes} the request target lies. */
    public void targetAt(long first, int count) {
        targetOffset = first;
        targetLength = count;
    }
}
