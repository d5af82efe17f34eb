package dev.tare.io.wire.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.BodyFraming;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.KnownField;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source of the rules: RFC 9113, section 8; RFC 9112, sections 3.2, 6 and 7. */
final class Http2ToHttp1Test {
    private static final String GET = ":method: GET|:scheme: http|:authority: h:1|:path: /a?b";
    private static final String POST = ":method: POST|:scheme: http|:authority: h|:path: /";
    private static final String CHUNKED = "transfer-encoding: chunked";
    private static final byte[] DEFAULT = Chain.latin("default:80");
    private static final int CAPACITY = 70_000;

    private final HeadExchange exchange = new HeadExchange();
    private final Http2ToHttp1 translation = new Http2ToHttp1();
    private final Http1Writer writer = new Http1Writer();
    private final MemorySegment target = Arena.ofAuto().allocate(CAPACITY);

    /** Fields, whether they are all, and what becomes of them: framing, lines; or a fault. */
    record Case(List<String> fields, boolean ends, String expected) {
        @Override
        public String toString() {
            return fields + (ends ? " ends" : "");
        }
    }

    private static Case of(String fields, boolean ends, String expected) {
        return new Case(List.of(fields.split("\\|")), ends, expected);
    }

    static Stream<Case> requests() {
        return Stream.of(
                of(GET + "|x: 1", true, "NONE|GET /a?b HTTP/1.1|host: h:1|x: 1"),
                of(GET, false, "CHUNKED|GET /a?b HTTP/1.1|host: h:1|transfer-encoding: chunked"),
                of(POST, true, "NONE|POST / HTTP/1.1|host: h|content-length: 0"),
                of(
                        POST + "|content-length: 5|content-length: 5|x: y",
                        false,
                        "LENGTH|POST / HTTP/1.1|host: h|x: y|content-length: 5"),
                of(
                        GET + "|cookie: a=b|x: 1|cookie: c=d|te: trailers|cookie: e",
                        true,
                        "NONE|GET /a?b HTTP/1.1|host: h:1|cookie: a=b; c=d; e|x: 1"),
                of(
                        ":method: GET|:scheme: http|:path: /|host: only",
                        true,
                        "NONE|GET / HTTP/1.1|host: only"),
                of(
                        ":method: GET|:scheme: http|:path: /",
                        true,
                        "NONE|GET / HTTP/1.1|host: default:80"),
                of(
                        ":method: GET|:scheme: http|:authority: HOST:80|:path: /|host: host:80",
                        true,
                        "NONE|GET / HTTP/1.1|host: HOST:80"),
                of(
                        ":method: OPTIONS|:scheme: http|:authority: h|:path: *",
                        true,
                        "NONE|OPTIONS * HTTP/1.1|host: h"),
                of(GET + "|host: h:2", true, "AUTHORITIES_DIFFER"),
                of(GET + "|host: h:1|host: h:1", true, "AUTHORITIES_DIFFER"),
                of(POST + "|content-length: 5", true, "LENGTH_FAULT"),
                of(GET + "|x: a\u0001b", true, "VALUE"),
                of(GET + "|x: a\u007fb", true, "VALUE"),
                of(GET + "|cookie: a|cookie: \u0008", true, "VALUE"),
                of(":method: G T|:scheme: http|:authority: h|:path: /", true, "METHOD"),
                of(":method: CONNECT|:scheme: http|:authority: h|:path: /", true, "CONNECT"),
                of(":method: GET|:scheme: http|:authority: h|:path: a", true, "TARGET"),
                of(":method: GET|:scheme: http|:authority: h|:path: *", true, "TARGET"),
                of(":method: GET|:scheme: http|:authority: h|:path: http://a/", true, "TARGET"),
                of(":method: GET|:scheme: http|:authority: h|:path: /a b", true, "TARGET"),
                of(":method: GET|:scheme: http|:authority: h|:path: /a#b", true, "TARGET"),
                of(":method: GET|:scheme: http|:authority: h|:path: /%2", true, "TARGET"),
                of(":method: GET|:scheme: http|:authority: h|:path: /\u00e4", true, "TARGET"),
                of(":method: GET|:scheme: http|:authority: u@h|:path: /", true, "AUTHORITY"),
                of(":method: GET|:scheme: http|:authority: h:x|:path: /", true, "AUTHORITY"),
                of(":method: GET|:scheme: http|:authority: :80|:path: /", true, "AUTHORITY"),
                of(":method: GET|:scheme: http|:path: /|host: a b", true, "AUTHORITY"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestsAreWhatHttp1Has(Case given) {
        List<String> told = new ArrayList<>();
        boolean well =
                exchange.request(
                        given.fields,
                        given.ends,
                        head -> {
                            writer.begin(target, 0, CAPACITY);
                            HeadFault fault =
                                    translation.request(head, DEFAULT, 0, HeadChange.NONE, writer);
                            writer.crlf();
                            told.add(outcome(fault, true));
                        });
        assertThat(well).isTrue();
        assertThat(told).containsExactly(given.expected);
    }

    static Stream<Case> responses() {
        return Stream.of(
                of(":status: 200|a: b", false, "CHUNKED|HTTP/1.1 200 OK|a: b|" + CHUNKED),
                of(":status: 200", true, "NONE|HTTP/1.1 200 OK|content-length: 0"),
                of(
                        ":status: 404|content-length: 5|x: y",
                        false,
                        "LENGTH|HTTP/1.1 404 Not Found|x: y|content-length: 5"),
                of(":status: 204|content-length: 0", true, "NONE|HTTP/1.1 204 No Content"),
                of(
                        ":status: 304|content-length: 5",
                        true,
                        "NONE|HTTP/1.1 304 Not Modified|content-length: 5"),
                of(":status: 103|link: <a>", false, "NONE|HTTP/1.1 103 |link: <a>"),
                of(":status: 599", true, "NONE|HTTP/1.1 599 |content-length: 0"),
                of(":status: 200|x: \u001b", true, "VALUE"));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void responsesAreWhatHttp1Has(Case given) {
        assertThat(response(given.fields, given.ends, false, true)).isEqualTo(given.expected);
    }

    @Test
    void answersToHeadHaveNoBodyAndOldClientsNoChunks() {
        List<String> head = List.of(":status: 200", "content-length: 5");
        assertThat(response(head, false, true, true))
                .isEqualTo("NONE|HTTP/1.1 200 OK|content-length: 5");
        assertThat(response(List.of(":status: 200"), true, true, true))
                .isEqualTo("NONE|HTTP/1.1 200 OK");
        assertThat(response(List.of(":status: 200"), false, false, false))
                .isEqualTo("UNTIL_CLOSE|HTTP/1.1 200 OK");
    }

    private String response(
            List<String> fields, boolean ends, boolean headRequest, boolean chunksAllowed) {
        List<String> told = new ArrayList<>();
        exchange.response(
                fields,
                ends,
                head -> {
                    writer.begin(target, 0, CAPACITY);
                    HeadFault fault =
                            translation.response(
                                    head, headRequest, chunksAllowed, 0, HeadChange.NONE, writer);
                    writer.crlf();
                    told.add(outcome(fault, false));
                });
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    /** Framing and lines; or the fault, with a name that no framing has. */
    private String outcome(HeadFault fault, boolean request) {
        if (fault != HeadFault.NONE) {
            return fault == HeadFault.LENGTH ? "LENGTH_FAULT" : fault.name();
        }
        Http1Head head = new Http1Head();
        int length = writer.length();
        MemorySegment exact = target.asSlice(0, length);
        int parsed =
                request
                        ? head.parseRequest(exact, 0, length)
                        : head.parseResponse(exact, 0, length);
        assertThat(parsed).as(head.fault()).isEqualTo(length);
        BodyFraming framing = translation.framing();
        String text = new String(exact.toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
        return framing + "|" + text.substring(0, length - 4).replace("\r\n", "|");
    }

    /** What could end a line does not even reach the translation. */
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\rb", "a\0b", " a", "a\t"})
    void whatCouldEndALineIsRefusedByTheReader(String value) {
        List<String> read = new ArrayList<>();
        for (String line :
                List.of(
                        ":method: " + value,
                        ":path: " + value,
                        ":authority: " + value,
                        ":scheme: " + value,
                        "x: " + value)) {
            List<String> lines = new ArrayList<>(Arrays.asList(GET.split("\\|")));
            String name = line.substring(0, line.indexOf(": ", 1) + 2);
            lines.removeIf(old -> old.startsWith(name));
            lines.add(line.startsWith(":") ? 0 : lines.size(), line);
            exchange.request(lines, true, head -> read.add(line));
        }
        assertThat(read).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transfer-encoding: chunked",
                "connection: close",
                "keep-alive: 5",
                "proxy-connection: x",
                "upgrade: h2c",
                "te: gzip",
                "X-Upper: 1",
                "a b: c",
                "a\r\nb: c",
                "content-length: 1x",
                ":late: 1"
            })
    void whatHttp2MustNotHoldIsRefusedByTheReader(String line) {
        List<String> lines = new ArrayList<>(Arrays.asList(GET.split("\\|")));
        lines.add(line);
        assertThat(exchange.request(lines, true, head -> {})).isFalse();
    }

    @Test
    void trailersEndAChunkedBody() {
        List<String> told = new ArrayList<>();
        exchange.trailers(
                List.of("grpc-status: 0", "content-type: no", "trailer: no", "x-sum: 1"),
                trailers -> {
                    writer.begin(target, 0, CAPACITY);
                    assertThat(translation.trailers(trailers, writer)).isEqualTo(HeadFault.NONE);
                    byte[] text = target.asSlice(0, writer.length()).toArray(ValueLayout.JAVA_BYTE);
                    told.add(new String(text, ISO_8859_1));
                });
        assertThat(told).containsExactly("0\r\ngrpc-status: 0\r\nx-sum: 1\r\n\r\n");
    }

    @Test
    void fieldsAreLeftOutAndWhatDoesNotFitIsSaid() {
        List<String> told = new ArrayList<>();
        exchange.request(
                List.of((GET + "|via: 1.1 a|x: y|via: |via: 2 b").split("\\|")),
                true,
                head -> {
                    writer.begin(target, 0, CAPACITY);
                    long via = KnownField.setOf(KnownField.VIA);
                    translation.request(head, DEFAULT, via, HeadChange.NONE, writer);
                    writer.joined(Chain.latin("via"), head, Chain.latin("2 minivoy")).crlf();
                    told.add(outcome(HeadFault.NONE, true));
                    writer.begin(target, 0, 20);
                    told.add(translation.request(head, DEFAULT, 0, HeadChange.NONE, writer).name());
                });
        assertThat(told)
                .containsExactly(
                        "NONE|GET /a?b HTTP/1.1|host: h:1|x: y|via: 1.1 a, 2 b, 2 minivoy",
                        "TOO_LARGE");
    }
}
