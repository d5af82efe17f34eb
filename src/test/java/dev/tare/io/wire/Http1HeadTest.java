package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Http1HeadTest {
    private final Http1Head head = new Http1Head();

    @Test
    void aRequestIsIndexedWhereItLies() {
        String text = "GET /byte/100?x HTTP/1.1\r\nHost: a:80\r\nX-Empty:\r\nvia: \t p \t\r\n\r\n";
        MemorySegment bytes = Bytes.at(3, Bytes.latin(text));
        assertThat(head.parseRequest(bytes, 3, text.length())).isEqualTo(text.length());
        assertThat(head.method()).isEqualTo(HttpMethod.GET);
        assertThat(head.copy(head.methodStart(), head.methodEnd())).isEqualTo("GET");
        assertThat(head.copy(head.targetStart(), head.targetEnd())).isEqualTo("/byte/100?x");
        assertThat(head.targetForm()).isEqualTo(TargetForm.ORIGIN);
        assertThat(head.minorVersion()).isEqualTo(1);
        assertThat(head.fieldCount()).isEqualTo(3);
        assertThat(name(0)).isEqualTo("Host");
        assertThat(value(0)).isEqualTo("a:80");
        assertThat(head.known(0)).isEqualTo(KnownField.HOST);
        assertThat(value(1)).isEmpty();
        assertThat(head.known(1)).isEqualTo(KnownField.UNKNOWN);
        assertThat(value(2)).isEqualTo("p");
        assertThat(head.known(2)).isEqualTo(KnownField.VIA);
        assertThat(head.find(KnownField.VIA)).isEqualTo(2);
        assertThat(head.find(KnownField.DATE)).isEqualTo(-1);
        assertThat(head.keepAlive()).isTrue();
        assertThat(head.contentLength()).isEqualTo(-1);
        assertThat(head.fault()).isEmpty();
    }

    @Test
    void aResponseIsIndexedWhereItLiesAndItsBodyIsNotTouched() {
        String text = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nServer: x\r\n\r\nbody";
        MemorySegment bytes = Bytes.of(text);
        assertThat(head.parseResponse(bytes, 0, text.length())).isEqualTo(text.length() - 4);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.contentLength()).isEqualTo(4);
        assertThat(value(1)).isEqualTo("x");
        assertThat(head.buffer()).isSameAs(bytes);
        assertThat(head.offset()).isZero();
    }

    @Test
    void anIndexBehindTheLastFieldIsRefused() {
        String text = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n";
        head.parseResponse(Bytes.of(text), 0, text.length());
        assertThatThrownBy(() -> head.known(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.tare.io.wire.Http1Cases#malformedRequests")
    void aMalformedRequestIsRefused(Http1Cases.Refused row) {
        String text = row.head();
        int parsed = head.parseRequest(Bytes.of(text), 0, text.length());
        assertThat(parsed).isEqualTo(Http1Head.MALFORMED);
        assertThat(head.fault()).contains(row.fault());
        assertThat(head.faultStatus()).isEqualTo(row.status());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.tare.io.wire.Http1Cases#malformedResponses")
    void aMalformedResponseIsRefused(Http1Cases.Refused row) {
        String text = row.head();
        int parsed = head.parseResponse(Bytes.of(text), 0, text.length());
        assertThat(parsed).isEqualTo(Http1Head.MALFORMED);
        assertThat(head.fault()).contains(row.fault());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.tare.io.wire.Http1Cases#goodRequests")
    void aGoodRequestIsWholeWithItsLastByteOnly(Http1Cases.Good row) {
        String text = row.head();
        for (int length = 0; length < text.length(); length++) {
            MemorySegment prefix = Bytes.of(text.substring(0, length));
            assertThat(head.parseRequest(prefix, 0, length)).isEqualTo(Http1Head.NEED_MORE);
        }
        assertThat(head.parseRequest(Bytes.of(text), 0, text.length())).isEqualTo(text.length());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.tare.io.wire.Http1Cases#goodResponses")
    void aGoodResponseIsWholeWithItsLastByteOnly(Http1Cases.Good row) {
        String text = row.head();
        for (int length = 0; length < text.length(); length++) {
            MemorySegment prefix = Bytes.of(text.substring(0, length));
            assertThat(head.parseResponse(prefix, 0, length)).isEqualTo(Http1Head.NEED_MORE);
        }
        assertThat(head.parseResponse(Bytes.of(text), 0, text.length())).isEqualTo(text.length());
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, ORIGIN",
        "GET http://a/ HTTP/1.1, ABSOLUTE",
        "CONNECT a:443 HTTP/1.1, AUTHORITY",
        "OPTIONS * HTTP/1.1, ASTERISK"
    })
    void theFormOfTheTargetIsTold(String line, TargetForm form) {
        parseRequest(line, "Host: a");
        assertThat(head.targetForm()).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"
            })
    void everyMethodIsToldFromTheOthers(String method) {
        parseRequest(method + (method.equals("CONNECT") ? " a:1" : " /") + " HTTP/1.1", "Host: a");
        assertThat(head.method()).isEqualTo(HttpMethod.valueOf(method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "GE", "GETS", "PROPFIND", "AAAAAAAAGET", "AAAAACONNECT", "PRI"})
    void aMethodOfAnotherNameIsOther(String method) {
        parseRequest(method + " / HTTP/1.1", "Host: a");
        assertThat(head.method()).isEqualTo(HttpMethod.OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, X: y, true",
        "HTTP/1.1, Connection: close, false",
        "HTTP/1.1, 'cOnNection: X ,CLOSE', false",
        "HTTP/1.1, 'Connection: keep-alive, close', false",
        "HTTP/1.1, Connection: closed, true",
        "HTTP/1.1, 'Connection: x close', true",
        "HTTP/1.0, X: y, false",
        "HTTP/1.0, Connection: Keep-Alive, true",
        "HTTP/1.0, 'Connection: , keep-alive ,', true",
        "HTTP/1.0, 'Connection: keep-alive, close', false",
        "HTTP/1.7, X: y, true"
    })
    void theVersionAndConnectionDecideAboutKeepingAlive(
            String version, String field, String expected) {
        parseResponse(version + " 200 OK", field, "Content-Length: 0");
        assertThat(head.keepAlive()).isEqualTo(Boolean.parseBoolean(expected));
    }

    @Test
    void aResponseWithBothLengthAndCodingIsChunkedAndEndsTheConnection() {
        parseResponse("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Content-Length: 3");
        assertThat(head.chunked()).isTrue();
        assertThat(head.keepAlive()).isFalse();
        assertThat(BodyFraming.ofResponse(head, false)).isEqualTo(BodyFraming.CHUNKED);
    }

    @Test
    void connectionNamesFieldsOfTheNextHopOnly() {
        parseRequest(
                "GET / HTTP/1.1",
                "Host: a",
                "Connection: close , x-A,,x_b",
                "X-a: 1",
                "X-Ab: 1",
                "X-B: 1",
                "X_B: 1",
                "x-c: 1",
                "connection: X-C");
        assertThat(named()).isEqualTo(List.of("X-a", "X_B", "x-c"));
    }

    @Test
    void characters32ApartAreTheSameForLettersOnly() {
        parseRequest("GET / HTTP/1.1", "Host: a", "Connection: x^, y`", "x~: 1", "Y`: 1", "y@");
        assertThat(head.fault()).contains("token");
        parseRequest("GET / HTTP/1.1", "Host: a", "Connection: x^, y`", "x~: 1", "Y`: 1");
        assertThat(named()).isEqualTo(List.of("Y`"));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, 'Expect: 100-Continue', true",
        "HTTP/1.1, 'Expect: 100-continued', false",
        "HTTP/1.0, 'Expect: 100-continue', false"
    })
    void onlyHttp11WaitsFor100(String version, String field, boolean expected) {
        parseRequest("POST / " + version, "Host: a", "Content-Length: 1", field);
        assertThat(head.expectContinue()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, Upgrade: websocket, Connection: Upgrade, true",
        "HTTP/1.1, Upgrade: websocket, Connection: close, false",
        "HTTP/1.1, X: y, Connection: upgrade, false",
        "HTTP/1.0, Upgrade: websocket, Connection: upgrade, false"
    })
    void anUpgradeNeedsBothFields(String version, String a, String b, boolean expected) {
        parseRequest("GET / " + version, "Host: a", a, b);
        assertThat(head.upgrade()).isEqualTo(expected);
    }

    @Test
    void aHeadIsParsedAfterAnotherAsIfItWereTheFirst() {
        parseResponse("HTTP/1.0 200 OK", "Connection: close", "Upgrade: x", "Content-Length: 3");
        parseResponse("HTTP/1.1 404");
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.minorVersion()).isEqualTo(1);
        assertThat(head.fieldCount()).isZero();
        assertThat(head.contentLength()).isEqualTo(-1);
        assertThat(head.keepAlive()).isTrue();
    }

    @Test
    void aHeadOfExactlyTheLimitIsTaken() {
        String text = requestOf(Http1Head.MAX_HEAD_BYTES);
        assertThat(head.parseRequest(Bytes.of(text), 0, text.length())).isEqualTo(text.length());
        String withBody = text + "more";
        int parsed = head.parseRequest(Bytes.of(withBody), 0, withBody.length());
        assertThat(parsed).isEqualTo(text.length());
    }

    @Test
    void aHeadOfOneByteMoreThanTheLimitIsTooLarge() {
        String text = requestOf(Http1Head.MAX_HEAD_BYTES + 1);
        int parsed = head.parseRequest(Bytes.of(text), 0, text.length());
        assertThat(parsed).isEqualTo(Http1Head.TOO_LARGE);
        assertThat(head.fault()).contains("65,536");
        assertThat(head.faultStatus()).isEqualTo(431);
    }

    @Test
    void aHeadThatFillsTheLimitWithoutAnEndIsTooLarge() {
        String text = requestOf(Http1Head.MAX_HEAD_BYTES + 9).substring(0, 65_536);
        String shorter = text.substring(0, 65_535);
        assertThat(head.parseRequest(Bytes.of(shorter), 0, 65_535)).isEqualTo(Http1Head.NEED_MORE);
        assertThat(head.parseRequest(Bytes.of(text), 0, 65_536)).isEqualTo(Http1Head.TOO_LARGE);
    }

    @Test
    void oneFieldMoreThanTheLimitIsTooLarge() {
        String most = "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(Http1Head.MAX_FIELDS);
        String good = most + "\r\n";
        assertThat(head.parseResponse(Bytes.of(good), 0, good.length())).isEqualTo(good.length());
        assertThat(head.fieldCount()).isEqualTo(Http1Head.MAX_FIELDS);
        assertThat(value(Http1Head.MAX_FIELDS - 1)).isEqualTo("b");
        String bad = most + "A: b\r\n\r\n";
        int parsed = head.parseResponse(Bytes.of(bad), 0, bad.length());
        assertThat(parsed).isEqualTo(Http1Head.TOO_LARGE);
        assertThat(head.fault()).contains("256 fields");
    }

    /** A request's head of this many bytes. */
    static String requestOf(int bytes) {
        String start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        return start + "x".repeat(bytes - start.length() - 4) + "\r\n\r\n";
    }

    private List<String> named() {
        return IntStream.range(0, head.fieldCount())
                .filter(head::connectionNames)
                .mapToObj(this::name)
                .toList();
    }

    private void parseRequest(String... lines) {
        String text = Bytes.lines(lines) + "\r\n";
        head.parseRequest(Bytes.of(text), 0, text.length());
    }

    private void parseResponse(String... lines) {
        String text = Bytes.lines(lines) + "\r\n";
        int parsed = head.parseResponse(Bytes.of(text), 0, text.length());
        assertThat(parsed).as(head.fault()).isEqualTo(text.length());
    }

    private String name(int i) {
        return head.copy(head.nameStart(i), head.nameEnd(i));
    }

    private String value(int i) {
        return head.copy(head.valueStart(i), head.valueEnd(i));
    }
}
