package dev.tare.io.wire.websocket;

import dev.tare.io.wire.GrowableBytes;
import dev.tare.io.wire.Utf8Check;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Reads frames from bytes that arrive in pieces of any size, and puts messages together.
 *
 * <p>A message in one frame that has arrived whole is handed on where it lies. Text is checked as
 * it comes, so that a fault is told before the message ends.
 *
 * <p>Allocation: when a message in pieces is longer than those before; a long one's memory is given
 * back. Source: RFC 6455, sections 5, 7.4 and 8.1.
 */
public final class WebSocketReader {
    /** A message's memory is kept for the next one up to this size. */
    static final int KEPT_BYTES = 64 * 1024;

    private static final int CODE_BYTES = 2;

    private final FrameHead head;
    private final int maxFrameBytes;
    private final int maxMessageBytes;
    private final Utf8Check utf8 = new Utf8Check();
    private final GrowableBytes control = new GrowableBytes(Opcode.MAX_CONTROL_BYTES);
    private GrowableBytes message;

    private boolean inPayload;
    private int key;
    private int payloadBytes;
    private int payloadRead;

    private boolean inMessage;
    private boolean text;
    private boolean closed;
    private String fault = "";
    private int faultCode;

    /**
     * A reader at the beginning of a connection.
     *
     * @param side whose input is read: a server's is masked
     * @param maxFrameBytes the longest payload of one frame, 1 or more
     * @param maxMessageBytes the longest message, 1 or more
     */
    public WebSocketReader(WebSocketSide side, int maxFrameBytes, int maxMessageBytes) {
        if (maxFrameBytes < 1 || maxMessageBytes < 1) {
            throw new IllegalArgumentException(
                    "frames of %d and messages of %d bytes at most: both must be 1 or more"
                            .formatted(maxFrameBytes, maxMessageBytes));
        }
        head = new FrameHead(!side.masks());
        this.maxFrameBytes = maxFrameBytes;
        this.maxMessageBytes = maxMessageBytes;
        message = new GrowableBytes(maxMessageBytes);
    }

    /**
     * Reads the next bytes.
     *
     * @param buffer is written to: the mask is taken away where the bytes lie
     * @param length bytes that are there, 0 or more
     * @return whether all is well so far; once false it stays so
     */
    public boolean read(MemorySegment buffer, long offset, int length, WebSocketSink sink) {
        long p = offset;
        long end = offset + length;
        while (p < end && fault.isEmpty() && !closed) {
            if (inPayload) {
                p += readPayload(buffer, p, (int) (end - p), sink);
            } else {
                p = head.take(buffer, p, end);
                beginFrame(sink);
            }
        }
        return fault.isEmpty();
    }

    /** Whether the other side has sent its close frame. */
    public boolean isClosed() {
        return closed;
    }

    /** What is wrong, in words; else empty. */
    public String fault() {
        return fault;
    }

    /** The close code for {@link #fault}: 1002, 1007 or 1009; 0 while all is well. */
    public int faultCode() {
        return faultCode;
    }

    private void beginFrame(WebSocketSink sink) {
        String wrong = head.fault();
        if (!wrong.isEmpty()) {
            fail(CloseCode.PROTOCOL_ERROR, wrong);
            return;
        }
        if (!head.isWhole()) {
            return;
        }
        if (!mayBegin() || !fits(head.payloadBytes())) {
            return;
        }
        key = head.key();
        payloadBytes = (int) head.payloadBytes();
        payloadRead = 0;
        inPayload = true;
        if (head.opcode() == Opcode.TEXT || head.opcode() == Opcode.BINARY) {
            inMessage = true;
            text = head.opcode() == Opcode.TEXT;
            utf8.begin();
        }
        if (payloadBytes == 0) {
            endFrame(sink);
        }
    }

    private boolean mayBegin() {
        if (!head.isControl() && inMessage != (head.opcode() == Opcode.CONTINUATION)) {
            fail(
                    CloseCode.PROTOCOL_ERROR,
                    inMessage
                            ? "a message begins within another"
                            : "a continuation has no message to continue");
            return false;
        }
        return true;
    }

