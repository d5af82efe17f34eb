package dev.tare.io.wire.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.HeadSyntax;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.http2.HeadFields;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes do the same to a head whichever way it goes. */
final class HeadChangeTest {
    private static final byte[] HTTP = Chain.latin("http");
    private static final byte[] DEFAULT = Chain.latin("default:80");
    private static final MemorySegment GONE = MemorySegment.ofArray(Chain.latin("x-gone"));

    private final HeadExchange exchange = new HeadExchange();
    private final HeadFields fields = new HeadFields(Arena.ofAuto());

    /** Another host, another beginning of the path, and no {@code x-gone}. */
    private record Change(String prefix, int replacedPathBytes) implements HeadChange {
        @Override
        public boolean dropsSome() {
            return true;
        }

        @Override
        public boolean drops(MemorySegment bytes, long nameOffset, int nameLength) {
            return nameLength == GONE.byteSize()
                    && HeadSyntax.equalsIgnoringCase(bytes, nameOffset, GONE, 0, nameLength);
        }

        @Override
        public byte[] authority() {
            return Chain.latin("other:81");
        }

        @Override
        public byte[] pathPrefix() {
            return Chain.latin(prefix);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/x?/api, '', 4, /x?/api",
        "/api?y, '', 4, /?y",
        "/api, '', 4, /",
        "/api, /v1, 4, /v1",
        "/api/, /v1, 4, /v1/",
        "/a?b?c, /all, 2147483647, /all?b?c",
        "/a, /before, 0, /before/a",
    })
    void pathsHostsAndFieldsChange(String path, String prefix, int replaced, String expected) {
        HeadChange change = new Change(prefix, replaced);
        List<String> streamed =
                List.of(
                        ":method: GET",
                        ":scheme: http",
                        ":authority: other:81",
                        ":path: " + expected,
                        "x-kept: 2");
        assertThat(fromHttp1("GET " + path + " HTTP/1.1", change)).isEqualTo(streamed);
        assertThat(fromHttp1("GET http://b" + path + " HTTP/1.1", change)).isEqualTo(streamed);
        List<String> received =
                List.of(
                        ":method: GET",
                        ":scheme: http",
                        ":authority: h",
                        ":path: " + path,
                        "x-gone: 1",
                        "x-kept: 2");
        assertThat(toHttp2(received, change)).isEqualTo(streamed);
        assertThat(toHttp1(received, change))
                .isEqualTo("GET " + expected + " HTTP/1.1\r\nhost: other:81\r\nx-kept: 2\r\n");
    }

    @Test
    void anAsteriskStays() {
        HeadChange change = new Change("/x", 1);
        assertThat(fromHttp1("OPTIONS * HTTP/1.1", change)).contains(":path: *");
        assertThat(fromHttp1("OPTIONS http://b HTTP/1.1", change)).contains(":path: *");
        List<String> received =
                List.of(":method: OPTIONS", ":scheme: http", ":authority: h", ":path: *");
        assertThat(toHttp2(received, change)).contains(":path: *");
        assertThat(toHttp1(received, change)).startsWith("OPTIONS * HTTP/1.1\r\n");
    }

    private List<String> fromHttp1(String startLine, HeadChange change) {
        Http1Head head = new Http1Head();
        byte[] text = Chain.latin(startLine + "\r\nHost: h\r\nX-Gone: 1\r\nx-kept: 2\r\n\r\n");
        MemorySegment bytes = Arena.ofAuto().allocate(text.length);
        bytes.copyFrom(MemorySegment.ofArray(text));
        assertThat(head.parseRequest(bytes, 0, text.length)).isEqualTo(text.length);
        HeadFault fault = new Http1ToHttp2(head).request(HTTP, DEFAULT, 0, change, fields);
        assertThat(fault).isEqualTo(HeadFault.NONE);
        return told();
    }

    private List<String> toHttp2(List<String> received, HeadChange change) {
        exchange.request(
                received,
                true,
                head ->
                        assertThat(Http2ToHttp2.request(head, HTTP, DEFAULT, 0, change, fields))
                                .isEqualTo(HeadFault.NONE));
        return told();
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        boolean well =
                new HeadExchange().request(fields, true, head -> told.addAll(Message.lines(head)));
        assertThat(well).isTrue();
        return told;
    }

    private String toHttp1(List<String> received, HeadChange change) {
        byte[] text = new byte[1000];
        Http1Writer writer = new Http1Writer().begin(MemorySegment.ofArray(text), 0, text.length);
        exchange.request(
                received,
                true,
                head ->
                        assertThat(new Http2ToHttp1().request(head, DEFAULT, 0, change, writer))
                                .isEqualTo(HeadFault.NONE));
        return new String(text, 0, writer.length(), StandardCharsets.ISO_8859_1);
    }
}
