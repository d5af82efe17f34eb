package dev.tare.specimen.app.wamp.transport;

import dev.tare.io.net.Connection;
import dev.tare.specimen.app.wamp.link.LinkAcceptor;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A link over RawSocket, either side of it.
 *
 * <p>Thread-safety: its loop's thread. Source: The Web Application Messaging Protocol, section
 * "RawSocket Transport".
 */
final class RawSocketLink extends StreamLink implements RawSocketSink {
    private final RawSocketReader reader;
    private final byte[] hello = new byte[RawSocketHandshake.BYTES];
    private final boolean tooMany;
    private int helloRead;

    /** A link of a server, which learns its serializer from the client. */
    RawSocketLink(WampTransports transports, LinkAcceptor acceptor) {
        super(transports, WampSerializer.JSON, acceptor);
        tooMany = transports.isFull();
        reader = new RawSocketReader(transports.options().maxMessageBytes());
    }

    /** A link of a client. */
    RawSocketLink(WampTransports transports, WampSerializer serializer, LinkOpening opening) {
        super(transports, serializer, opening);
        tooMany = false;
        reader = new RawSocketReader(transports.options().maxMessageBytes());
    }

    @Override
    public void onConnected(Connection self) {
        if (!isServer()) {
            enqueue(ours(serializer()).toBytes());
        }
    }

    private RawSocketHandshake ours(WampSerializer serializer) {
        return RawSocketHandshake.of(serializer, transports().options().maxMessageBytes());
    }

    @Override
    void received(MemorySegment buffer, long offset, int length) {
        int taken = 0;
        if (state() == State.OPENING) {
            taken = Math.min(length, hello.length - helloRead);
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, offset, hello, helloRead, taken);
            helloRead += taken;
            // A peer that speaks something else altogether is told from its first byte.
            if (helloRead == hello.length || hello[0] != RawSocketHandshake.MAGIC) {
                shakeHands(RawSocketHandshake.read(hello));
            }
        }
        if (state() == State.OPEN && !reader.read(buffer, offset + taken, length - taken, this)) {
            fault(new ProtocolFault(reader.fault()));
        }
    }

    private void shakeHands(Optional<RawSocketHandshake> theirs) {
        if (isServer()) {
            theirs.ifPresentOrElse(this::answer, this::refuse);
        } else {
            theirs.ifPresentOrElse(
                    this::takeAnswer, () -> fail("the server does not speak RawSocket"));
        }
    }

    private void answer(RawSocketHandshake theirs) {
        Optional<WampSerializer> asked = WampSerializer.ofRawSocketNumber(theirs.serializer());
        if (tooMany) {
            refuse(RawSocketHandshake.TOO_MANY_CONNECTIONS);
        } else if (theirs.reserved() != 0) {
            refuse(RawSocketHandshake.RESERVED_BITS_USED);
        } else if (asked.isEmpty()) {
            refuse(RawSocketHandshake.SERIALIZER_UNSUPPORTED);
        } else if (theirs.maxMessageBytes() < LinkOptions.MIN_MESSAGE_BYTES) {
            // Not even WELCOME, with what a router can do, would fit.
            refuse(RawSocketHandshake.LENGTH_UNACCEPTABLE);
        } else {
            speak(asked.get(), theirs.maxMessageBytes());
            enqueue(ours(asked.get()).toBytes());
            opened();
        }
    }

    private void refuse(int reason) {
        enqueue(RawSocketHandshake.refusal(reason).toBytes());
        refuse();
    }

    private void takeAnswer(RawSocketHandshake theirs) {
        if (theirs.isRefusal()) {
            fail(theirs.refusalText());
        } else if (theirs.reserved() != 0
                || theirs.serializer() != serializer().rawSocketNumber()) {
            fail("the server answers with another serializer, or with reserved bits");
        } else {
            speak(serializer(), theirs.maxMessageBytes());
            opened();
        }
    }

    @Override
    public void onMessage(MemorySegment buffer, long offset, int length) {
        message(buffer, offset, length);
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
    int headBytes(int payloadBytes) {
        return RawSocketReader.HEAD_BYTES;
    }

    @Override
    void frame(Kind kind, MemorySegment target, long offset, int payloadBytes) {
        int type =
                switch (kind) {
                    case MESSAGE -> RawSocketReader.REGULAR;
                    case PING -> RawSocketReader.PING;
                    case PONG -> RawSocketReader.PONG;
                };
        RawSocketReader.writeHead(target, offset, type, payloadBytes);
    }

    @Override
    void onFaulty() {}

    @Override
    void sayClose() {}

    @Override
    boolean hasPeerClosed() {
        return false;
    }

    @Override
    boolean closesHalf() {
        return true;
    }

    @Override
    boolean pings() {
        // Autobahn on Twisted takes a ping for a message of 16 MiB.
        return false;
    }

    @Override
    public String transport() {
        return "rawsocket/" + serializer().label();
    }
}
