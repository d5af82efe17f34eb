package dev.tare.io.wire.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A client, a {@link Forwarder} and a server, with wires between them that carry bytes in pieces of
 * random sizes. Client and server send what they are given, and write down what they are told.
 */
final class Chain {
    /** A message that is to be sent. */
    @SuppressWarnings("ArrayRecordComponent") // Scripts are never compared.
    record Script(
            List<List<String>> informational,
            List<String> head,
            byte[] body,
            List<String> trailers) {
        boolean isHeadOnly() {
            return body.length == 0 && trailers.isEmpty();
        }
    }

    private static final int MAX_TURNS = 100_000;

    final Http2ClientSession requests;
    final Http2ServerSession answers;
    final Forwarder forwarder;

    /** What the client was told, by token; what the forwarder and the server were, in order. */
    final List<Message> told = new ArrayList<>();

    final List<Message> passed = new ArrayList<>();
    final List<Message> arrived = new ArrayList<>();

    /** By arrival: the server's number of the stream. */
    private final List<Integer> streamOf = new ArrayList<>();

    String failure = "";

    /** What the server answers each request with, in order; the last one for all that follow. */
    List<Script> scripts = List.of();

    /** Whether the server answers at once, or when the request is whole. */
    boolean early;

    /** Whether what the forwarder answers goes nowhere, for its client is made of bytes. */
    boolean clientAbsent;

    private final Random random;
    private final Message[] atForwarder;
    private final Message[] atServer;
    private final Script[] answerOf;
    private final HeadFields fields;
    private final MemorySegment wire;
    private final Script[] sent;

    Chain(Http2Options options, Random random) {
        this.random = random;
        Arena arena = Arena.ofAuto();
        int streams = options.maxStreams();
        atForwarder = new Message[streams];
        atServer = new Message[streams];
        answerOf = new Script[streams];
        sent = new Script[streams];
        fields = new HeadFields(arena);
        wire = arena.allocate(options.maxOutputBytes());
        requests = new Http2ClientSession(options.withHalfClosed(), new Client(), arena);
        answers = new Http2ServerSession(options.withHalfClosed(), new Server(), arena);
        forwarder = new Forwarder(options, new Watcher(), arena);
    }

    /** Begins anew, with other connections, past the handshakes. */
    Chain begin() {
        requests.begin();
        answers.begin();
        forwarder.begin();
        told.clear();
        passed.clear();
        arrived.clear();
        streamOf.clear();
        failure = "";
        early = false;
        if (clientAbsent) {
            while (runInside()) {
                // Until nobody has anything to send.
            }
        } else {
            run();
        }
        return this;
    }

    /** Starts a request; its token is the number of those before it. */
    void send(Script script) {
        int token = told.size();
        told.add(new Message());
        sent[token] = script;
        Message.fill(fields, script.head);
        if (!requests.startRequest(token, fields, script.isHeadOnly())) {
            throw new AssertionError("not started: " + token);
        }
        if (!script.isHeadOnly()) {
            requests.moreBody(token, script.body.length);
            if (script.trailers.isEmpty()) {
                requests.endBody(token);
            } else {
                Message.fill(fields, script.trailers);
                requests.endBody(token, fields);
            }
        }
    }

    /** Carries bytes until nobody has anything to send. */
    void run() {
        int turns = 0;
        while (requests.outputLength() > 0 || runInside()) {
            toForwarder(requests);
            if (++turns > MAX_TURNS) {
                throw new AssertionError("no end");
            }
        }
    }

    /** Carries bytes once behind the client; returns whether there were any. */
    boolean runInside() {
        int waiting =
                forwarder.server.outputLength()
                        + forwarder.client.outputLength()
                        + answers.outputLength();
        int length =
                take(
                        forwarder.client.output(),
                        forwarder.client.outputOffset(),
                        forwarder.client.outputLength());
        forwarder.client.outputTaken(length);
        answers.read(wire, 0, length);
        length = take(answers.output(), answers.outputOffset(), answers.outputLength());
        answers.outputTaken(length);
        forwarder.client.read(wire, 0, length);
        length =
                take(
                        forwarder.server.output(),
                        forwarder.server.outputOffset(),
                        forwarder.server.outputLength());
        forwarder.server.outputTaken(length);
        if (!clientAbsent) {
            requests.read(wire, 0, length);
        }
        return waiting > 0;
    }

    /** Carries bytes once over each wire. */
    void turn() {
        toForwarder(requests);
        runInside();
    }

    /** Carries bytes until the server has read the head of a request. */
    void runUntilItArrives() {
        for (int turns = 0; arrived.isEmpty(); turns++) {
            if (turns == MAX_TURNS) {
                throw new AssertionError("no end");
            }
            turn();
        }
    }

    /** Makes the server reset what arrived as number {@code n}, if it is still there. */
    void resetAtServer(int n, Http2Error error) {
        if (n < arrived.size() && atServer[streamOf.get(n)] == arrived.get(n)) {
            answers.resetStream(streamOf.get(n), error);
        }
    }

