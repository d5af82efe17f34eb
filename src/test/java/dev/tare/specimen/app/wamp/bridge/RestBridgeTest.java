package dev.tare.specimen.app.wamp.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.wamp.WampOptions;
import dev.tare.specimen.app.wamp.WampServer;
import dev.tare.specimen.app.wamp.callee.Arithmetic;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SocketTest
@Timeout(60)
final class RestBridgeTest {
    private static final String ADD =
            """
            {"procedure": "com.example.add2", "args": [2, 3], "kwargs": {"verbose": false}}\
            """;
    private static final String SUB = ADD.replace("add2", "sub2");
    private static final Signing SIGNING = new Signing("key", "secret");

    private static WampServer server(BridgeOptions bridge) throws IOException {
        return WampServer.start(
                HttpServerOptions.standard("wamp"),
                WampOptions.standard()
                        .withBridge(bridge)
                        .withProcedures(List.of(Arithmetic.ADD2, Arithmetic.DIV2)));
    }

    private static RawResponse post(RawClient client, String target, String body)
            throws IOException {
        return post(client, target, "Content-Type: application/json\r\n", body.getBytes(UTF_8));
    }

    private static RawResponse post(RawClient client, String target, String fields, byte[] body)
            throws IOException {
        client.send(
                "POST %s HTTP/1.1\r\nHost: test\r\n%sContent-Length: %d\r\n\r\n"
                        .formatted(target, fields, body.length));
        return client.send(body).read();
    }

    /** One request to a bridge of its own. */
    private static RawResponse ask(BridgeOptions options, String target, String fields, byte[] body)
            throws IOException {
        try (WampServer server = server(options);
                RawClient client = RawClient.to(server.address())) {
            RawResponse answer = post(client, target, fields, body);
            if (answer.status() < 500) {
                assertThat(client.get("/ready").status()).isEqualTo(200);
            }
            return answer;
        }
    }

    private static RawResponse ask(BridgeOptions options, String target, String body)
            throws IOException {
        return ask(options, target, "Content-Type: application/json\r\n", body.getBytes(UTF_8));
    }

    private static RawResponse ask(String target, String body) throws IOException {
        return ask(BridgeOptions.standard(), target, body);
    }

    @Test
    void aCallIsAnsweredWithItsResult() throws IOException {
        RawResponse answer = ask("/call?seq=0", ADD);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"args\":[5]}");
        assertThat(answer.field("content-type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(answer.field("content-length")).isEqualTo("12");
        assertThat(answer.field("cache-control"))
                .isEqualTo("no-store,no-cache,must-revalidate,max-age=0");
        assertThat(answer.field("access-control-allow-origin")).isEqualTo("*");
        assertThat(answer.field("access-control-allow-credentials")).isEqualTo("true");
    }

    @Test
    void putIsAsGoodAsPost() throws IOException {
        try (WampServer server = server(BridgeOptions.standard());
                RawClient client = RawClient.to(server.address())) {
            client.send(
                    "PUT /call HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(ADD.length(), ADD));
            assertThat(client.read().text()).isEqualTo("{\"args\":[5]}");
        }
    }

    /** Reads an answer as it stands on the wire, down to the last chunk. */
    private static String bytesOf(RawClient client) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n0\r\n\r\n") < 0) {
            answer.append(new String(client.exactly(1), ISO_8859_1));
        }
        return answer.toString();
    }

