package dev.tare.io.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The server's side: reads one request after the other from bytes that arrive in pieces of any
 * size.
 *
 * <p>Allocation: none, but for the first head that arrives in pieces. Source: RFC 9112, sections 3,
 * 6, 7 and 8.
 */
public final class Http1RequestReader {
    /** How far the reading of a request has come. */
    public enum State {
        /** The head is not whole yet. */
        HEAD,
        /** The head is whole, the body is not. */
        BODY,
        /** The request is whole; the next bytes are none of its. */
        COMPLETE,
        /** The bytes are no request, or it was cut short; {@link #fault} says why. */
        MALFORMED
    }

    private static final int BAD_REQUEST = 400;

    private final HeadAssembler assembler;
    private final Http1BodyDecoder decoder = new Http1BodyDecoder();
    private State state = State.HEAD;
    private String fault = "";
    private int faultStatus;
    private BodyFraming framing = BodyFraming.NONE;
    private boolean keepAlive;
    private long headBytes;

    /** Takes memory for heads in pieces from the garbage collector. */
    public Http1RequestReader() {
        assembler = new HeadAssembler(true, null);
    }

    /** Takes memory for heads in pieces from an arena that lives longer than the reader. */
    public Http1RequestReader(Arena arena) {
        assembler = new HeadAssembler(true, arena);
    }

    /** Begins the next request. The first one has begun already. */
    public void begin() {
        assembler.reset();
        decoder.begin(BodyFraming.NONE, 0);
        state = State.HEAD;
        fault = "";
        faultStatus = 0;
        framing = BodyFraming.NONE;
        keepAlive = false;
        headBytes = 0;
    }

    /**
     * Reads up to the end of the request.
     *
     * @param length bytes that are there, 0 or more
     * @param sink takes the body's bytes; null to drop them
     * @return how many bytes were consumed, 0 to {@code length}; less than {@code length} only when
     *     the request is complete
     */
    public int read(MemorySegment buffer, long offset, int length, @Nullable BodySink sink) {
        int consumed = readHead(buffer, offset, length);
        if (state != State.BODY) {
            return consumed;
        }
        int decoded = decoder.decode(buffer, offset + consumed, length - consumed, sink);
        if (decoded == Http1BodyDecoder.MALFORMED) {
            malformed(decoder.fault(), BAD_REQUEST);
            return length;
        }
        if (decoder.complete()) {
            state = State.COMPLETE;
        }
        return consumed + decoded;
    }

    /**
     * Reads up to the end of the head only, so that {@link #head} can be looked at while its bytes
     * are there and before the body; {@link #read} then goes on with the body.
     *
     * @return how many bytes were consumed, 0 to {@code length}
     */
    public int readHead(MemorySegment buffer, long offset, int length) {
        if (state != State.HEAD || length == 0) {
            return state == State.MALFORMED ? length : 0;
        }
        int consumed = assembler.take(buffer, offset, length);
        switch (assembler.outcome()) {
            case NEED_MORE -> {}
            case WHOLE -> onHead();
            case FAULTY -> {
                Http1Head head = assembler.head();
                malformed(head.fault(), head.faultStatus());
            }
        }
        return consumed;
    }

    /** The other side has closed: a request that has begun and not ended is malformed. */
    public void end() {
        if (state == State.BODY) {
            malformed("the connection closed within the body", BAD_REQUEST);
        } else if (state == State.HEAD && begun()) {
            malformed("the connection closed within the head", BAD_REQUEST);
        }
    }

    public State state() {
        return state;
    }

    /** Whether any byte of the request has arrived. */
    public boolean begun() {
        return assembler.partial() || state != State.HEAD;
    }

    /**
     * The head, from when it is whole; its positions are valid as long as the bytes that were read
     * are, at most until the next call of a reading method.
     */
    public Http1Head head() {
        return assembler.head();
    }

    /** How the body's end is found; only when the head is whole. */
    public BodyFraming framing() {
        return framing;
    }

    /** Whether the client is willing to use the connection again after this request. */
    public boolean keepAlive() {
        return keepAlive && state != State.MALFORMED;
    }

    /** Bytes of the body so far, without its framing. */
    public long bodyBytes() {
        return decoder.bodyBytes();
    }

    /** Bytes of the head, once it is whole. */
    public long headBytes() {
        return headBytes;
    }

    /** What is wrong with a malformed request, in words; else empty. */
    public String fault() {
        return fault;
    }

    /** The status that answers a malformed request: 400, 431 or 505; else 0. */
    public int faultStatus() {
        return faultStatus;
    }

    private void onHead() {
        Http1Head head = assembler.head();
        headBytes = assembler.headBytes();
        framing = BodyFraming.ofRequest(head);
        keepAlive = head.keepAlive();
        decoder.begin(framing, Math.max(0, head.contentLength()));
        state = decoder.complete() ? State.COMPLETE : State.BODY;
    }

    private void malformed(String wrong, int status) {
        state = State.MALFORMED;
        fault = wrong;
        faultStatus = status;
    }
}