    private boolean fits(long length) {
        if (length < 0) {
            fail(CloseCode.PROTOCOL_ERROR, "a length is not in its shortest form, or negative");
        } else if (!head.isControl() && length > maxFrameBytes) {
            fail(
                    CloseCode.TOO_BIG,
                    "a frame of %d bytes; at most %d are taken".formatted(length, maxFrameBytes));
        } else if (!head.isControl() && message.length() + length > maxMessageBytes) {
            fail(CloseCode.TOO_BIG, "a message of more than %d bytes".formatted(maxMessageBytes));
        }
        return fault.isEmpty();
    }

    /** Reads on in a frame's payload; returns how many bytes were consumed, 1 or more. */
    private int readPayload(MemorySegment buffer, long offset, int length, WebSocketSink sink) {
        int piece = Math.min(length, payloadBytes - payloadRead);
        if (key != 0) {
            Masking.apply(buffer, offset, piece, key, payloadRead);
        }
        payloadRead += piece;
        if (head.isControl()) {
            control.append(buffer, offset, piece);
        } else if (text && !utf8.accepts(buffer, offset, piece)) {
            fail(CloseCode.INVALID_DATA, "a text is not UTF-8");
        } else if (piece == payloadBytes && head.fin() && message.length() == 0) {
            endMessage(sink, buffer, offset, piece);
            return piece;
        } else {
            message.append(buffer, offset, piece);
        }
        if (payloadRead == payloadBytes && fault.isEmpty()) {
            endFrame(sink);
        }
        return piece;
    }

    private void endFrame(WebSocketSink sink) {
        if (!head.isControl()) {
            if (head.fin()) {
                endMessage(sink, message.bytes(), 0, message.length());
            } else {
                nextFrame();
            }
            return;
        }
        Opcode opcode = head.opcode();
        nextFrame();
        switch (opcode) {
            case PING -> sink.onPing(control.bytes(), 0, control.length());
            case CLOSE -> close(sink);
            case PONG -> sink.onPong();
            case CONTINUATION, TEXT, BINARY -> throw new AssertionError(opcode);
        }
        control.clear();
    }

    private void endMessage(WebSocketSink sink, MemorySegment bytes, long offset, int length) {
        nextFrame();
        inMessage = false;
        if (text && !utf8.isWhole()) {
            fail(CloseCode.INVALID_DATA, "a text ends within a character");
            return;
        }
        sink.onMessage(text, bytes, offset, length);
        if (message.bytes().byteSize() > KEPT_BYTES) {
            message = new GrowableBytes(maxMessageBytes);
        }
        message.clear();
    }

    private void nextFrame() {
        inPayload = false;
        head.begin();
    }

    private void close(WebSocketSink sink) {
        if (control.length() == 0) {
            closed = true;
            sink.onClose(CloseCode.NONE, "");
            return;
        }
        if (control.length() < CODE_BYTES) {
            fail(CloseCode.PROTOCOL_ERROR, "a close frame has half a code");
            return;
        }
        int code = (control.at(0) & 0xff) << Byte.SIZE | (control.at(1) & 0xff);
        int reasonBytes = control.length() - CODE_BYTES;
        utf8.begin();
        if (!CloseCode.isSendable(code)) {
            fail(CloseCode.PROTOCOL_ERROR, "close code %d may not be sent".formatted(code));
        } else if (!utf8.accepts(control.bytes(), CODE_BYTES, reasonBytes) || !utf8.isWhole()) {
            fail(CloseCode.INVALID_DATA, "the reason of a close is not UTF-8");
        } else {
            byte[] reason =
                    control.bytes().asSlice(CODE_BYTES, reasonBytes).toArray(ValueLayout.JAVA_BYTE);
            closed = true;
            sink.onClose(code, new String(reason, StandardCharsets.UTF_8));
        }
    }

    private void fail(int code, String wrong) {
        faultCode = code;
        fault = wrong;
    }
}
