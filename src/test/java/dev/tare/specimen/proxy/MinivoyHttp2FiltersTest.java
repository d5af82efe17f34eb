package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Configured.failing;
import static dev.tare.specimen.proxy.Configured.nobody;
import static dev.tare.specimen.proxy.Configured.ok;
import static dev.tare.specimen.proxy.Configured.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.io.wire.http2.FrameBytes.Frame;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters and rewrites do the same whichever HTTP is spoken on either side. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp2FiltersTest {
    private static final String OLD_ANSWER =
            "HTTP/1.1 200 OK\r\nServer: theirs\r\nX-Secret: s\r\nSet-Cookie: a=1\r\n"
                    + "Content-Length: 2\r\n\r\nok";
    private static final Field GRPC = new Field("content-type", "application/grpc");

    private static final String LIMITS =
            """
            filters: [{body_limit: {request: 10, response: 10}}]
            routes: [{match: {prefix: /old}, cluster: old}, {cluster: young}]
            """;

    @Parameter LoopOptions loop = LoopOptions.standard();

    /** What a client of either protocol was told; fields as lines of name, colon, value. */
    private record Answer(int status, String fields, String text) {}

    /** A client of either protocol. */
    private interface Client {
        Answer ask(String method, String path, String body, Field... fields) throws IOException;
    }

    private static Client of(Http2TestClient streams) {
        return (method, path, body, fields) -> {
            RequestSpec spec = new RequestSpec(method, path, List.of(fields), body);
            Http2TestClient.Exchange answer = streams.exchange(List.of(spec)).getFirst();
            return new Answer(answer.status(), answer.fields(), Http2TestClient.text(answer));
        };
    }

    private static Client of(RawClient requests) {
        return (method, path, body, fields) -> {
            String lines =
                    Arrays.stream(fields)
                            .map(field -> field.name() + ": " + field.value() + "\r\n")
                            .collect(Collectors.joining());
            String length = body.isEmpty() ? "" : "Content-Length: %d\r\n".formatted(body.length());
            requests.send(
                    "%s %s HTTP/1.1\r\nHost: test\r\n%s%s\r\n%s"
                            .formatted(method, path, length, lines, body));
            RawResponse answer = method.equals("HEAD") ? requests.readHeadOnly() : requests.read();
            List<String> told = new ArrayList<>();
            answer.fields()
                    .forEach((name, values) ->
                            values.forEach(value -> told.add(name + ": " + value + "\n")));
            return new Answer(answer.status(), String.join("", told), answer.text());
        };
    }

    private Configured proxy(String document, ScriptedServer old, ScriptedHttp2Upstream young)
            throws IOException {
        return new Configured(
                loop,
                document
                        + "\nclusters: [{name: old, endpoints: ['%s']},".formatted(text(old))
                        + " {name: young, protocol: http2, endpoints: ['%s']}]\n"
                                .formatted(HostPort.textOf(young.address())));
    }

    private static String lastOf(ScriptedServer old) {
        return old.heads().getLast().toLowerCase(Locale.ROOT);
    }

    private static String lastOf(ScriptedHttp2Upstream young) {
        return new ArrayList<>(young.requests).getLast();
    }

    @Test
    void headsAreEdited() throws Exception {
        String edits =
                """
                filters:
                  - header_edit:
                      request:
                        remove: [X-Debug, x-forwarded-for, X-Forwarded-Proto]
                        set: {X-Env: prod, X-Twice: '2'}
                        add: {X-More: b}
                      response:
                        {set: {Server: mine}, add: {Set-Cookie: b=2}, remove: [x-secret, X-Id]}
                routes:
                  - match: {prefix: /good}
                    cluster: young
                    filters: {add: [{header_edit: {request: {set: {x-more: c}}}}]}
                  - {cluster: old}
                """;
        Field[] sent = {
            new Field("x-debug", "1"),
            new Field("X-Forwarded-For", "6.6.6.6"),
            new Field("x-forwarded-proto", "gopher"),
            new Field("x-twice", "1"),
            new Field("X-TWICE", "1"),
            new Field("x-more", "a"),
            new Field("x-kept", "k")
        };
        try (ScriptedServer old = ScriptedServer.answering(OLD_ANSWER);
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = proxy(edits, old, young);
                Http2TestClient streams = new Http2TestClient(minivoy.proxy().address());
                RawClient requests = minivoy.client()) {
            for (Client client : List.of(of(streams), of(requests), of(streams), of(requests))) {
                Answer answer = client.ask("GET", "/", "", sent);
                assertThat(answer.text()).isEqualTo("ok");
                assertThat(answer.fields())
                        .contains("server: mine\n", "set-cookie: a=1\n", "set-cookie: b=2\n")
                        .doesNotContain("x-secret", "theirs");
                assertEdited(lastOf(old));
                assertThat(lastOf(old)).contains("x-more: a\n", "x-more: b\n");
                Answer other = client.ask("GET", "/good/7/10", "", sent);
                assertThat(other.text()).hasSize(10);
                assertThat(other.fields())
                        .contains("server: mine\n", "set-cookie: b=2\n")
                        .doesNotContain("x-id");
                assertEdited(lastOf(young));
                assertThat(lastOf(young))
                        .contains("x-more: c\n")
                        .doesNotContain("x-more: a", "x-more: b", "X-");
            }
            assertThat(minivoy.proxy().stats().errors()).isZero();
        }
    }

    private static void assertEdited(String head) {
        assertThat(head)
                .contains("x-env: prod\n", "x-twice: 2\n", "x-kept: k\n")
                .contains("x-forwarded-for: 127.0.0.1\n", "x-forwarded-proto: http\n")
                .doesNotContain("x-debug", "6.6.6.6", "x-twice: 1", "gopher");
    }

    @Test
    void pathsAndHostsAreRewritten() throws Exception {
        String routes =
                """
                routes:
                  - {match: {prefix: /api}, cluster: old, rewrite: {prefix: /, host: 'b.test:81'}}
                  - {match: {prefix: /young/api}, cluster: young, rewrite: {prefix: /}}
                  - {match: {prefix: /young}, cluster: young, rewrite: {prefix: /v1/, host: c.test}}
                  - {match: {path: /exact}, cluster: young, rewrite: {prefix: /all/of/it}}
                  - {cluster: old, rewrite: {prefix: /before}}
                """;
        try (ScriptedServer old = ScriptedServer.answering(OLD_ANSWER);
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = proxy(routes, old, young);
                Http2TestClient streams = new Http2TestClient(minivoy.proxy().address());
                RawClient requests = minivoy.client()) {
            for (Client client : List.of(of(streams), of(requests))) {
                assertAsked(client, "/api/a?b=/api", old, "get /a?b=/api http/1.1\n");
                assertThat(lastOf(old)).containsOnlyOnce("host: b.test:81\n");
                assertAsked(client, "/api", old, "get / http/1.1\n");
                assertAsked(client, "/api?x", old, "get /?x http/1.1\n");
                assertAsked(client, "/x?y", old, "get /before/x?y http/1.1\n");
                assertThat(lastOf(old)).doesNotContain("b.test");
                assertAsked(client, "/young/ok?q", young, ":path: /v1/ok?q\n");
                assertThat(lastOf(young)).contains(":authority: c.test\n");
                assertThat(lastOf(young)).doesNotContain("\nhost:");
                assertAsked(client, "/young", young, ":path: /v1\n");
                assertAsked(client, "/young/api?z", young, ":path: /?z\n");
                assertAsked(client, "/exact?y", young, ":path: /all/of/it?y\n");
                assertThat(lastOf(young)).doesNotContain("c.test");
            }
            requests.send("GET http://a.test/young/x HTTP/1.1\r\nHost: other\r\n\r\n");
            assertThat(requests.read().status()).isEqualTo(200);
            assertThat(lastOf(young)).contains(":path: /v1/x\n", ":authority: c.test\n");
            requests.send("GET http://a.test/exact HTTP/1.1\r\nHost: other\r\n\r\n");
            assertThat(requests.read().status()).isEqualTo(200);
            assertThat(lastOf(young)).contains(":path: /all/of/it\n", ":authority: a.test\n");
        }
    }

    private static void assertAsked(Client client, String path, ScriptedServer old, String line)
            throws IOException {
        assertThat(client.ask("GET", path, "").text()).isEqualTo("ok");
        assertThat(lastOf(old)).startsWith(line);
    }

    private static void assertAsked(
            Client client, String path, ScriptedHttp2Upstream young, String line)
            throws IOException {
        assertThat(client.ask("GET", path, "").text()).isEqualTo("ok");
        assertThat(lastOf(young)).contains(line);
    }

    @Test
    void anAsteriskStays() throws Exception {
        String routes = "routes: [{cluster: young, rewrite: {prefix: /x, host: c.test}}]";
        try (ScriptedServer old = ScriptedServer.answering(OLD_ANSWER);
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = proxy(routes, old, young);
                RawClient client = minivoy.client()) {
            client.send("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(lastOf(young)).contains(":path: *\n", ":authority: c.test\n");
        }
    }

    @Test
    void longRequestsAreRefusedByTheirLengthBeforeAByteOfThemPasses() throws Exception {
        try (ScriptedServer old = ScriptedServer.answering(OLD_ANSWER);
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = proxy(LIMITS, old, young);
                Http2TestClient streams = new Http2TestClient(minivoy.proxy().address());
                RawClient requests = minivoy.client()) {
            for (Client client : List.of(of(streams), of(requests))) {
                for (String path : List.of("/old", "/ok")) {
                    Answer answer = client.ask("POST", path, "01234567890");
                    assertThat(answer.status()).isEqualTo(413);
                    assertThat(answer.text()).isEqualTo("413 request_too_large\n");
                }
            }
            Answer call = of(streams).ask("POST", "/ok", "01234567890", GRPC);
            assertThat(call.status()).isEqualTo(200);
            assertThat(call.fields())
                    .contains("grpc-status: 8\n", "grpc-message: request_too_large\n");
            assertThat(minivoy.proxy().stats().upstreamRequests()).isZero();
            assertThat(minivoy.page("/stats/prometheus"))
                    .contains("{filter=\"body_limit\",kind=\"body_limit\"} 5\n");
            assertThat(of(streams).ask("GET", "/old", "").text()).isEqualTo("ok");
            assertThat(of(requests).ask("GET", "/ok", "").text()).isEqualTo("ok");
        }
    }

    @Test
    void longResponsesAreNotPassedOn() throws Exception {
        String long11 = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n";
        try (ScriptedServer old =
                        new ScriptedServer((connection, number) -> {
                            String head = connection.readHeadText();
                            connection.send(
                                    long11 + (head.startsWith("HEAD") ? "" : "0123456789a"));
                        });
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = proxy(LIMITS, old, young);
                Http2TestClient streams = new Http2TestClient(minivoy.proxy().address());
                RawClient requests = minivoy.client()) {
            for (Client client : List.of(of(streams), of(requests))) {
                for (String path : List.of("/old", "/declared/11")) {
                    Answer answer = client.ask("GET", path, "");
                    assertThat(answer.status()).isEqualTo(502);
                    assertThat(answer.text()).isEqualTo("502 response_too_large\n");
                }
                assertThat(client.ask("GET", "/declared/10", "").text()).hasSize(10);
                // Nothing of it is to come.
                Answer head = client.ask("HEAD", "/old", "");
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.fields()).contains("content-length: 11\n");
            }
            Answer call = of(streams).ask("POST", "/declared/11", "", GRPC);
            assertThat(call.fields())
                    .contains("grpc-status: 8\n", "grpc-message: response_too_large\n");
            assertThat(minivoy.proxy().stats().errors(ProxyError.RESPONSE_TOO_LARGE)).isEqualTo(5);
            assertThat(minivoy.proxy().stats().errors()).isEqualTo(5);
        }
    }

    @Test
    void whatFitsPassesWhole() throws Exception {
        try (ScriptedServer old =
                        new ScriptedServer((connection, number) -> {
                            while (true) {
                                connection.readHeadText();
                                String body =
                                        new String(
                                                connection.exactly(10),
                                                StandardCharsets.ISO_8859_1);
                                connection.send(
                                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                + "a\r\n%s\r\n0\r\n\r\n".formatted(body));
                            }
                        });
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = proxy(LIMITS, old, young);
                Http2TestClient streams = new Http2TestClient(minivoy.proxy().address());
                RawClient requests = minivoy.client()) {
            for (Client client : List.of(of(streams), of(requests), of(streams), of(requests))) {
                assertThat(client.ask("POST", "/old", "0123456789").text()).isEqualTo("0123456789");
                String body = ScriptedHttp2Upstream.sent(7, 10);
                Answer answer = client.ask("POST", "/good/7/10", body);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).hasSize(10);
            }
            assertThat(minivoy.proxy().stats().errors()).isZero();
        }
    }

    @Test
    void whatIsTriedAgainIsEditedAndRewrittenAgain() throws Exception {
        try (ScriptedServer good = ScriptedServer.answering(ok("good"));
                ScriptedServer bad = ScriptedServer.answering(failing(503));
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy =
                        new Configured(
                                loop,
                                """
                                filters: [{header_edit: {request: {add: {x-env: prod}}}}]
                                routes:
                                  - match: {prefix: /young}
                                    cluster: young
                                    rewrite: {prefix: /}
                                    retry: {tries: 3, on: [connect_failure], backoff: 1ms, max_backoff: 2ms}
                                  - cluster: old
                                    rewrite: {prefix: /new}
                                    retry: {tries: 3, on: [connect_failure, gateway_error], backoff: 1ms}
                                clusters:
                                  - {name: old, endpoints: ['%s', '%s', '%s']}
                                  - {name: young, protocol: http2, endpoints: ['%s', '%s']}
                                """
                                        .formatted(
                                                HostPort.textOf(nobody()),
                                                text(bad),
                                                text(good),
                                                HostPort.textOf(nobody()),
                                                HostPort.textOf(young.address())));
                Http2TestClient streams = new Http2TestClient(minivoy.proxy().address());
                RawClient requests = minivoy.client()) {
            for (int i = 0; i < 20; i++) {
                Client client = i % 2 == 0 ? of(streams) : of(requests);
                assertThat(client.ask("GET", "/x", "").text()).isEqualTo("good");
                assertThat(client.ask("GET", "/young/refuse-first/" + i, "").text())
                        .isEqualTo("ok");
            }
            assertThat(minivoy.proxy().stats().retries()).isGreaterThan(20);
            List<String> heads = new ArrayList<>(good.heads());
            heads.addAll(bad.heads());
            assertThat(heads)
                    .allSatisfy(head -> {
                        assertThat(head).startsWith("GET /new/x HTTP/1.1\n");
                        assertThat(head).containsOnlyOnce("x-env: prod\n");
                    });
            assertThat(young.requests)
                    .hasSize(40)
                    .allSatisfy(head -> {
                        assertThat(head).contains(":path: /refuse-first/");
                        assertThat(head).containsOnlyOnce("x-env: prod\n");
                    });
            assertThat(minivoy.proxy().stats().errors()).isZero();
        }
    }

    @Test
    void aDelayedRequestPassesItsFiltersOnceAndItsBodyIsLookedAt() throws Exception {
        String document =
                """
                filters:
                  - rate_limit: {rate: 0.01/m, burst: 3}
                  - body_limit: {request: 10}
                  - header_edit: {request: {add: {x-once: '1'}}}
                routes: [{cluster: young, fault: {delay: {time: 20ms}}}]
                """;
        try (ScriptedServer old = ScriptedServer.answering(OLD_ANSWER);
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = proxy(document, old, young);
                RawHttp2Client raw = new RawHttp2Client(minivoy.proxy().address());
                Http2TestClient streams = new Http2TestClient(minivoy.proxy().address())) {
            raw.send(
                    new FrameBytes()
                            .headers(1, false, RawHttp2Client.postWithoutLength("/never"))
                            .data(1, false, "01234567890"));
            Frame refused = Objects.requireNonNull(raw.await(RawHttp2Client.DATA));
            assertThat(new String(refused.payload(), StandardCharsets.US_ASCII))
                    .isEqualTo("413 request_too_large\n");
            assertThat(of(streams).ask("POST", "/ok", "0123456789").text()).isEqualTo("ok");
            assertThat(lastOf(young)).containsOnlyOnce("x-once: 1\n");
            assertThat(of(streams).ask("GET", "/ok", "").status()).isEqualTo(200);
            assertThat(of(streams).ask("GET", "/ok", "").status()).isEqualTo(429);
        }
    }
}
