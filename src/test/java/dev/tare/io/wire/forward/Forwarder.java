package dev.tare.io.wire.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2ClientListener;
import dev.tare.io.wire.http2.Http2ClientSession;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2Options;
import dev.tare.io.wire.http2.Http2ServerListener;
import dev.tare.io.wire.http2.Http2ServerSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The smallest proxy: a server's session on one side and a client's on the other, joined stream by
 * stream. Of each body it holds what a stream's window allows, and no more.
 */
final class Forwarder {
    private static final byte[] SCHEME = "http".getBytes(US_ASCII);
    private static final byte[] NOWHERE = "nowhere".getBytes(US_ASCII);
    private static final int NONE = -1;

    /** What became of the requests that were passed on, in their order. */
    interface Watcher {
        void onRequest(int token, Http2Fields head);

        void onBody(int token, MemorySegment buffer, long offset, int length);

        void onTrailers(int token, Http2Fields trailers);

        void onRequestEnd(int token);

        void onAborted(int token);
    }

    /** A body on its way: bytes that came and have not left lie where their position says. */
    private static final class Ring {
        private final MemorySegment bytes;
        private long received;
        private long sent;

        Ring(int capacityBytes, Arena arena) {
            bytes = arena.allocate(capacityBytes);
        }

        void clear() {
            received = 0;
            sent = 0;
        }

        void put(MemorySegment buffer, long offset, int length) {
            if (received - sent + length > bytes.byteSize()) {
                throw new AssertionError("more of a body than its window allows");
            }
            int done = 0;
            while (done < length) {
                long at = received % bytes.byteSize();
                int piece = (int) Math.min(length - done, bytes.byteSize() - at);
                MemorySegment.copy(buffer, offset + done, bytes, at, piece);
                received += piece;
                done += piece;
            }
        }

        void take(long position, MemorySegment target, long offset, int length) {
            if (position != sent) {
                throw new AssertionError("a body that is not fetched in its order");
            }
            int done = 0;
            while (done < length) {
                long at = sent % bytes.byteSize();
                int piece = (int) Math.min(length - done, bytes.byteSize() - at);
                MemorySegment.copy(bytes, at, target, offset + done, piece);
                sent += piece;
                done += piece;
            }
        }
    }

    final Http2ServerSession server;
    final Http2ClientSession client;
    String failure = "";

    private final HeadFields fields;
    private final Watcher watcher;
    private final int[] tokenOf;
    private final int[] streamOf;
    private final boolean[] used;

    /** The client's session has done with the token. */
    private final boolean[] left;

    private final boolean[] requestEnded;
    private final boolean[] answerEnded;

    /** By stream: the answer has left, and the rest of the request is not needed. */
    private final boolean[] halfClosed;

    private final Ring[] up;
    private final Ring[] down;

    /** Both sides have these options, and may be half-closed. */
    Forwarder(Http2Options options, Watcher watcher, Arena arena) {
        this.watcher = watcher;
        int streams = options.maxStreams();
        tokenOf = new int[streams];
        streamOf = new int[streams];
        used = new boolean[streams];
        left = new boolean[streams];
        halfClosed = new boolean[streams];
        requestEnded = new boolean[streams];
        answerEnded = new boolean[streams];
        up = new Ring[streams];
        down = new Ring[streams];
        for (int i = 0; i < streams; i++) {
            up[i] = new Ring(options.streamWindowBytes(), arena);
            down[i] = new Ring(options.streamWindowBytes(), arena);
        }
        fields = new HeadFields(arena);
        server = new Http2ServerSession(options.withHalfClosed(), new Downstream(), arena);
        client = new Http2ClientSession(options.withHalfClosed(), new Upstream(), arena);
    }

    /** Serves two new connections. */
    void begin() {
        server.begin();
        client.begin();
        failure = "";
        Arrays.fill(used, false);
    }

    private int freeToken() {
        for (int token = 0; token < used.length; token++) {
            if (!used[token]) {
                return token;
            }
        }
        return NONE;
    }

    /** The server's session has done with the stream. */
    private void leaveStream(int stream) {
        int token = tokenOf[stream];
        tokenOf[stream] = NONE;
        if (token != NONE) {
            streamOf[token] = NONE;
            used[token] = !left[token];
        }
    }

    /** The client's session has done with the token. */
    private void leaveToken(int token) {
        left[token] = true;
        used[token] = streamOf[token] != NONE;
    }

    /** Resets both sides. */
    private void giveUp(int token, Http2Error error) {
        client.resetStream(token, Http2Error.CANCEL);
        leaveToken(token);
        int stream = streamOf[token];
        if (stream != NONE) {
            server.resetStream(stream, error);
            leaveStream(stream);
        }
    }

    private static Http2Error error(int code) {
        for (Http2Error error : Http2Error.values()) {
            if (error.code() == code) {
                return error;
            }
        }
        return Http2Error.CANCEL;
    }

    private final class Downstream implements Http2ServerListener {
        @Override
        public void onRequest(int stream, Http2Fields head) {
            tokenOf[stream] = NONE;
            HeadFault fault =
                    Http2ToHttp2.request(head, SCHEME, NOWHERE, 0, HeadChange.NONE, fields);
            if (fault != HeadFault.NONE) {
                fields.clear().status(fault.requestStatus());
                server.answer(stream, fields, true);
                return;
            }
            int token = freeToken();
            if (token == NONE || !client.startRequest(token, fields, head.endsMessage())) {
                server.resetStream(stream, Http2Error.REFUSED_STREAM);
                return;
            }
            used[token] = true;
            left[token] = false;
            halfClosed[stream] = false;
            tokenOf[stream] = token;
            streamOf[token] = stream;
            up[token].clear();
            down[token].clear();
            requestEnded[token] = head.endsMessage();
            answerEnded[token] = false;
            server.creditByOwner(stream);
            client.creditByOwner(token);
            watcher.onRequest(token, head);
        }

