package dev.tare.io.wire.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.KnownField;
import dev.tare.io.wire.http2.HeadFields;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Source of the rules: RFC 9113, sections 8.2 and 8.3; RFC 9110, section 7.6.1. */
final class Http1ToHttp2Test {
    private static final byte[] SCHEME = Chain.latin("http");
    private static final byte[] DEFAULT = Chain.latin("default:80");

    private final Http1Head head = new Http1Head();
    private final Http1ToHttp2 translation = new Http1ToHttp2(head);
    private final HeadFields fields = new HeadFields(Arena.ofAuto());
    private final HeadExchange exchange = new HeadExchange();

    /** Lines of a head, and those that are expected of it; one alone is a {@link HeadFault}. */
    record Case(List<String> lines, List<String> expected) {
        @Override
        public String toString() {
            return lines.toString();
        }
    }

    private static Case of(String lines, String... expected) {
        return new Case(List.of(lines.split("\\|")), List.of(expected));
    }

    static Stream<Case> requests() {
        return Stream.of(
                of(
                        "GET /a?b HTTP/1.1|Host: h:1|X-One: 1|x-TWO: Two ",
                        ":method: GET",
                        ":scheme: http",
                        ":authority: h:1",
                        ":path: /a?b",
                        "x-one: 1",
                        "x-two: Two"),
                of(
                        "GET http://real:2?q=1 HTTP/1.1|Host: other",
                        ":method: GET",
                        ":scheme: http",
                        ":authority: real:2",
                        ":path: /?q=1"),
                of(
                        "GET http://real HTTP/1.1|Host: real",
                        ":method: GET",
                        ":scheme: http",
                        ":authority: real",
                        ":path: /"),
                of(
                        "OPTIONS http://real HTTP/1.1|Host: real",
                        ":method: OPTIONS",
                        ":scheme: http",
                        ":authority: real",
                        ":path: *"),
                of(
                        "OPTIONS * HTTP/1.1|Host: h",
                        ":method: OPTIONS",
                        ":scheme: http",
                        ":authority: h",
                        ":path: *"),
                of(
                        "GET / HTTP/1.0|Expect: 100-continue",
                        ":method: GET",
                        ":scheme: http",
                        ":authority: default:80",
                        ":path: /"),
                of(
                        "GET / HTTP/1.1|Host:|Expect: 100-continue",
                        ":method: GET",
                        ":scheme: http",
                        ":authority: default:80",
                        ":path: /",
                        "expect: 100-continue"),
                of(
                        "GET / HTTP/1.1|Host: h|Connection: x-Mine, close, host, Cookie"
                                + "|X-mine: 1|Cookie: a=b; c=d|Keep-Alive: 5|Proxy-Connection: x"
                                + "|Upgrade: h2c|TE: gzip|x-left: 2",
                        ":method: GET",
                        ":scheme: http",
                        ":authority: h",
                        ":path: /",
                        "x-left: 2"),
                of(
                        "GET / HTTP/1.1|Host: h|Cookie: a=b; c=d|Connection: TE|TE: gzip;q=1"
                                + "|TE: deflate, Trailers",
                        ":method: GET",
                        ":scheme: http",
                        ":authority: h",
                        ":path: /",
                        "cookie: a=b; c=d (never)",
                        "te: trailers"),
                of(
                        "POST / HTTP/1.1|Host: h|Content-Length: 007|Connection: content-length",
                        ":method: POST",
                        ":scheme: http",
                        ":authority: h",
                        ":path: /",
                        "content-length: 7"),
                of(
                        "POST / HTTP/1.1|Host: h|Transfer-Encoding: Chunked|Trailer: x-sum",
                        ":method: POST",
                        ":scheme: http",
                        ":authority: h",
                        ":path: /",
                        "trailer: x-sum"),
                of("POST / HTTP/1.1|Host: h|Transfer-Encoding: gzip, chunked", "BODY_CODING"),
                of(
                        "POST / HTTP/1.1|Host: h|Transfer-Encoding: gzip|Transfer-Encoding: chunked",
                        "BODY_CODING"),
                of("GET / HTTP/1.1|Host: :80", "AUTHORITY"),
                of("CONNECT a:1 HTTP/1.1|Host: a:1", "CONNECT"));
    }