    @Test
    void compatibleAnswersAreAsLongAsThoseOfTheDocument() throws IOException {
        try (WampServer server = server(BridgeOptions.standard().asCrossbar());
                RawClient client = RawClient.to(server.address())) {
            for (String body : List.of(ADD, SUB)) {
                client.send(
                        "POST /call?seq=0 HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(body.length(), body));
                String answer = bytesOf(client);
                assertThat(answer)
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .contains("\r\nTransfer-Encoding: chunked\r\n")
                        .contains("\r\nContent-Type: application/json; charset=UTF-8\r\n")
                        .contains(
                                "\r\nCache-Control: no-store, no-cache, must-revalidate,"
                                        + " max-age=0\r\n")
                        .containsPattern("\r\nDate: [A-Z][a-z]{2}, \\d\\d [^\r]{17} GMT\r\n")
                        .containsPattern("\r\nServer: [^\r]{15}\r\n")
                        .hasSize(body.equals(ADD) ? 241 : 335);
            }
            assertThat(post(client, "/call", SUB).text())
                    .isEqualTo(
                            "{\"error\":\"wamp.error.no_such_procedure\",\"args\":[\"no callee"
                                    + " registered for procedure 'com.example.sub2'\"]}");
        }
    }

    @Test
    void compatibleAnswersReachWhoSpeaksHttp10() throws IOException {
        try (WampServer server = server(BridgeOptions.standard().asCrossbar());
                RawClient client = RawClient.to(server.address())) {
            client.send(
                    "POST /call HTTP/1.0\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(ADD.length(), ADD));
            RawResponse answer = client.read();
            assertThat(answer.text()).isEqualTo("{\"args\":[5]}");
            assertThat(answer.field("transfer-encoding")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"procedure":"com.example.sub2"}                | 404 | wamp.error.no_such_procedure
                    {"procedure":"com.example.div2","args":[1,0]}   | 400 | wamp.error.invalid_argument
                    {"procedure":"com.example.add2","args":["1",2]} | 400 | wamp.error.invalid_argument
                    {"procedure":"no procedure"}                    | 400 | wamp.error.invalid_uri
                    """)
    void anErrorOfWampsIsAnErrorOfHttp(String body, int status, String error) throws IOException {
        RawResponse answer = ask("/call", body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text())
                .startsWith("{\"error\":\"" + error + "\",\"args\":[\"")
                .endsWith("\"],\"kwargs\":{}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /call    |                                            | AR453
                    /call    | {"procedure"                               | AR453
                    /call    | {}{}                                       | AR453
                    /call    | [1]                                        | AR454
                    /call    | {"procedure":1}                            | AR454
                    /call    | {"procedure":"a.b","args":{}}              | AR454
                    /call    | {"procedure":"a.b","kwargs":[]}            | AR454
                    /call    | {"args":[1]}                               | AR455
                    /publish | {"procedure":"a.b"}                        | AR455
                    /publish | {"topic":"a.b","options":[]}               | AR454
                    /publish | {"topic":"a.b","options":{"exclude":["1"]}}| AR454
                    /publish | {"topic":"a.b","options":{"exclude_me":1}} | AR454
                    /publish | {"topic":"a.b","options":{"eligible_authid":[1]}} | AR454
                    """)
    void aBodyThatIsNotAsItShouldBeIsRefused(String path, String body, String code)
            throws IOException {
        RawResponse answer = ask(path, body == null ? "" : body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .startsWith("{\"error\":\"" + code + ": ")
                .endsWith("\",\"args\":[],\"kwargs\":{}}");
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, AR452",
        "application/json; charset=latin-1, AR450",
        "application/json; charset=utf-8; charset=utf-8, AR450",
        "application/json; charset=a=b, AR450"
    })
    void otherContentTypesAreRefused(String type, String code) throws IOException {
        RawResponse answer =
                ask(
                        BridgeOptions.standard(),
                        "/call",
                        "Content-Type: " + type + "\r\n",
                        ADD.getBytes(UTF_8));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("{\"error\":\"" + code + ": ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: Application/JSON ; Charset=UTF-8\r\n",
                "Content-Type: application/json; charset=\"utf8\"\r\n"
            })
    void jsonInUtf8IsTakenHoweverItIsCalled(String fields) throws IOException {
        RawResponse answer = ask(BridgeOptions.standard(), "/call", fields, ADD.getBytes(UTF_8));
        assertThat(answer.text()).isEqualTo("{\"args\":[5]}");
    }

    @Test
    void aBodyThatIsNoUtf8IsRefused() throws IOException {
        RawResponse answer =
                ask(BridgeOptions.standard(), "/call", "", "{\"\u00e4\":1}".getBytes(ISO_8859_1));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("{\"error\":\"AR451: ");
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() throws IOException {
        BridgeOptions limited = BridgeOptions.standard().withLimits(ADD.length(), 0);
        assertThat(ask(limited, "/call", ADD).status()).isEqualTo(200);
        RawResponse answer = ask(limited, "/call", ADD + " ");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).startsWith("{\"error\":\"AR413: ");
    }

    @Test
    void otherMethodsAreRefused() throws IOException {
        try (WampServer server = server(BridgeOptions.standard());
                RawClient client = RawClient.to(server.address())) {
            RawResponse answer = client.get("/call");
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.field("allow")).isEqualTo("POST,PUT,OPTIONS");
            assertThat(answer.text()).startsWith("{\"error\":\"AR405: ");
        }
    }

    @Test
    void aBrowserIsToldWhatItMay() throws IOException {
        try (WampServer server = server(BridgeOptions.standard());
                RawClient client = RawClient.to(server.address())) {
            client.send(
                    String.join(
                            "\r\n",
                            "OPTIONS /publish HTTP/1.1",
                            "Host: h",
                            "Origin: http://page.example",
                            "Access-Control-Request-Headers: content-type\r\n\r\n"));
            RawResponse answer = client.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEmpty();
            assertThat(answer.field("allow")).isEqualTo("POST,PUT,OPTIONS");
            assertThat(answer.field("access-control-allow-methods")).isEqualTo("POST,PUT,OPTIONS");
            assertThat(answer.field("access-control-allow-origin"))
                    .isEqualTo("http://page.example");
            assertThat(answer.field("access-control-allow-headers")).isEqualTo("content-type");
        }
    }

    private static String stamp(long offS) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
                .withZone(ZoneOffset.UTC)
                .format(
                        Instant.ofEpochSecond(
                                dev.tare.base.time.EpochClock.system().epochNs() / 1_000_000_000L
                                        + offS));
    }

    private static String signed(String stamp, String seq, String nonce, String signature) {
        return "/call?timestamp=%s&seq=%s&key=key&nonce=%s&signature=%s"
                .formatted(stamp, seq, nonce, URLEncoder.encode(signature, UTF_8));
    }

    private static String askSigned(String target) throws IOException {
        RawResponse answer = ask(BridgeOptions.standard().withSigning(SIGNING), target, ADD);
        boolean isUnauthorized = answer.text().contains("AR459") || answer.text().contains("AR460");
        int refused = isUnauthorized ? 401 : 400;
        assertThat(answer.status()).isIn(200, refused);
        return answer.status() == 200 ? answer.text() : answer.text().substring(10, 15);
    }

    /** The signature by another implementation: Python's hmac and base64. */
    @Test
    void aSignatureIsTheUrlSafeBase64OfTheHmac() {
        assertThat(
                        SIGNING.sign(
                                "2011-10-14T16:59:51.123Z",
                                "1",
                                "1234",
                                "{\"a\":1}".getBytes(UTF_8)))
                .isEqualTo("Am94szzVwEx7KIh0VMPBA6PGHRvkjdFLVPnIddFJ054=");
    }

    @Test
    void signedRequestsAreServedAndOthersAreNot() throws IOException {
        String now = stamp(0);
        String right = SIGNING.sign(now, "1", "1234", ADD.getBytes(UTF_8));
        String whole = signed(now, "1", "1234", right);
        assertThat(askSigned(whole)).isEqualTo("{\"args\":[5]}");
        assertThat(askSigned("/call")).isEqualTo("AR461");
        for (String field : List.of("timestamp", "seq", "key", "nonce", "signature")) {
            assertThat(askSigned(whole.replace(field + "=", "x="))).isEqualTo("AR461");
        }
        assertThat(askSigned(whole.replace("key=key", "key=other"))).isEqualTo("AR460");
        assertThat(askSigned(whole.replace("seq=1", "seq=2"))).isEqualTo("AR459");
        assertThat(askSigned(signed(now, "1", "1234", right + "="))).isEqualTo("AR459");
        assertThat(askSigned(whole.replace("seq=1", "seq=one"))).isEqualTo("AR462");
        assertThat(askSigned(whole.replace("nonce=1234", "nonce=-1"))).isEqualTo("AR462");
        assertThat(askSigned(whole.replace("nonce=1234", "nonce=9007199254740993")))
                .isEqualTo("AR462");
        assertThat(askSigned(whole.replace(now, "yesterday"))).isEqualTo("AR462");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seq=%", "seq=%z", "seq=%zz", "%=1", "seq=1%2"})
    void whatIsNotPercentEncodedAsItShouldBeIsRefusedByTheServer(String query) throws IOException {
        try (WampServer server = server(BridgeOptions.standard());
                RawClient client = RawClient.to(server.address());
                RawClient other = RawClient.to(server.address())) {
            assertThat(post(client, "/call?" + query, ADD).status()).isEqualTo(400);
            assertThat(other.get("/ready").status()).isEqualTo(200);
        }
    }

    @Test
    void stampsFarFromNowAreRefused() throws IOException {
        for (long offS : List.of(-400L, 400L, -200L, 200L)) {
            String then = stamp(offS);
            String signature = SIGNING.sign(then, "1", "1", ADD.getBytes(UTF_8));
            assertThat(askSigned(signed(then, "1", "1", signature)))
                    .isEqualTo(Math.abs(offS) == 400 ? "AR464" : "{\"args\":[5]}");
        }
        String old = "/call?timestamp=2011-10-14T16:59:51.123Z";
        assertThat(ask(old, ADD).text()).startsWith("{\"error\":\"AR464: ");
        BridgeOptions anyTime = BridgeOptions.standard().withLimits(0, 0);
        assertThat(ask(anyTime, old, ADD).status()).isEqualTo(200);
    }

    @Test
    void addressesThatMayNotAreRefused() throws IOException {
        BridgeOptions local =
                BridgeOptions.standard().withRequireIp(List.of(IpNetwork.parse("127.0.0.0/8")));
        BridgeOptions foreign =
                BridgeOptions.standard().withRequireIp(List.of(IpNetwork.parse("10.0.0.0/8")));
        assertThat(ask(local, "/call", ADD).status()).isEqualTo(200);
        RawResponse answer = ask(foreign, "/call", ADD);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("{\"error\":\"AR466: ");
    }

    @Test
    void anEventIsPublishedAndItsNumberTold() throws IOException {
        try (WampServer server = server(BridgeOptions.standard());
                RawClient client = RawClient.to(server.address())) {
            RawResponse answer =
                    post(
                            client,
                            "/publish",
                            "{\"topic\":\"a.b\",\"args\":[1],\"options\":{\"exclude\":[1]}}");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).matches("\\{\"id\":\\d+}");
            assertThat(post(client, "/publish", "{\"topic\":\"a..b\"}").status()).isEqualTo(400);
            assertThat(client.get("/metrics").text())
                    .contains("wamp_publications_total 1\n")
                    .contains("wamp_bridge_publications_total 2\n")
                    .contains("wamp_bridge_errors_total 1\n");
        }
    }

    @Test
    void otherPathsAndTheOwnPagesAreServed() throws IOException {
        try (WampServer server = server(BridgeOptions.standard());
                RawClient client = RawClient.to(server.address())) {
            assertThat(client.get("/nothing").status()).isEqualTo(404);
            assertThat(client.get("/ready").text()).isEqualTo("ready\n");
            assertThat(post(client, "/ready", "").status()).isEqualTo(405);
            post(client, "/call", ADD);
            post(client, "/call", "x");
            assertThat(client.get("/metrics").text())
                    .contains("wamp_bridge_calls_total 1\n")
                    .contains("wamp_results_total 1\n")
                    .contains("wamp_bridge_denials_total{code=\"ar453\"} 1\n")
                    .contains("wamp_links_opened_total 0\n");
        }
    }

    @Test
    void manyCallsAtOnceOverOneConnectionAreAllAnswered() throws Exception {
        try (WampServer server = server(BridgeOptions.standard());
                RawClient client = RawClient.to(server.address())) {
            String request =
                    "POST /call HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(ADD.length(), ADD);
            client.send(request.repeat(200));
            for (int i = 0; i < 200; i++) {
                assertThat(client.read().text()).isEqualTo("{\"args\":[5]}");
            }
            Eventually.holds(() -> metrics(client).contains("wamp_results_total 200\n"));
        }
    }

    private static String metrics(RawClient client) {
        try {
            return client.get("/metrics").text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