        @Override
        public void onBody(int stream, MemorySegment buffer, long offset, int length) {
            int token = tokenOf[stream];
            if (token == NONE) {
                return;
            }
            if (left[token]) {
                server.credit(stream, length);
                return;
            }
            watcher.onBody(token, buffer, offset, length);
            up[token].put(buffer, offset, length);
            client.moreBody(token, length);
        }

        @Override
        public void onTrailers(int stream, Http2Fields trailers) {
            int token = tokenOf[stream];
            if (token == NONE) {
                return;
            }
            watcher.onTrailers(token, trailers);
            Http2ToHttp2.trailers(trailers, fields);
            requestEnded[token] = true;
            if (!client.endBody(token, fields)) {
                giveUp(token, Http2Error.INTERNAL_ERROR);
            }
        }

        @Override
        public void onRequestEnd(int stream) {
            int token = tokenOf[stream];
            if (token == NONE) {
                return;
            }
            watcher.onRequestEnd(token);
            if (!requestEnded[token]) {
                requestEnded[token] = true;
                client.endBody(token);
            }
        }

        @Override
        public void copyBody(
                int stream, long position, MemorySegment target, long offset, int length) {
            int token = tokenOf[stream];
            if (token == NONE) {
                throw new AssertionError("the body of an answer that was forgotten");
            }
            down[token].take(position, target, offset, length);
            client.credit(token, length);
        }

        @Override
        public void onAnswered(int stream) {
            leaveStream(stream);
        }

        @Override
        public void onHalfClosed(int stream) {
            halfClosed[stream] = true;
            int token = tokenOf[stream];
            if (token == NONE || left[token]) {
                server.resetStream(stream, Http2Error.NO_ERROR);
                leaveStream(stream);
            }
        }

        @Override
        public void onAborted(int stream, int errorCode) {
            int token = tokenOf[stream];
            leaveStream(stream);
            if (token != NONE && !left[token]) {
                watcher.onAborted(token);
                client.resetStream(token, Http2Error.CANCEL);
                leaveToken(token);
            }
        }

        @Override
        public void onFailure(Http2Error error, String fault) {
            failure = "downstream " + error + ": " + fault;
        }
    }

    private final class Upstream implements Http2ClientListener {
        @Override
        public void onInformational(int token, Http2Fields head) {
            if (streamOf[token] != NONE) {
                Http2ToHttp2.response(head, 0, HeadChange.NONE, fields);
                server.inform(streamOf[token], fields);
            }
        }

        @Override
        public void onHead(int token, Http2Fields head) {
            if (streamOf[token] != NONE) {
                Http2ToHttp2.response(head, 0, HeadChange.NONE, fields);
                answerEnded[token] = head.endsMessage();
                if (!server.answer(streamOf[token], fields, head.endsMessage())) {
                    giveUp(token, Http2Error.INTERNAL_ERROR);
                }
            }
        }

        @Override
        public void onBody(int token, MemorySegment buffer, long offset, int length) {
            if (streamOf[token] == NONE) {
                client.credit(token, length);
                return;
            }
            down[token].put(buffer, offset, length);
            server.moreBody(streamOf[token], length);
        }

        @Override
        public void onTrailers(int token, Http2Fields trailers) {
            if (streamOf[token] != NONE) {
                Http2ToHttp2.trailers(trailers, fields);
                answerEnded[token] = true;
                if (!server.endBody(streamOf[token], fields)) {
                    giveUp(token, Http2Error.INTERNAL_ERROR);
                }
            }
        }

        private void endAnswer(int token) {
            if (streamOf[token] != NONE && !answerEnded[token]) {
                answerEnded[token] = true;
                server.endBody(streamOf[token]);
            }
        }

        @Override
        public void onHalfClosed(int token) {
            endAnswer(token);
        }

        @Override
        public void onEnd(int token) {
            endAnswer(token);
            leaveToken(token);
        }

        @Override
        public void copyBody(
                int token, long position, MemorySegment target, long offset, int length) {
            up[token].take(position, target, offset, length);
            if (streamOf[token] != NONE) {
                server.credit(streamOf[token], length);
            }
        }

        @Override
        public void onReset(int token, int errorCode) {
            leaveToken(token);
            int stream = streamOf[token];
            boolean answerGoesOn = answerEnded[token] && stream != NONE && !halfClosed[stream];
            if (stream != NONE && !answerGoesOn) {
                server.resetStream(stream, error(errorCode));
                leaveStream(stream);
            }
        }

        @Override
        public void onMalformed(int token, String fault) {
            leaveToken(token);
            int stream = streamOf[token];
            if (stream != NONE) {
                server.resetStream(stream, Http2Error.INTERNAL_ERROR);
                leaveStream(stream);
            }
        }

        @Override
        public void onNotProcessed(int token) {
            onReset(token, Http2Error.REFUSED_STREAM.code());
        }

        @Override
        public void onGoAway(int errorCode) {}

        @Override
        public void onFailure(Http2Error error, String fault) {
            failure = "upstream " + error + ": " + fault;
        }
    }
}
