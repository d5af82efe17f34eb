package dev.tare.load.request;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1RequestReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Requests for tests, and how they read. */
final class MadeRequests {
    private MadeRequests() {}

    static RequestSpec spec(String method, String target, Field... fields) {
        return new RequestSpec(method, target, List.of(fields), "");
    }

    static RequestMaker maker(RequestSpec request, String body, Optional<TemplateData> template) {
        return RequestMaker.http1(request, RequestBody.of(body), "a:80", template, Arena.ofAuto());
    }

    static RequestMaker template(RequestSpec request, String body, TemplateData data) {
        return maker(request, body, Optional.of(data));
    }

    /** The request's text; checks that our own codec reads all of it as one request. */
    static String text(RequestMaker maker, long sequence, OutgoingRequest into) {
        maker.make(sequence, into);
        Http1RequestReader reader = new Http1RequestReader();
        int read = reader.read(into.bytes(), into.offset(), into.length(), null);
        if (read != into.length() || reader.state() != Http1RequestReader.State.COMPLETE) {
            throw new AssertionError(text(into) + " is " + reader.state());
        }
        return text(into);
    }

    private static String text(OutgoingRequest request) {
        return text(request.bytes(), request.offset(), request.length());
    }

    static String text(MemorySegment bytes, long offset, int length) {
        return new String(
                bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.UTF_8);
    }

    static Http1Fields answer(String... fields) {
        String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        byte[] bytes = ("HTTP/1.1 200 OK\r\n" + lines + "\r\n").getBytes(StandardCharsets.UTF_8);
        MemorySegment segment = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
        Http1Head head = new Http1Head();
        if (head.parseResponse(segment, 0, bytes.length) < 0) {
            throw new AssertionError(head.fault());
        }
        return new Http1Fields(head);
    }
}
