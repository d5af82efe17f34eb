package dev.tare.specimen.app.wamp.transport;

import dev.tare.io.net.Connection;
import dev.tare.io.wire.GrowableBytes;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.websocket.ClientHandshake;
import dev.tare.io.wire.websocket.CloseCode;
import dev.tare.io.wire.websocket.Opcode;
import dev.tare.io.wire.websocket.WebSocketReader;
import dev.tare.io.wire.websocket.WebSocketSide;
import dev.tare.io.wire.websocket.WebSocketSink;
import dev.tare.io.wire.websocket.WebSocketWriter;
import dev.tare.specimen.app.wamp.link.LinkAcceptor;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A link over WebSocket, either side of it: a message of WAMP in each message of its, of text or
 * binary as the serializer is. No side tells what it takes, so nothing longer is sent than would be
 * taken here.
 *
 * <p>Thread-safety: its loop's thread. Source: The Web Application Messaging Protocol, section
 * "WebSocket Transport"; RFC 6455.
 */
final class WebSocketLink extends StreamLink implements WebSocketSink {
    private final WebSocketReader reader;
    private final WebSocketWriter writer;
    private final @Nullable ClientHandshake handshake;

    /** What has come of the answer to a client's handshake. */
    private @Nullable GrowableBytes answer;

    private int closeCode = CloseCode.NORMAL;
    private String closeReason = "";

    /** A link of a server, whose handshake is done. */
    WebSocketLink(WampTransports transports, WampSerializer serializer, LinkAcceptor acceptor) {
        super(transports, serializer, acceptor);
        handshake = null;
        reader = reader(transports, WebSocketSide.SERVER);
        writer = new WebSocketWriter(WebSocketSide.SERVER, transports.memory().masks);
        speak(serializer, transports.options().maxMessageBytes());
    }

    /** A link of a client. */
    WebSocketLink(
            WampTransports transports,
            WampSerializer serializer,
            ClientHandshake handshake,
            LinkOpening opening) {
        super(transports, serializer, opening);
        this.handshake = handshake;
        answer = new GrowableBytes(Http1Head.MAX_HEAD_BYTES);
        reader = reader(transports, WebSocketSide.CLIENT);
        writer = new WebSocketWriter(WebSocketSide.CLIENT, transports.memory().masks);
        speak(serializer, transports.options().maxMessageBytes());
    }

    private static WebSocketReader reader(WampTransports transports, WebSocketSide side) {
        int max = transports.options().maxMessageBytes();
        return new WebSocketReader(side, max, max);
    }

    @Override
    public void onConnected(Connection self) {
        if (handshake != null) {
            enqueue(handshake.request());
        }
    }

    @Override
    void received(MemorySegment buffer, long offset, int length) {
        int taken = state() == State.OPENING ? readAnswer(buffer, offset, length) : 0;
        if (taken == length || state() == State.OPENING || state() == State.CLOSED) {
            return;
        }
        if (!reader.read(buffer, offset + taken, length - taken, this)) {
            closeCode = reader.faultCode();
            closeReason = reader.fault();
            fault(new ProtocolFault(reader.fault()));
        }
    }

    /** Reads the answer to the handshake; returns how many of these bytes belong to it. */
    private int readAnswer(MemorySegment buffer, long offset, int length) {
        GrowableBytes head = answer;
        if (head == null || handshake == null) {
            return 0;
        }
        int before = head.length();
        int more = Math.min(length, head.room());
        head.append(buffer, offset, more);
        Http1Head parsed = new Http1Head();
        int headBytes = parsed.parseResponse(head.bytes(), 0, head.length());
        if (headBytes == Http1Head.NEED_MORE) {
            return length;
        }
        String wrong = headBytes < 0 ? parsed.fault() : handshake.fault(parsed);
        if (!wrong.isEmpty()) {
            fail(wrong);
            return length;
        }
        answer = null;
        opened();
        return headBytes - before;
    }

    @Override
    public void onMessage(boolean text, MemorySegment buffer, long offset, int length) {
        if (text == serializer().isText()) {
            message(buffer, offset, length);
        } else {
            closeCode = CloseCode.UNSUPPORTED_DATA;
            closeReason =
                    "%s goes in %s messages"
                            .formatted(
                                    serializer().label(),
                                    serializer().isText() ? "text" : "binary");
            fault(new ProtocolFault(closeReason));
        }
    }

    @Override
    public void onPing(MemorySegment payload, long offset, int length) {
        if (state() == State.OPEN) {
            enqueue(Kind.PONG, payload, offset, length);
        }
    }

    @Override
    public void onPong() {}

    @Override
    public void onClose(int code, String reason) {
        if (state() == State.OPEN) {
            closeCode = code == CloseCode.NONE ? CloseCode.NORMAL : code;
        }
        peerCloses();
    }

    @Override
    int headBytes(int payloadBytes) {
        return writer.headBytes(payloadBytes);
    }

    @Override
    void frame(Kind kind, MemorySegment target, long offset, int payloadBytes) {
        Opcode opcode =
                switch (kind) {
                    case MESSAGE -> serializer().isText() ? Opcode.TEXT : Opcode.BINARY;
                    case PING -> Opcode.PING;
                    case PONG -> Opcode.PONG;
                };
        writer.frame(target, offset, opcode, true, payloadBytes);
    }

    @Override
    void onFaulty() {
        if (closeCode == CloseCode.NORMAL) {
            closeCode = CloseCode.PROTOCOL_ERROR;
        }
    }

    @Override
    void sayClose() {
        int room = writer.headBytes(Opcode.MAX_CONTROL_BYTES) + Opcode.MAX_CONTROL_BYTES;
        MemorySegment frame = Arena.ofAuto().allocate(room);
        int length = writer.close(frame, 0, closeCode, closeReason);
        enqueue(frame.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    boolean hasPeerClosed() {
        return reader.isClosed();
    }

    @Override
    boolean closesHalf() {
        // Where reading has failed, the peer's close would not be found.
        return !reader.fault().isEmpty();
    }

    @Override
    boolean pings() {
        return true;
    }

    @Override
    public String transport() {
        return "websocket/" + serializer().label();
    }
}
