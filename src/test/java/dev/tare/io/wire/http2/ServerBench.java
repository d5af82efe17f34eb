package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.base.core.Field;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** A server's session with a client made of bytes; what it tells becomes lines of text. */
class ServerBench implements Http2ServerListener {
    static final PreparedAnswer OK = PreparedAnswer.of(200, List.of(new Field("a", "b")));

    final Arena arena = Arena.ofAuto();
    final List<String> told = new ArrayList<>();
    final Http2ServerSession session;

    /** How long the body is that every request is answered with at once; -1 for no answer. */
    long answerBytes = -1;

    ServerBench(Http2Options options) {
        session = new Http2ServerSession(options, this, arena);
    }

    /** Past the handshake, with nothing left to send. */
    ServerBench open() {
        receive(new FrameBytes().raw(Frames.PREFACE).settings());
        sent();
        return this;
    }

    ServerBench receive(FrameBytes frames) {
        return receive(frames.bytes(), frames.bytes().length);
    }

    ServerBench receive(byte[] bytes, int pieceBytes) {
        MemorySegment all = Octets.segment(bytes);
        for (int at = 0; at < bytes.length; at += pieceBytes) {
            int length = Math.min(pieceBytes, bytes.length - at);
            session.read(all.asSlice(at, length), 0, length);
        }
        return this;
    }

    /** Takes what is to be sent. */
    List<FrameBytes.Frame> sent() {
        byte[] bytes =
                Octets.bytes(session.output(), session.outputOffset(), session.outputLength());
        session.outputTaken(bytes.length);
        return FrameBytes.parse(bytes);
    }

    @Override
    public void onRequest(int stream, Http2Fields head) {
        told.add(stream + " " + head.valueText(head.method()) + " " + head.valueText(head.path()));
    }

    @Override
    public void onBody(int stream, MemorySegment buffer, long offset, int length) {
        String text = new String(Octets.bytes(buffer, offset, length), ISO_8859_1);
        String before = told.getLast();
        if (before.startsWith(stream + " body ")) {
            told.set(told.size() - 1, before + text);
        } else {
            told.add(stream + " body " + text);
        }
    }

    @Override
    public void onRequestEnd(int stream) {
        told.add(stream + " end");
        if (answerBytes >= 0) {
            session.answer(stream, OK, answerBytes, answerBytes, true);
        }
    }

    @Override
    public void copyBody(int stream, long position, MemorySegment target, long offset, int length) {
        for (int i = 0; i < length; i++) {
            target.set(ValueLayout.JAVA_BYTE, offset + i, (byte) (position + i));
        }
    }

    @Override
    public void onAnswered(int stream) {
        told.add(stream + " answered");
    }

    @Override
    public void onAborted(int stream, int errorCode) {
        told.add(stream + " aborted " + Http2Error.name(errorCode));
    }

    @Override
    public void onFailure(Http2Error error, String fault) {
        told.add(error + ": " + fault);
    }
}
