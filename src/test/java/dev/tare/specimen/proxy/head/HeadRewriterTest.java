package dev.tare.specimen.proxy.head;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.Http1Head;
import dev.tare.specimen.proxy.filter.HeadEdits;
import dev.tare.specimen.proxy.head.HeadRewriter.ConnectionOption;
import dev.tare.specimen.proxy.head.HeadRewriter.Framing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In these tests a vertical bar stands for CR LF. */
final class HeadRewriterTest {
    private static final int ROOM_BYTES = HeadRewriter.MAX_GROWTH_BYTES;
    private static final String BODY = "the body";
    private static final byte[] DATE = "Date: today\r\n".getBytes(ISO_8859_1);

    private final HeadRewriter rewriter =
            new HeadRewriter(Arena.ofAuto(), new RequestIds(1), "10.0.0.1:80");
    private final Http1Head head = new Http1Head();
    private Forwarded forwarded = Forwarded.NOTHING;
    private boolean upgrade;

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    GET /a HTTP/1.1|Host: h|| > GET /a HTTP/1.1|Via: 1.1 minivoy|Host: h||
                    |GET /a HTTP/1.1|Host: h|| > GET /a HTTP/1.1|Via: 1.1 minivoy|Host: h||
                    GET /a HTTP/1.2|Host: h|| > GET /a HTTP/1.1|Via: 1.1 minivoy|Host: h||
                    GET /a HTTP/1.1|Host: h|Connection: close|| > GET /a HTTP/1.1|Via: 1.1 minivoy|Host: h||
                    GET /a HTTP/1.1|Connection: x-y, close|X-Y: 1|Host: h|Z: 2|| > GET /a HTTP/1.1|Via: 1.1 minivoy|Host: h|Z: 2||
                    GET /a HTTP/1.1|Keep-Alive: 5|Host: h|TE: trailers|A: 1|Upgrade: h2c|Proxy-Connection: close|| > GET /a HTTP/1.1|Via: 1.1 minivoy|Host: h|A: 1||
                    PUT /a HTTP/1.1|Host: h|Connection: content-length, host|Content-Length: 8|| > PUT /a HTTP/1.1|Via: 1.1 minivoy|Host: h|Content-Length: 8||
                    POST /a HTTP/1.1|Host: h|Transfer-Encoding: chunked|Connection: transfer-encoding|| > POST /a HTTP/1.1|Via: 1.1 minivoy|Host: h|Transfer-Encoding: chunked||
                    GET /a HTTP/1.1|Via: 1.0 x|Host: h|via: 1.1 y|| > GET /a HTTP/1.1|Via: 1.0 x, 1.1 y, 1.1 minivoy|Host: h||
                    GET /a HTTP/1.0|| > GET /a HTTP/1.1|Host: 10.0.0.1:80|Via: 1.1 minivoy||
                    PUT /a HTTP/1.0|Host: h|Expect: 100-continue|Content-Length: 1|| > PUT /a HTTP/1.1|Via: 1.1 minivoy|Host: h|Content-Length: 1||
                    PUT /a HTTP/1.1|Host: h|Expect: 100-continue|Content-Length: 1|| > PUT /a HTTP/1.1|Via: 1.1 minivoy|Host: h|Expect: 100-continue|Content-Length: 1||
                    GET http://other:81/p?q HTTP/1.1|Host: h|A: 1|| > GET /p?q HTTP/1.1|Host: other:81|Via: 1.1 minivoy|A: 1||
                    GET http://other?q HTTP/1.1|Host: h|| > GET /?q HTTP/1.1|Host: other|Via: 1.1 minivoy||
                    GET http://other HTTP/1.0|| > GET / HTTP/1.1|Host: other|Via: 1.1 minivoy||
                    OPTIONS http://other HTTP/1.1|Host: h|| > OPTIONS * HTTP/1.1|Host: other|Via: 1.1 minivoy||
                    OPTIONS * HTTP/1.1|Host: h|| > OPTIONS * HTTP/1.1|Via: 1.1 minivoy|Host: h||
                    """)
    void aRequestIsMadeFitForTheNextHop(String received, String expected) {
        assertThat(request(received)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    HTTP/1.1 200 OK|Date: d|Content-Length: 8|| > HTTP/1.1 200 OK|Via: 1.1 minivoy|Date: d|Content-Length: 8||
                    HTTP/1.0 200 OK|Content-Length: 8|| > HTTP/1.1 200 OK|Via: 1.1 minivoy|Date: today|Content-Length: 8||
                    HTTP/1.1 200 |Date: d|Connection: close, x|X: 1|Content-Length: 8|| > HTTP/1.1 200 |Via: 1.1 minivoy|Date: d|Content-Length: 8||
                    HTTP/1.1 200 OK|Date: d|Content-Length: 8, 8|| > HTTP/1.1 200 OK|Via: 1.1 minivoy|Content-Length: 8|Date: d||
                    HTTP/1.1 200 OK|Content-Length: 8|Date: d|Content-Length: 8|| > HTTP/1.1 200 OK|Via: 1.1 minivoy|Content-Length: 8|Date: d||
                    HTTP/1.1 200 OK|Content-Length: 8|Date: d|Transfer-Encoding: chunked|| > HTTP/1.1 200 OK|Via: 1.1 minivoy|Date: d|Transfer-Encoding: chunked||
                    HTTP/1.1 200 OK|Date: d|Via: 1.1 o|Keep-Alive: timeout=5|Trailer: X|| > HTTP/1.1 200 OK|Via: 1.1 o, 1.1 minivoy|Date: d|Trailer: X||
                    HTTP/1.1 103 Early Hints|Link: x|| > HTTP/1.1 103 Early Hints|Via: 1.1 minivoy|Link: x||
                    HTTP/1.1 204 No Content|| > HTTP/1.1 204 No Content|Via: 1.1 minivoy|Date: today||
                    """)
    void aResponseIsMadeFitForTheClient(String received, String expected) {
        assertThat(response(received, ConnectionOption.NONE, Framing.SAME)).isEqualTo(expected);
    }

    @Test
    void theClientIsToldWhatBecomesOfItsConnection() {
        String received = "HTTP/1.1 200 OK|Date: d|Connection: keep-alive|Content-Length: 8||";
        assertThat(response(received, ConnectionOption.CLOSE, Framing.SAME))
                .isEqualTo(
                        "HTTP/1.1 200 OK|Via: 1.1 minivoy|Connection: close|Date: d|"
                                + "Content-Length: 8||");
        assertThat(response(received, ConnectionOption.KEEP_ALIVE, Framing.SAME))
                .contains("|Connection: keep-alive|");
    }

    @Test
    void anotherFramingReplacesTheFieldsOfTheOldOne() {
        assertThat(
                        response(
                                "HTTP/1.0 200 OK|Date: d|Server: s||",
                                ConnectionOption.NONE,
                                Framing.CHUNKED))
                .isEqualTo(
                        "HTTP/1.1 200 OK|Via: 1.1 minivoy|Transfer-Encoding: chunked|Date: d|"
                                + "Server: s||");
        assertThat(
                        response(
                                "HTTP/1.1 200 OK|Date: d|Transfer-Encoding: chunked||",
                                ConnectionOption.CLOSE,
                                Framing.UNTIL_CLOSE))
                .isEqualTo("HTTP/1.1 200 OK|Via: 1.1 minivoy|Connection: close|Date: d||");
    }

    @Test
    void aHeadOfManyFieldsKeepsAllButThoseOfThisHop() {
        StringBuilder received = new StringBuilder("GET /a HTTP/1.1|Host: h|");
        StringBuilder expected = new StringBuilder("GET /a HTTP/1.1|Via: 1.1 minivoy|Host: h|");
        for (int i = 0; i < 80; i++) {
            String field = "Field-" + i + ": " + "v".repeat(i) + "|";
            received.append(field).append("Keep-Alive: ").append(i).append("|");
            expected.append(field);
        }
        assertThat(request(received + "|")).isEqualTo(expected + "|");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    GET /a HTTP/1.1|Host: h|X-Request-Id: 7|| > X-Forwarded-For: 10.1.2.3|X-Forwarded-Proto: https|Host: h|X-Request-Id: 7||
                    GET /a HTTP/1.1|X-Forwarded-For: a|Host: h|X-Request-Id: 7|x-forwarded-for: b, c|| > X-Forwarded-For: a, b, c, 10.1.2.3|X-Forwarded-Proto: https|Host: h|X-Request-Id: 7||
                    GET /a HTTP/1.1|Host: h|X-Request-Id: 7|X-Forwarded-Proto: http|| > X-Forwarded-For: 10.1.2.3|Host: h|X-Request-Id: 7|X-Forwarded-Proto: http||
                    """)
    void aRequestIsToldOfItsWay(String received, String expected) {
        forwarded = Forwarded.of(new InetSocketAddress("10.1.2.3", 5), true);
        assertThat(request(received)).isEqualTo("GET /a HTTP/1.1|Via: 1.1 minivoy|" + expected);
    }

    @Test
    void aRequestWithoutANameGetsOneOfItsOwn() {
        forwarded = Forwarded.of(UnixDomainSocketAddress.of("/tmp/x"), false);
        Pattern expected =
                Pattern.compile(
                        "GET /a HTTP/1.1\\|Via: 1.1 minivoy\\|X-Forwarded-For: unknown\\|"
                                + "X-Forwarded-Proto: http\\|X-Request-Id: ([0-9a-f]{8}-[0-9a-f]{4}-4"
                                + "[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\\|Host: h\\|\\|");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Matcher matcher = expected.matcher(request("GET /a HTTP/1.1|Host: h||"));
            assertThat(matcher.matches()).isTrue();
            assertThat(UUID.fromString(matcher.group(1)).version()).isEqualTo(4);
            names.add(matcher.group(1));
        }
        assertThat(names).hasSize(1000);
    }

    @Test
    void aWishForAnotherProtocolIsPassedOnOnlyIfAllowed() {
        String received =
                "GET /a HTTP/1.1|Upgrade: websocket|Connection: keep-alive, Upgrade|Host: h||";
        assertThat(request(received)).isEqualTo("GET /a HTTP/1.1|Via: 1.1 minivoy|Host: h||");
        upgrade = true;
        assertThat(request(received))
                .isEqualTo(
                        "GET /a HTTP/1.1|Via: 1.1 minivoy|Connection: Upgrade|Upgrade: websocket|"
                                + "Host: h||");
        assertThat(
                        response(
                                "HTTP/1.1 101 Switching|Connection: Upgrade|Upgrade: websocket||",
                                ConnectionOption.NONE,
                                Framing.SAME))
                .isEqualTo(
                        "HTTP/1.1 101 Switching|Via: 1.1 minivoy|Connection: Upgrade|"
                                + "Upgrade: websocket||");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    OPTIONS /a HTTP/1.1|Host: h|Max-Forwards: 10|| > OPTIONS /a HTTP/1.1|Via: 1.1 minivoy|Max-Forwards: 9|Host: h||
                    TRACE /a HTTP/1.1|Host: h|Max-Forwards: 1|| > TRACE /a HTTP/1.1|Via: 1.1 minivoy|Max-Forwards: 0|Host: h||
                    TRACE /a HTTP/1.1|Host: h|Max-Forwards: 99999999999999|| > TRACE /a HTTP/1.1|Via: 1.1 minivoy|Max-Forwards: 999999|Host: h||
                    GET /a HTTP/1.1|Host: h|Max-Forwards: 3|| > GET /a HTTP/1.1|Via: 1.1 minivoy|Host: h|Max-Forwards: 3||
                    TRACE /a HTTP/1.1|Host: h|Max-Forwards: many|| > TRACE /a HTTP/1.1|Via: 1.1 minivoy|Host: h|Max-Forwards: many||
                    """)
    void forwardsLeftAreCounted(String received, String expected) {
        assertThat(request(received)).isEqualTo(expected);
    }

    private String request(String received) {
        MemorySegment buffer = buffer(received);
        int parsed = head.parseRequest(buffer, ROOM_BYTES, (int) buffer.byteSize() - ROOM_BYTES);
        assertThat(parsed).as(head.fault()).isEqualTo(received.replace("|", "\r\n").length());
        long start =
                rewriter.rewriteRequest(
                        head, parsed, forwarded, upgrade, TargetRewrite.NONE, HeadEdits.NONE);
        return rest(buffer, start, parsed);
    }

    private String response(String received, ConnectionOption option, Framing framing) {
        MemorySegment buffer = buffer(received);
        int parsed = head.parseResponse(buffer, ROOM_BYTES, (int) buffer.byteSize() - ROOM_BYTES);
        assertThat(parsed).as(head.fault()).isEqualTo(received.replace("|", "\r\n").length());
        long start = rewriter.rewriteResponse(head, parsed, option, framing, DATE, HeadEdits.NONE);
        return rest(buffer, start, parsed);
    }

    private static MemorySegment buffer(String received) {
        byte[] bytes = (received.replace("|", "\r\n") + BODY).getBytes(ISO_8859_1);
        MemorySegment buffer = Arena.ofAuto().allocate(ROOM_BYTES + bytes.length);
        MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, ROOM_BYTES, bytes.length);
        return buffer;
    }

    /** The new head; its end has not moved, and the body behind it is as it was. */
    private static String rest(MemorySegment buffer, long start, int parsed) {
        String all = new String(buffer.asSlice(start).toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
        assertThat(all).endsWith("\r\n\r\n" + BODY);
        assertThat(buffer.byteSize() - BODY.length()).isEqualTo(ROOM_BYTES + parsed);
        return all.substring(0, all.length() - BODY.length()).replace("\r\n", "|");
    }
}
