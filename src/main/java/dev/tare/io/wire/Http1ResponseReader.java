package dev.tare.io.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The client's side: reads one answer after the other from bytes that arrive in pieces of any size.
 *
 * <p>Informational answers are skipped and counted; 101 (Switching Protocols) is final.
 *
 * <p>Allocation: none, but for the first head that arrives in pieces. Source: RFC 9112, sections 4,
 * 6, 7 and 8; RFC 9110, section 15.2.
 */
public final class Http1ResponseReader {
    /** How far the reading of an answer has come. */
    public enum State {
        /** The final head is not whole yet. */
        HEAD,
        /** The head is whole, the body is not. */
        BODY,
        /** The answer is whole; the next bytes are none of its. */
        COMPLETE,
        /** The bytes are no answer, or it was cut short; {@link #fault} says why. */
        MALFORMED
    }

    /** The most informational answers before a final one. */
    public static final int MAX_INFORMATIONAL = 16;

    private final HeadAssembler assembler;
    private final Http1BodyDecoder decoder = new Http1BodyDecoder();
    private HttpMethod requestMethod = HttpMethod.GET;
    private State state = State.HEAD;
    private String fault = "";
    private BodyFraming framing = BodyFraming.NONE;
    private boolean keepAlive;
    private long headBytes;
    private int informationalCount;

    /** Takes memory for heads in pieces from the garbage collector. */
    public Http1ResponseReader() {
        assembler = new HeadAssembler(false, null);
    }

    /** Takes memory for heads in pieces from an arena that lives longer than the reader. */
    public Http1ResponseReader(Arena arena) {
        assembler = new HeadAssembler(false, arena);
    }

    /**
     * Begins the answer to the next request.
     *
     * @param headRequest whether that is a HEAD request, whose answer has no body
     */
    public void begin(boolean headRequest) {
        begin(headRequest ? HttpMethod.HEAD : HttpMethod.GET);
    }

    /** Begins the answer to the next request, whose method decides about the body. */
    public void begin(HttpMethod method) {
        requestMethod = method;
        assembler.reset();
        decoder.begin(BodyFraming.NONE, 0);
        state = State.HEAD;
        fault = "";
        framing = BodyFraming.NONE;
        keepAlive = false;
        headBytes = 0;
        informationalCount = 0;
    }

    /**
     * Reads up to the end of the answer.
     *
     * @param length bytes that are there, 0 or more
     * @param sink takes the body's bytes; null to drop them
     * @return how many bytes were consumed, 0 to {@code length}; less than {@code length} only when
     *     the answer is complete
     */
    public int read(MemorySegment buffer, long offset, int length, @Nullable BodySink sink) {
        int consumed = readHead(buffer, offset, length);
        if (state != State.BODY) {
            return consumed;
        }
        int decoded = decoder.decode(buffer, offset + consumed, length - consumed, sink);
        if (decoded == Http1BodyDecoder.MALFORMED) {
            malformed(decoder.fault());
            return length;
        }
        if (decoder.complete()) {
            state = State.COMPLETE;
        }
        return consumed + decoded;
    }

    /**
     * Reads up to the end of the final head only, so that {@link #head} can be looked at while its
     * bytes are there; {@link #read} then goes on with the body.
     *
     * @return how many bytes were consumed, 0 to {@code length}
     */
    public int readHead(MemorySegment buffer, long offset, int length) {
        int consumed = 0;
        while (state == State.HEAD && consumed < length) {
            consumed += assembler.take(buffer, offset + consumed, length - consumed);
            switch (assembler.outcome()) {
                case NEED_MORE -> {}
                case WHOLE -> onHead();
                case FAULTY -> malformed(assembler.head().fault());
            }
        }
        return state == State.MALFORMED ? length : consumed;
    }

    /**
     * The other side has closed: completes a body that lasts until then; any other answer that has
     * not ended is malformed, for it was cut short.
     */
    public void end() {
        if (state == State.BODY && decoder.completeAtEnd()) {
            state = State.COMPLETE;
        } else if (state == State.BODY) {
            malformed("the connection closed within the body");
        } else if (state == State.HEAD) {
            malformed(
                    begun()
                            ? "the connection closed within the head"
                            : "the connection closed before the answer");
        }
    }

    public State state() {
        return state;
    }

    /** Whether any byte of the answer has arrived. */
    public boolean begun() {
        return headBytes > 0 || assembler.partial() || state != State.HEAD;
    }

    /**
     * The head, from when it is whole; its positions are valid as long as the bytes that were read
     * are, at most until the next call of a reading method.
     */
    public Http1Head head() {
        return assembler.head();
    }

    /** The final status, 101 or 200 to 999; only when the final head is whole. */
    public int status() {
        return assembler.head().status();
    }

    /** How the body's end is found; only when the final head is whole. */
    public BodyFraming framing() {
        return framing;
    }

    /** Whether the connection may be used again, once the answer is complete. */
    public boolean keepAlive() {
        return keepAlive && state != State.MALFORMED;
    }

    /** Bytes of the body so far, without its framing. */
    public long bodyBytes() {
        return decoder.bodyBytes();
    }

    /** Bytes of all whole heads so far, informational ones included. */
    public long headBytes() {
        return headBytes;
    }

    /** What is wrong with a malformed answer, in words; else empty. */
    public String fault() {
        return fault;
    }

    /** How many informational answers came before the final one. */
    public int informationalCount() {
        return informationalCount;
    }

    private void onHead() {
        Http1Head head = assembler.head();
        headBytes += assembler.headBytes();
        boolean switches = BodyFraming.switchesProtocol(head.status());
        if (head.status() < 200 && !switches) {
            assembler.reset();
            if (++informationalCount > MAX_INFORMATIONAL) {
                malformed("more than 16 informational answers");
            }
            return;
        }
        framing = BodyFraming.ofResponse(head, requestMethod);
        boolean tunnel = requestMethod == HttpMethod.CONNECT && head.status() / 100 == 2;
        keepAlive = head.keepAlive() && framing != BodyFraming.UNTIL_CLOSE && !switches && !tunnel;
        decoder.begin(framing, Math.max(0, head.contentLength()));
        state = decoder.complete() ? State.COMPLETE : State.BODY;
    }

    private void malformed(String wrong) {
        state = State.MALFORMED;
        fault = wrong;
    }
}
