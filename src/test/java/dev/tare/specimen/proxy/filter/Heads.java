package dev.tare.specimen.proxy.filter;

import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Heads as the codec hands them over. */
final class Heads {
    private static final String BEFORE = "bytes before it ";

    private Heads() {}

    static FieldsView request(String... lines) {
        return fields(true, "GET / HTTP/1.1", lines);
    }

    static FieldsView response(String... lines) {
        return fields(false, "HTTP/1.1 200 OK", lines);
    }

    private static FieldsView fields(boolean request, String startLine, String... lines) {
        StringBuilder text = new StringBuilder(BEFORE).append(startLine).append("\r\n");
        if (request) {
            text.append("Host: h\r\n");
        }
        for (String line : lines) {
            text.append(line).append("\r\n");
        }
        byte[] bytes = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        MemorySegment buffer = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
        Http1Head head = new Http1Head();
        int start = BEFORE.length();
        int parsed =
                request
                        ? head.parseRequest(buffer, start, bytes.length - start)
                        : head.parseResponse(buffer, start, bytes.length - start);
        if (parsed < 0) {
            throw new AssertionError(head.fault());
        }
        return new Http1Fields(head);
    }
}
