package dev.tare.specimen.proxy.route;

import dev.tare.base.core.RequestSpec;
import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.http2.Http2ClientListener;
import dev.tare.io.wire.http2.Http2ClientSession;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2Options;
import dev.tare.io.wire.http2.Http2ServerListener;
import dev.tare.io.wire.http2.Http2ServerSession;
import dev.tare.io.wire.http2.PreparedRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Requests as the codecs hand them over. */
final class Requests {
    /**
     * What the head lies behind in its buffer, so that an offset that is forgotten is found out.
     */
    private static final String BEFORE = "bytes before it ";

    private Requests() {}

    /** The view of a head of HTTP/1.x. */
    static RequestView of(String requestLine, String... fields) {
        String text = requestLine + "\r\n" + String.join("\r\n", fields);
        String head = (fields.length == 0 ? requestLine : text) + "\r\n\r\n";
        MemorySegment bytes =
                Arena.ofAuto()
                        .allocateFrom(
                                ValueLayout.JAVA_BYTE,
                                (BEFORE + head).getBytes(StandardCharsets.ISO_8859_1));
        Http1Head parsed = new Http1Head();
        if (parsed.parseRequest(bytes, BEFORE.length(), head.length()) < 0) {
            throw new AssertionError(parsed.fault());
        }
        Http1Fields view = new Http1Fields(parsed);
        return new RequestView(view).read(parsed, view);
    }

    /** A GET over HTTP/1.1. */
    static RequestView get(String host, String target) {
        return of("GET " + target + " HTTP/1.1", "Host: " + host);
    }

    /** What somebody says who looks at a request that has come over HTTP/2. */
    static int overHttp2(RequestSpec spec, String authority, ToIntFunction<RequestView> look) {
        List<Integer> said = new ArrayList<>();
        Arena arena = Arena.ofAuto();
        Http2ServerListener server =
                new Server() {
                    @Override
                    public void onRequest(int stream, Http2Fields head) {
                        said.add(look.applyAsInt(new RequestView(head).read(head)));
                    }
                };
        Http2ClientSession requests =
                new Http2ClientSession(Http2Options.standard(), new Client(), arena);
        Http2ServerSession answers = new Http2ServerSession(Http2Options.standard(), server, arena);
        exchange(requests, answers);
        requests.startRequest(0, PreparedRequest.of(spec, "http", authority, arena));
        exchange(requests, answers);
        return said.getFirst();
    }

    private static void exchange(Http2ClientSession requests, Http2ServerSession answers) {
        while (requests.outputLength() + answers.outputLength() > 0) {
            int length = requests.outputLength();
            answers.read(requests.output(), requests.outputOffset(), length);
            requests.outputTaken(length);
            length = answers.outputLength();
            requests.read(answers.output(), answers.outputOffset(), length);
            answers.outputTaken(length);
        }
    }

    private abstract static class Server implements Http2ServerListener {
        @Override
        public void onBody(int stream, MemorySegment buffer, long offset, int length) {}

        @Override
        public void onRequestEnd(int stream) {}

        @Override
        public void copyBody(
                int stream, long position, MemorySegment target, long offset, int length) {}

        @Override
        public void onAnswered(int stream) {}

        @Override
        public void onAborted(int stream, int errorCode) {
            throw new AssertionError(stream);
        }

        @Override
        public void onFailure(Http2Error error, String fault) {
            throw new AssertionError(fault);
        }
    }

    private static final class Client implements Http2ClientListener {
        @Override
        public void onHead(int token, Http2Fields head) {}

        @Override
        public void onBody(int token, MemorySegment buffer, long offset, int length) {}

        @Override
        public void onTrailers(int token, Http2Fields trailers) {}

        @Override
        public void onEnd(int token) {}

        @Override
        public void onReset(int token, int errorCode) {
            throw new AssertionError(errorCode);
        }

        @Override
        public void onMalformed(int token, String fault) {
            throw new AssertionError(fault);
        }

        @Override
        public void onNotProcessed(int token) {
            throw new AssertionError(token);
        }

        @Override
        public void onGoAway(int errorCode) {
            throw new AssertionError(errorCode);
        }

        @Override
        public void onFailure(Http2Error error, String fault) {
            throw new AssertionError(fault);
        }
    }
}
