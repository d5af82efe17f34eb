package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.base.core.RequestSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client's session with a server made of bytes; what it tells becomes lines of text. */
class ClientBench implements Http2ClientListener {
    final Arena arena = Arena.ofAuto();
    final List<String> told = new ArrayList<>();
    final Http2ClientSession session;
    final PreparedRequest get = prepare(RequestSpec.get("/"));
    private final int pieceBytes;

    ClientBench() {
        this(Http2Options.standard(), Integer.MAX_VALUE);
    }

    /** A session that is fed pieces of so many bytes. */
    ClientBench(Http2Options options, int pieceBytes) {
        this.pieceBytes = pieceBytes;
        session = new Http2ClientSession(options, this, arena);
    }

    PreparedRequest prepare(RequestSpec request) {
        return PreparedRequest.of(request, "http", "localhost:80", arena);
    }

    /** Past the handshake, with nothing left to send. */
    ClientBench open(int... settings) {
        receive(new FrameBytes().settings(settings));
        sent();
        return this;
    }

    /** Starts requests for tokens from 0 on. */
    ClientBench start(int count) {
        for (int token = 0; token < count; token++) {
            if (!session.startRequest(token, get)) {
                throw new AssertionError("not started: " + token);
            }
        }
        return this;
    }

    ClientBench receive(FrameBytes frames) {
        return receive(frames.bytes());
    }

    ClientBench receive(byte[] bytes) {
        return receiveIn(bytes, pieceBytes);
    }

    /** Feeds pieces of so many bytes. */
    ClientBench receiveIn(byte[] bytes, int piece) {
        MemorySegment all = Octets.segment(bytes);
        int length;
        for (int at = 0; at < bytes.length; at += length) {
            length = Math.min(piece, bytes.length - at);
            session.read(all.asSlice(at, length), 0, length);
        }
        return this;
    }

    /** Takes what is to be sent, as bytes. */
    byte[] sentBytes() {
        byte[] bytes =
                Octets.bytes(session.output(), session.outputOffset(), session.outputLength());
        session.outputTaken(bytes.length);
        return bytes;
    }

    /** Takes what is to be sent, preface aside. */
    List<FrameBytes.Frame> sent() {
        byte[] bytes = sentBytes();
        int preface = bytes.length > 0 && bytes[0] == 'P' ? Frames.PREFACE.length : 0;
        return FrameBytes.parse(Arrays.copyOfRange(bytes, preface, bytes.length));
    }

    @Override
    public void onHead(int token, Http2Fields head) {
        StringBuilder line = new StringBuilder(token + " head " + head.status());
        for (int i = 0; i < head.count(); i++) {
            if (!head.nameText(i).startsWith(":")) {
                line.append(' ').append(head.nameText(i)).append('=').append(head.valueText(i));
            }
        }
        told.add(line.toString());
    }

    @Override
    public void onBody(int token, MemorySegment buffer, long offset, int length) {
        String text = new String(Octets.bytes(buffer, offset, length), ISO_8859_1);
        String before = told.isEmpty() ? "" : told.getLast();
        if (before.startsWith(token + " body ")) {
            told.set(told.size() - 1, before + text);
        } else {
            told.add(token + " body " + text);
        }
    }

    @Override
    public void onTrailers(int token, Http2Fields trailers) {
        told.add(token + " trailers " + trailers.nameText(0) + "=" + trailers.valueText(0));
    }

    @Override
    public void onEnd(int token) {
        told.add(token + " end");
    }

    @Override
    public void onReset(int token, int errorCode) {
        told.add(token + " reset " + Http2Error.name(errorCode));
    }

    @Override
    public void onMalformed(int token, String fault) {
        told.add(token + " malformed: " + fault);
    }

    @Override
    public void onNotProcessed(int token) {
        told.add(token + " not processed");
    }

    @Override
    public void onGoAway(int errorCode) {
        told.add("goaway " + Http2Error.name(errorCode));
    }

    @Override
    public void onFailure(Http2Error error, String fault) {
        told.add(error + ": " + fault);
    }
}
