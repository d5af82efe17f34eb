package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Configured.ask;
import static dev.tare.specimen.proxy.Configured.named;
import static dev.tare.specimen.proxy.Configured.ok;
import static dev.tare.specimen.proxy.Configured.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What filters make of requests and responses on their way. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyFiltersTest {
    /** Of the token {@code hello}. */
    private static final String DIGEST =
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private static final String AUTH = "token_check: {tokens_sha256: [" + DIGEST + "]}";
    private static final String CHUNKED =
            "POST %s HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Two chunks of five bytes, and the last one. */
    private static final int CHUNKED_LENGTH = 25;

    @Parameter LoopOptions loop = LoopOptions.standard();

    @TempDir private Path folder = Path.of("");

    private ScriptedServer server;

    @SuppressWarnings("NullAway.Init")
    MinivoyFiltersTest() {}

    @BeforeEach
    void start() throws IOException {
        server = named("one");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Configured proxy(String document) throws IOException {
        return proxy(server, document);
    }

    private Configured proxy(ScriptedServer upstream, String document) throws IOException {
        return new Configured(
                loop,
                document
                        + "\nclusters: [{name: a, endpoints: ['%s']}]\n".formatted(text(upstream)));
    }

    private static long denied(Configured minivoy, String filter, String kind) throws IOException {
        String line =
                "minivoy_filter_denied_total{filter=\"%s\",kind=\"%s\"} ".formatted(filter, kind);
        String page = minivoy.page("/stats/prometheus");
        assertThat(page).contains(line);
        String rest = page.substring(page.indexOf(line) + line.length());
        return Long.parseLong(rest.substring(0, rest.indexOf('\n')));
    }

    @Test
    void headsAreEdited() throws IOException {
        String edits =
                """
                filters:
                  - header_edit:
                      request:
                        remove: [X-Debug, x-forwarded-for]
                        set: {X-Env: prod, X-Twice: '2'}
                        add: {X-More: b}
                      response: {set: {Server: mine}, add: {Set-Cookie: b=2}, remove: [x-secret]}
                routes: [{cluster: a}]
                """;
        String answer =
                "HTTP/1.1 200 OK\r\nServer: theirs\r\nX-Secret: s\r\nSet-Cookie: a=1\r\n"
                        + "Content-Length: 2\r\n\r\nok";
        try (ScriptedServer upstream = ScriptedServer.answering(answer);
                Configured minivoy = proxy(upstream, edits);
                RawClient client = minivoy.client()) {
            for (int i = 0; i < 3; i++) {
                RawResponse response =
                        ask(
                                client,
                                "/",
                                "x-debug: 1",
                                "X-Forwarded-For: 6.6.6.6",
                                "x-twice: 1",
                                "X-TWICE: 1",
                                "X-More: a",
                                "X-Kept: k");
                assertThat(response.text()).isEqualTo("ok");
                assertThat(response.field("server")).isEqualTo("mine");
                assertThat(response.field("x-secret")).isEmpty();
                assertThat(response.all("set-cookie")).containsExactlyInAnyOrder("a=1", "b=2");
                String head = upstream.heads().get(i);
                assertThat(head)
                        .contains("X-Env: prod\n", "X-Twice: 2\n", "X-More: b\n", "X-More: a\n")
                        .contains("X-Kept: k\n", "X-Forwarded-For: 127.0.0.1\n")
                        .doesNotContainIgnoringCase("x-debug", "6.6.6.6", "x-twice: 1");
            }
        }
    }

    @Test
    void editsAddUpAndTheLaterOneCounts() throws IOException {
        String edits =
                """
                filters:
                  - header_edit: {request: {set: {x-a: all, x-b: all}}, response: {set: {x-c: all}}}
                routes:
                  - match: {path: /own}
                    cluster: a
                    filters:
                      add:
                        - header_edit:
                            request: {set: {x-a: own}, remove: [x-b]}
                            response: {set: {x-c: own}}
                  - {cluster: a}
                """;
        try (Configured minivoy = proxy(edits);
                RawClient client = minivoy.client()) {
            RawResponse own = ask(client, "/own");
            assertThat(server.heads().getLast())
                    .contains("x-a: own\n")
                    .doesNotContain("x-a: all", "x-b");
            // Responses pass backwards: the filter of all routes has the last word.
            assertThat(own.field("x-c")).isEqualTo("all");
            ask(client, "/");
            assertThat(server.heads().getLast()).contains("x-a: all\n", "x-b: all\n");
        }
    }

    @Test
    void asMuchAsMayBePutIntoAHeadFits() throws Exception {
        // 2,048 bytes with name, colon, blank and the end of the line.
        String value = "v".repeat(2048 - "x-big: \r\n".length());
        String edits =
                "filters: [{header_edit: {request: {set: {x-big: %s}}, response: {set: {x-big: %s}}}}]"
                        .formatted(value, value);
        String rewrite =
                "\nroutes: [{cluster: a, rewrite: {prefix: '/%s', host: '%s'}}]"
                        .formatted("p".repeat(239), "h".repeat(240));
        try (Configured minivoy = proxy(edits + rewrite);
                RawClient client = minivoy.client()) {
            // In pieces too: what is held has the same room.
            for (String piece : new String[] {"GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a HT"}) {
                client.send(piece);
                if (!piece.endsWith("\r\n")) {
                    Eventually.holds(() -> minivoy.proxy().stats().clientBytesReceived() > 30);
                    client.send("TP/1.1\r\nHost: h\r\n\r\n");
                }
                RawResponse response = client.read();
                assertThat(response.text()).isEqualTo("one");
                assertThat(response.field("x-big")).isEqualTo(value);
                assertThat(server.heads().getLast())
                        .startsWith("GET /" + "p".repeat(239) + "/a HTTP/1.1\n")
                        .contains("x-big: " + value + "\n", "Host: " + "h".repeat(240) + "\n");
            }
        }
    }

    @Test
    void withoutATokenNobodyPasses() throws IOException {
        String document =
                "filters: [{name: auth, "
                        + AUTH
                        + "}]\nroutes: [{match: {path: /open}, cluster: a, filters: {off: [auth]}},"
                        + " {match: {path: /ping}, respond: {body: pong}}, {cluster: a}]";
        try (Configured minivoy = proxy(document);
                RawClient client = minivoy.client()) {
            RawResponse none = ask(client, "/");
            assertThat(none.status()).isEqualTo(401);
            assertThat(none.text()).isEqualTo("401 token_refused\n");
            assertThat(none.field("www-authenticate")).isEqualTo("Bearer realm=\"minivoy\"");
            assertThat(ask(client, "/", "Authorization: Bearer hush").field("www-authenticate"))
                    .isEqualTo("Bearer realm=\"minivoy\", error=\"invalid_token\"");
            assertThat(ask(client, "/ping").status()).isEqualTo(401);
            assertThat(ask(client, "/ping", "Authorization: Bearer hello").text())
                    .isEqualTo("pong");
            assertThat(ask(client, "/", "Authorization: bearer hello").text()).isEqualTo("one");
            assertThat(ask(client, "/open").text()).isEqualTo("one");
            client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readHeadOnly().status()).isEqualTo(401);
            // A body whose request is refused is read, and the connection stays.
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.read().status()).isEqualTo(401);
            assertThat(ask(client, "/open").text()).isEqualTo("one");
            assertThat(denied(minivoy, "auth", "token_check")).isEqualTo(5);
            assertThat(minivoy.proxy().stats().errors(ProxyError.TOKEN_REFUSED)).isEqualTo(5);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(minivoy.page("/config")).contains("auth").doesNotContain(DIGEST);
            assertThat(minivoy.events() + minivoy.page("/stats")).doesNotContain("hush", "hello");
        }
    }

    @Test
    void valuesThatAreSecretAreNotShown() throws IOException {
        String document =
                "filters: [{header_edit: {request: {set: {Authorization: Basic hush, X-Env: prod}}}}]"
                        + "\nroutes: [{cluster: a}]";
        try (Configured minivoy = proxy(document)) {
            assertThat(minivoy.page("/config"))
                    .contains("Authorization", "(not shown)", "prod")
                    .doesNotContain("hush");
        }
    }

    @Test
    void ratesAreLimited() throws IOException {
        String document =
                """
                filters: [{rate_limit: {rate: 0.01/m, burst: 3}}]
                routes:
                  - match: {path: /key}
                    cluster: a
                    filters:
                      replace: [{rate_limit: {rate: 0.01/m, burst: 1, per: header, header: x-user}}]
                  - {cluster: a}
                """;
        try (Configured minivoy = proxy(document);
                RawClient client = minivoy.client()) {
            for (int i = 0; i < 5; i++) {
                RawResponse response = ask(client, i % 2 == 0 ? "/" : "/other");
                assertThat(response.status()).isEqualTo(i < 3 ? 200 : 429);
                if (i >= 3) {
                    assertThat(Long.parseLong(response.field("retry-after"))).isBetween(1L, 6000L);
                }
            }
            assertThat(ask(client, "/key", "X-User: a").status()).isEqualTo(200);
            assertThat(ask(client, "/key", "X-User: b").status()).isEqualTo(200);
            assertThat(ask(client, "/key", "X-User: a").text()).isEqualTo("429 rate_limited\n");
            assertThat(denied(minivoy, "rate_limit", "rate_limit")).isEqualTo(2);
            assertThat(denied(minivoy, "route-1/rate_limit", "rate_limit")).isEqualTo(1);
        }
    }

    @Test
    void longBodiesAreRefusedByTheirLengthBeforeAByteOfThemPasses() throws IOException {
        String document = "filters: [{body_limit: {request: 10}}]\nroutes: [{cluster: a}]";
        try (Configured minivoy = proxy(document);
                RawClient client = minivoy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n01234567890");
            RawResponse refused = client.read();
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.text()).isEqualTo("413 request_too_large\n");
            assertThat(ask(client, "/").text()).isEqualTo("one");
            client.send(
                    CHUNKED.formatted("/")
                            + "b\r\n01234567890\r\n0\r\n\r\n"
                            + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(client.read().text()).isEqualTo("one");
            assertThat(server.heads()).allSatisfy(head -> assertThat(head).startsWith("GET "));
        }
        try (Configured minivoy = proxy(document);
                RawClient client = minivoy.client()) {
            // What is not whole has no end that could be found: the answer is the last.
            client.send(
                    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n".formatted(1_000_000_000)
                            + "Expect: 100-continue\r\n\r\n");
            RawResponse refused = client.read();
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.field("connection")).isEqualTo("close");
            client.shutdownOutput();
            assertThat(client.isClosedWithoutMore()).isTrue();
            assertThat(minivoy.proxy().stats().upstreamRequests()).isZero();
        }
    }

    @Test
    void aBodyThatFitsPassesWhole() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ScriptedServer upstream =
                        new ScriptedServer((connection, number) -> {
                            while (true) {
                                String head = connection.readHeadText();
                                int length = head.contains("chunked") ? CHUNKED_LENGTH : 10;
                                seen.add(new String(connection.exactly(length), US_ASCII));
                                connection.send(ok("read"));
                            }
                        });
                Configured minivoy =
                        proxy(
                                upstream,
                                "filters: [{body_limit: {request: 10}}]\nroutes: [{cluster: a}]");
                RawClient client = minivoy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123456789");
            assertThat(client.read().text()).isEqualTo("read");
            client.send(CHUNKED.formatted("/") + "5\r\n01234\r\n");
            client.send("5\r\n56789\r\n0\r\n\r\n");
            assertThat(client.read().text()).isEqualTo("read");
            assertThat(seen).containsExactly("0123456789", "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n");
        }
    }

    @Test
    void longResponsesAreNotPassedOn() throws IOException {
        try (ScriptedServer upstream =
                        new ScriptedServer((connection, number) -> {
                            String head = connection.readHeadText();
                            String begin = "HTTP/1.1 200 OK\r\n";
                            if (head.contains("/length")) {
                                connection.send(begin + "Content-Length: 11\r\n\r\n01234567890");
                            } else {
                                connection.send(begin + "Content-Length: 10\r\n\r\n0123456789");
                            }
                        });
                Configured minivoy =
                        proxy(
                                upstream,
                                "filters: [{body_limit: {response: 10}}]\nroutes: [{cluster: a}]");
                RawClient client = minivoy.client()) {
            RawResponse refused = ask(client, "/length");
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).isEqualTo("502 response_too_large\n");
            assertThat(ask(client, "/fits").text()).isEqualTo("0123456789");
            client.send("HEAD /length HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readHeadOnly().field("content-length")).isEqualTo("11");
            assertThat(minivoy.proxy().stats().errors(ProxyError.RESPONSE_TOO_LARGE)).isEqualTo(1);
            assertThat(denied(minivoy, "body_limit", "body_limit")).isEqualTo(1);
        }
    }

    @Test
    void theAccessLogTellsWhoHasAnswered() throws IOException {
        Path log = folder.resolve("access.log");
        String document =
                "access_log: {path: %s, format: json}\nfilters: [{name: auth, %s}]\n"
                                .formatted(log, AUTH)
                        + "routes: [{cluster: a, filters: {add: [{body_limit: {request: 1}}]}}]";
        try (Configured minivoy = proxy(document);
                RawClient client = minivoy.client()) {
            ask(client, "/", "Authorization: Bearer hush");
            client.send(
                    "POST / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer hello\r\n"
                            + "Content-Length: 2\r\n\r\nhi");
            assertThat(client.read().status()).isEqualTo(413);
        }
        assertThat(Files.readString(log))
                .contains("\"status\":401", "\"error\":\"token_refused:auth\"")
                .contains("\"status\":413", "\"error\":\"request_too_large:route-1/body_limit\"")
                .doesNotContain("hush", "hello");
    }

    @Test
    void aDelayedRequestPassesItsFiltersOnce() throws IOException {
        String document =
                "filters: [{rate_limit: {rate: 0.01/m, burst: 2}}, {header_edit: {request: {add:"
                        + " {x-once: '1'}}}}]\n"
                        + "routes: [{cluster: a, fault: {delay: {time: 20ms}}}]";
        try (Configured minivoy = proxy(document);
                RawClient client = minivoy.client()) {
            assertThat(ask(client, "/").status()).isEqualTo(200);
            assertThat(ask(client, "/").status()).isEqualTo(200);
            assertThat(ask(client, "/").status()).isEqualTo(429);
            assertThat(server.heads()).hasSize(2);
            assertThat(server.heads().getLast().split("x-once", -1)).hasSize(2);
        }
    }
}