    static Stream<Case> responses() {
        return Stream.of(
                of(
                        "HTTP/1.1 200 OK|Content-Length: 5, 5|Server: s",
                        ":status: 200",
                        "server: s",
                        "content-length: 5"),
                of("HTTP/1.1 404|Transfer-Encoding: chunked|Connection: close", ":status: 404"),
                of("HTTP/1.1 200 OK|Transfer-Encoding: chunked|Content-Length: 7", ":status: 200"),
                of("HTTP/1.1 204 Gone|Content-Length: 0|X: y", ":status: 204", "x: y"),
                of("HTTP/1.1 304 Not|Content-Length: 9", ":status: 304", "content-length: 9"),
                of("HTTP/1.1 103 Early|Link: <a>", ":status: 103", "link: <a>"),
                of("HTTP/1.0 200 OK|Keep-Alive: 5|A: b", ":status: 200", "a: b"),
                of(
                        "HTTP/1.1 200 OK|Set-Cookie: id=1|set-cookie: b=" + "x".repeat(30),
                        ":status: 200",
                        "set-cookie: id=1 (never)",
                        "set-cookie: b=" + "x".repeat(30)),
                of("HTTP/1.1 101 Switch|Upgrade: websocket", "SWITCHING"),
                of("HTTP/1.1 200 OK|Transfer-Encoding: gzip", "BODY_CODING"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestsAreWhatHttp2Has(Case given) {
        parse(given.lines, true);
        HeadFault fault = translation.request(SCHEME, DEFAULT, 0, HeadChange.NONE, fields);
        List<String> told = new ArrayList<>();
        if (fault == HeadFault.NONE) {
            boolean well =
                    exchange.request(fields, false, head -> told.addAll(Message.lines(head)));
            assertThat(well).isTrue();
        } else {
            told.add(fault.name());
        }
        assertThat(told).isEqualTo(given.expected);
    }

    @ParameterizedTest
    @MethodSource("responses")
    void responsesAreWhatHttp2Has(Case given) {
        parse(given.lines, false);
        HeadFault fault = translation.response(0, HeadChange.NONE, fields);
        List<String> told = new ArrayList<>();
        if (fault == HeadFault.NONE) {
            boolean well =
                    exchange.response(fields, false, head -> told.addAll(Message.lines(head)));
            assertThat(well).isTrue();
        } else {
            told.add(fault.name());
        }
        assertThat(told).isEqualTo(given.expected);
    }

    @Test
    void fieldsAreLeftOutAndListsGoOn() {
        parse(
                List.of("GET / HTTP/1.1", "Host: h", "Via: 1.0 a", "X: y", "Via:", "via: 1.1 b"),
                true);
        long via = KnownField.setOf(KnownField.VIA);
        assertThat(translation.request(SCHEME, DEFAULT, via, HeadChange.NONE, fields))
                .isEqualTo(HeadFault.NONE);
        byte[] name = Chain.latin("via");
        fields.addJoined(name, translation.fields(), Chain.latin("1.1 minivoy"));
        List<String> told = new ArrayList<>();
        exchange.request(fields, true, head -> told.addAll(Message.lines(head)));
        assertThat(told).endsWith("x: y", "via: 1.0 a, 1.1 b, 1.1 minivoy").hasSize(6);
    }

    @Test
    void aHeadThatIsTooLargeIsSaidToBe() {
        String[] lines = new String[3];
        Arrays.fill(lines, "X: " + "x".repeat(21_000));
        lines[0] = "GET / HTTP/1.1";
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("Host: h");
        parse(all, true);
        assertThat(translation.request(SCHEME, DEFAULT, 0, HeadChange.NONE, fields))
                .isEqualTo(HeadFault.NONE);
        List<String> many = new ArrayList<>(List.of("GET / HTTP/1.1", "Host: h"));
        for (int i = 0; i < 250; i++) {
            many.add("X: " + "x".repeat(245));
        }
        parse(many, true);
        assertThat(translation.request(SCHEME, DEFAULT, 0, HeadChange.NONE, fields))
                .isEqualTo(HeadFault.TOO_LARGE);
    }

    private void parse(List<String> lines, boolean request) {
        byte[] text = Chain.latin(String.join("\r\n", lines) + "\r\n\r\n");
        MemorySegment bytes = Arena.ofAuto().allocate(text.length);
        bytes.copyFrom(MemorySegment.ofArray(text));
        int parsed =
                request
                        ? head.parseRequest(bytes, 0, text.length)
                        : head.parseResponse(bytes, 0, text.length);
        assertThat(parsed).as(head.fault()).isEqualTo(text.length);
    }
}