    /** Hands the forwarder bytes in pieces, and then carries what follows to its end. */
    void receive(byte[] bytes) {
        int length;
        for (int at = 0; at < bytes.length; at += length) {
            length = Math.min(bytes.length - at, 1 + random.nextInt(400));
            MemorySegment piece = wire.asSlice(wire.byteSize() - length);
            MemorySegment.copy(bytes, at, piece, ValueLayout.JAVA_BYTE, 0, length);
            forwarder.server.read(piece, 0, length);
            if (random.nextInt(4) == 0) {
                runInside();
            }
        }
        while (runInside()) {
            // Until nobody has anything to send.
        }
    }

    private void toForwarder(Http2ClientSession from) {
        int length = take(from.output(), from.outputOffset(), from.outputLength());
        from.outputTaken(length);
        forwarder.server.read(wire, 0, length);
    }

    /** Copies some of what waits to the wire; returns how much. */
    private int take(MemorySegment output, long offset, int waiting) {
        int length = waiting;
        if (waiting > 1 && random.nextInt(3) == 0) {
            length = 1 + random.nextInt(waiting);
        }
        MemorySegment.copy(output, offset, wire, 0, length);
        return length;
    }

    private static void copy(
            Script script, long position, MemorySegment target, long offset, int length) {
        MemorySegment.copy(
                script.body, (int) position, target, ValueLayout.JAVA_BYTE, offset, length);
    }

    private final class Client implements Http2ClientListener {
        @Override
        public void onInformational(int token, Http2Fields head) {
            told.get(token).informational.add(Message.lines(head));
        }

        @Override
        public void onHead(int token, Http2Fields head) {
            told.get(token).head.addAll(Message.lines(head));
        }

        @Override
        public void onBody(int token, MemorySegment buffer, long offset, int length) {
            told.get(token).addBody(buffer, offset, length);
        }

        @Override
        public void onTrailers(int token, Http2Fields trailers) {
            told.get(token).trailers.addAll(Message.lines(trailers));
        }

        @Override
        public void onEnd(int token) {
            told.get(token).end = "whole";
        }

        @Override
        public void onHalfClosed(int token) {
            told.get(token).end = "half-closed";
        }

        @Override
        public void copyBody(
                int token, long position, MemorySegment target, long offset, int length) {
            copy(sent[token], position, target, offset, length);
        }

        @Override
        public void onReset(int token, int errorCode) {
            told.get(token).end += Http2Error.name(errorCode);
        }

        @Override
        public void onMalformed(int token, String fault) {
            told.get(token).end = fault;
        }

        @Override
        public void onNotProcessed(int token) {
            told.get(token).end = "not processed";
        }

        @Override
        public void onGoAway(int errorCode) {}

        @Override
        public void onFailure(Http2Error error, String fault) {
            failure = "client " + error + ": " + fault;
        }
    }

    private final class Watcher implements Forwarder.Watcher {
        @Override
        public void onRequest(int token, Http2Fields head) {
            atForwarder[token] = new Message();
            atForwarder[token].head.addAll(Message.lines(head));
            passed.add(atForwarder[token]);
        }

        @Override
        public void onBody(int token, MemorySegment buffer, long offset, int length) {
            atForwarder[token].addBody(buffer, offset, length);
        }

        @Override
        public void onTrailers(int token, Http2Fields trailers) {
            atForwarder[token].trailers.addAll(Message.lines(trailers));
        }

        @Override
        public void onRequestEnd(int token) {
            atForwarder[token].end = "whole";
        }

        @Override
        public void onAborted(int token) {
            atForwarder[token].end += " aborted";
        }
    }

    private final class Server implements Http2ServerListener {
        @Override
        public void onRequest(int stream, Http2Fields head) {
            atServer[stream] = new Message();
            atServer[stream].head.addAll(Message.lines(head));
            answerOf[stream] = scripts.get(Math.min(arrived.size(), scripts.size() - 1));
            arrived.add(atServer[stream]);
            streamOf.add(stream);
            if (early) {
                answer(stream);
            }
        }

        @Override
        public void onBody(int stream, MemorySegment buffer, long offset, int length) {
            atServer[stream].addBody(buffer, offset, length);
        }

        @Override
        public void onTrailers(int stream, Http2Fields trailers) {
            atServer[stream].trailers.addAll(Message.lines(trailers));
        }

        @Override
        public void onRequestEnd(int stream) {
            atServer[stream].end = "whole";
            if (!early) {
                answer(stream);
            }
        }

        private void answer(int stream) {
            Script script = answerOf[stream];
            for (List<String> head : script.informational) {
                Message.fill(fields, head);
                answers.inform(stream, fields);
            }
            Message.fill(fields, script.head);
            answers.answer(stream, fields, script.isHeadOnly());
            if (script.isHeadOnly()) {
                return;
            }
            answers.moreBody(stream, script.body.length);
            if (script.trailers.isEmpty()) {
                answers.endBody(stream);
            } else {
                Message.fill(fields, script.trailers);
                answers.endBody(stream, fields);
            }
        }

        @Override
        public void copyBody(
                int stream, long position, MemorySegment target, long offset, int length) {
            copy(answerOf[stream], position, target, offset, length);
        }

        @Override
        public void onAnswered(int stream) {
            atServer[stream] = new Message();
        }

        @Override
        public void onAborted(int stream, int errorCode) {
            atServer[stream].end = Http2Error.name(errorCode);
        }

        @Override
        public void onFailure(Http2Error error, String fault) {
            failure = "server " + error + ": " + fault;
        }
    }

    static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
