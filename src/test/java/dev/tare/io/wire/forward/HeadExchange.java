package dev.tare.io.wire.forward;

import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2ClientSession;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.io.wire.http2.Http2Options;
import dev.tare.io.wire.http2.Http2ServerSession;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Consumer;

/** Shows a test heads as a session tells them: sent by one session, and read by another. */
final class HeadExchange {
    private static final List<String> GET =
            List.of(":method: GET", ":scheme: http", ":authority: a", ":path: /");

    private final Arena arena = Arena.ofAuto();
    private final HeadFields fields = new HeadFields(arena);
    private Consumer<Http2Fields> told = head -> {};
    private boolean heard;
    private final Http2ClientSession client =
            new Http2ClientSession(Http2Options.standard(), new Client(), arena);
    private final Http2ServerSession server =
            new Http2ServerSession(Http2Options.standard(), new Server(), arena);

    private final class Client extends SilentClient {
        @Override
        public void onInformational(int token, Http2Fields head) {
            tell(head);
        }

        @Override
        public void onHead(int token, Http2Fields head) {
            tell(head);
        }

        @Override
        public void onTrailers(int token, Http2Fields trailers) {
            tell(trailers);
        }
    }

    private final class Server extends SilentServer {
        @Override
        public void onRequest(int stream, Http2Fields head) {
            tell(head);
        }
    }

    private void tell(Http2Fields head) {
        heard = true;
        told.accept(head);
    }

    /** Shows a request's head; returns whether it was well-formed as HTTP/2 has it. */
    boolean request(HeadFields head, boolean ends, Consumer<Http2Fields> consumer) {
        begin();
        told = consumer;
        client.startRequest(0, head, ends);
        carry();
        return heard;
    }

    boolean request(List<String> lines, boolean ends, Consumer<Http2Fields> consumer) {
        Message.fill(fields, lines);
        return request(fields, ends, consumer);
    }

    /** Shows a response's head; returns whether it was well-formed as HTTP/2 has it. */
    boolean response(HeadFields head, boolean ends, Consumer<Http2Fields> consumer) {
        begin();
        Message.fill(fields, GET);
        client.startRequest(0, fields, true);
        carry();
        heard = false;
        told = consumer;
        server.answer(0, head, ends);
        carry();
        return heard;
    }

    boolean response(List<String> lines, boolean ends, Consumer<Http2Fields> consumer) {
        HeadFields head = new HeadFields(arena);
        Message.fill(head, lines);
        return response(head, ends, consumer);
    }

    /** Shows trailers. */
    void trailers(List<String> lines, Consumer<Http2Fields> consumer) {
        response(List.of(":status: 200"), false, head -> {});
        told = consumer;
        Message.fill(fields, lines);
        server.endBody(0, fields);
        carry();
    }

    private void begin() {
        client.begin();
        server.begin();
        told = head -> {};
        carry();
        heard = false;
    }

    private void carry() {
        while (client.outputLength() + server.outputLength() > 0) {
            int length = client.outputLength();
            server.read(client.output(), client.outputOffset(), length);
            client.outputTaken(length);
            length = server.outputLength();
            client.read(server.output(), server.outputOffset(), length);
            server.outputTaken(length);
        }
    }
}
