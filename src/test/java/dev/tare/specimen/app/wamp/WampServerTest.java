package dev.tare.specimen.app.wamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.wamp.auth.Credential;
import dev.tare.specimen.app.wamp.auth.User;
import dev.tare.specimen.app.wamp.auth.Users;
import dev.tare.specimen.app.wamp.bridge.BridgeOptions;
import dev.tare.specimen.app.wamp.callee.Arithmetic;
import dev.tare.specimen.app.wamp.client.JoinOptions;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.router.RouterOptions;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SocketTest
@Timeout(60)
final class WampServerTest {
    private static final JoinOptions ANYBODY = JoinOptions.anonymous(RouterOptions.REALM);

    @TempDir private Path folder = Path.of("");

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    private static CalleeTarget web(InetSocketAddress address, WampSerializer serializer) {
        String host = "127.0.0.1:" + address.getPort();
        return new CalleeTarget.WebSocket(address, host, "/ws", serializer);
    }

    private static CalleeTarget raw(SocketAddress address, WampSerializer serializer) {
        return new CalleeTarget.RawSocket(address, serializer);
    }

    private SocketAddress unix() {
        return UnixDomainSocketAddress.of(folder.resolve("wamp.sock"));
    }

    private static WampServer server(WampOptions options) throws IOException {
        return WampServer.start(HttpServerOptions.standard("wamp"), options);
    }

    private HttpServer callees(CalleeOptions... groups) throws IOException {
        return CalleeServer.start(HttpServerOptions.standard("callees"), List.of(groups), log::add);
    }

    private void logs(String sentence) throws InterruptedException {
        String next = log.poll(30, TimeUnit.SECONDS);
        assertThat(next).contains(sentence);
    }

    private static RawResponse call(RawClient client, String body) {
        try {
            return client.send(
                            "POST /call HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(body.length(), body))
                    .read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String get(RawClient client, String target) {
        try {
            return client.get(target).text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The four calls of the fifth document, each served its own way. */
    @Test
    void theFourCallsAreServedAsInTheOriginal() throws Exception {
        try (WampServer server = server(WampOptions.standard().withRawSockets(List.of(unix())));
                HttpServer callees =
                        callees(
                                CalleeOptions.of(
                                        web(server.address(), WampSerializer.JSON),
                                        ANYBODY,
                                        Arithmetic.SUB2),
                                CalleeOptions.of(
                                        raw(unix(), WampSerializer.MESSAGE_PACK),
                                        ANYBODY,
                                        Arithmetic.MUL2),
                                CalleeOptions.of(
                                        raw(unix(), WampSerializer.JSON),
                                        ANYBODY,
                                        Arithmetic.DIV2));
                RawClient client = RawClient.to(server.address());
                RawClient beside = RawClient.to(callees.address())) {
            logs("ready");
            for (String expected : List.of("add2 2 5", "sub2 2 -1", "mul2 2 6", "div2 13 1")) {
                String[] words = expected.split(" ", -1);
                RawResponse answer =
                        call(
                                client,
                                "{\"procedure\":\"com.example.%s\",\"args\":[%s,3]}"
                                        .formatted(words[0], words[1]));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo("{\"args\":[" + words[2] + "]}");
            }
            assertThat(get(beside, "/ready")).isEqualTo("ready\n");
            assertThat(get(beside, "/metrics"))
                    .contains("wamp_callee_invocations_total 3\n")
                    .contains("wamp_callees_ready 3\n");
            assertThat(beside.get("/call").status()).isEqualTo(404);
        }
    }

    @Test
    void callsGoRoundAmongSharedCallees() throws Exception {
        WampOptions options =
                WampOptions.standard().withProcedures(List.of()).withRawSockets(List.of(unix()));
        try (WampServer server = server(options);
                HttpServer callees =
                        callees(
                                CalleeOptions.of(
                                                raw(unix(), WampSerializer.MESSAGE_PACK),
                                                ANYBODY,
                                                Arithmetic.ADD2)
                                        .shared("roundrobin", 4));
                RawClient client = RawClient.to(server.address())) {
            logs("ready");
            for (int i = 0; i < 40; i++) {
                String body = "{\"procedure\":\"com.example.add2\",\"args\":[" + i + ",1]}";
                assertThat(call(client, body).text()).isEqualTo("{\"args\":[" + (i + 1) + "]}");
            }
            assertThat(get(client, "/metrics"))
                    .contains("wamp_registrations{realm=\"realm1\"} 1\n")
                    .contains("wamp_links_opened_total 4\n");
            assertThat(callees.address().getPort()).isPositive();
        }
    }

    @Test
    void aCalleeThatDiesInMidCallIsABadGatewayAndTheRestGoesOn() throws Exception {
        try (WampServer server = server(WampOptions.standard());
                RawClient client = RawClient.to(server.address());
                RawClient other = RawClient.to(server.address())) {
            LoopClient callee =
                    LoopClient.join(web(server.address(), WampSerializer.CBOR), ANYBODY);
            callee.done(
                    (session, told) -> session.register("a.slow", Map.of(), (_, _) -> {}, told));
            String body = "{\"procedure\":\"a.slow\"}";
            client.send(
                    "POST /call HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(body.length(), body));
            Eventually.holds(() ->
                    get(other, "/metrics")
                            .contains("wamp_invocations_pending{realm=\"realm1\"} 1"));
            callee.close();
            RawResponse answer = client.read();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).startsWith("{\"error\":\"wamp.error.canceled\"");
            assertThat(call(client, "{\"procedure\":\"com.example.add2\",\"args\":[2,3]}").text())
                    .isEqualTo("{\"args\":[5]}");
        }
    }

    @Test
    void aCallOfAClientThatLeavesIsGivenUp() throws Exception {
        try (WampServer server = server(WampOptions.standard());
                LoopClient callee =
                        LoopClient.join(web(server.address(), WampSerializer.JSON), ANYBODY);
                RawClient other = RawClient.to(server.address())) {
            callee.done(
                    (session, told) -> session.register("a.slow", Map.of(), (_, _) -> {}, told));
            String body = "{\"procedure\":\"a.slow\"}";
            Socket client = new Socket();
            client.connect(server.address());
            client.getOutputStream()
                    .write(
                            "POST /call HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(body.length(), body)
                                    .getBytes(UTF_8));
            String pending = "wamp_invocations_pending{realm=\"realm1\"} ";
            Eventually.holds(() -> get(other, "/metrics").contains(pending + "1\n"));
            // With a reset: the end of what it sends alone says nothing of what it reads.
            client.setSoLinger(true, 0);
            client.close();
            Eventually.holds(() -> get(other, "/metrics").contains(pending + "0\n"));
            assertThat(get(other, "/metrics")).contains("wamp_bridge_clients_gone_total 1\n");
        }
    }

    @Test
    void aCallThatTakesTooLongIsAGatewayTimeout() throws Exception {
        BridgeOptions impatient = BridgeOptions.standard().withCallTimeoutMs(50);
        try (WampServer server = server(WampOptions.standard().withBridge(impatient));
                LoopClient callee =
                        LoopClient.join(web(server.address(), WampSerializer.JSON), ANYBODY);
                RawClient client = RawClient.to(server.address())) {
            callee.done(
                    (session, told) -> session.register("a.slow", Map.of(), (_, _) -> {}, told));
            RawResponse answer = call(client, "{\"procedure\":\"a.slow\"}");
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.text()).startsWith("{\"error\":\"wamp.error.timeout\"");
        }
    }

    @Test
    void eventsReachSubscribersOverAllTransports() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        WampOptions options = WampOptions.standard().withRawSockets(List.of(anyPort, unix()));
        try (WampServer server = server(options);
                LoopClient overWeb =
                        LoopClient.join(web(server.address(), WampSerializer.CBOR), ANYBODY);
                LoopClient overTcp =
                        LoopClient.join(
                                raw(server.rawSockets().get(0), WampSerializer.JSON), ANYBODY);
                LoopClient overUnix =
                        LoopClient.join(raw(unix(), WampSerializer.MESSAGE_PACK), ANYBODY)) {
            BlockingQueue<Payload> events = new LinkedBlockingQueue<>();
            for (LoopClient client : List.of(overWeb, overTcp, overUnix)) {
                client.done((session, told) ->
                        session.subscribe(
                                "a.topic", Map.of(), event -> events.add(event.payload()), told));
            }
            Payload news = new Payload(List.of("käse", 1L), Map.of("k", 2.5));
            overWeb.done((session, told) ->
                    session.publish("a.topic", Map.of("exclude_me", false), news, told));
            for (int i = 0; i < 3; i++) {
                assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo(news);
            }
            assertThat(overTcp.call("com.example.add2", 2L, 3L)).isEqualTo("5");
            assertThat(overUnix.call("com.example.sub2")).asString().contains("no_such_procedure");
        }
    }

    @Test
    void whatIsTooLongForTheOtherSideFailsAndTheRestGoesOn() throws Exception {
        String tooLong = "x".repeat(1 << 20);
        WampOptions options = WampOptions.standard().withRawSockets(List.of(unix()));
        try (WampServer server = server(options);
                LoopClient client =
                        LoopClient.join(
                                raw(server.rawSockets().getFirst(), WampSerializer.JSON),
                                ANYBODY)) {
            client.done((session, told) ->
                    session.register(
                            "a.long",
                            Map.of(),
                            (_, to) -> to.result(Payload.of(List.of(tooLong))),
                            told));
            assertThat(client.call("a.long")).isEqualTo("error: wamp.error.payload_size_exceeded");
            assertThat(client.call("com.example.add2", 2L, 3L)).isEqualTo("5");
        }
    }

    @Test
    void usersComeInByTheirProof() throws Exception {
        Users users =
                Users.of(
                        List.of(new User("ann", "back", new Credential.SharedSecret("s3cret"))),
                        Optional.empty());
        WampOptions options =
                WampOptions.standard()
                        .withRouter(RouterOptions.standard().withUsers(users), "realm1");
        try (WampServer server = server(options)) {
            CalleeTarget target = web(server.address(), WampSerializer.JSON);
            JoinOptions ann = JoinOptions.wampCra("realm1", "ann", "s3cret");
            try (LoopClient client = LoopClient.join(target, ann);
                    HttpServer callees =
                            callees(CalleeOptions.of(target, ANYBODY, Arithmetic.SUB2));
                    RawClient beside = RawClient.to(callees.address())) {
                assertThat(client.call("com.example.add2", 2L, 3L)).isEqualTo("5");
                logs("wamp.error.no_matching_auth_method");
                RawResponse notReady = beside.get("/ready");
                assertThat(notReady.status()).isEqualTo(503);
                assertThat(notReady.text())
                        .startsWith("not ready the session has ended: wamp.error.no_matching");
            }
        }
    }

    @Test
    void calleesWaitForTheirRouterAndComeBackToIt() throws Exception {
        WampOptions options = WampOptions.standard().withRawSockets(List.of(unix()));
        CalleeOptions callee =
                CalleeOptions.of(raw(unix(), WampSerializer.JSON), ANYBODY, Arithmetic.SUB2);
        try (HttpServer callees = callees(callee);
                RawClient beside = RawClient.to(callees.address())) {
            logs("no link to");
            for (int i = 0; i < 2; i++) {
                try (WampServer server = server(options);
                        RawClient client = RawClient.to(server.address())) {
                    logs("ready");
                    String body = "{\"procedure\":\"com.example.sub2\",\"args\":[2,3]}";
                    assertThat(call(client, body).text()).isEqualTo("{\"args\":[-1]}");
                }
                logs("wamp.close.system_shutdown");
                logs("no link to");
            }
            assertThat(get(beside, "/metrics")).contains("wamp_callees_ready 0\n");
        }
    }

    @Test
    void aProcedureThatIsTakenIsToldAndTriedAgain() throws Exception {
        try (WampServer server = server(WampOptions.standard());
                HttpServer callees =
                        callees(
                                CalleeOptions.of(
                                        web(server.address(), WampSerializer.JSON),
                                        ANYBODY,
                                        Arithmetic.ADD2))) {
            logs("com.example.add2 cannot be registered: wamp.error.procedure_already_exists");
            assertThat(callees.address().getPort()).isPositive();
        }
    }

    @Test
    void stoppingSaysGoodbyeAndLeavesNoFile() throws Exception {
        BlockingQueue<String> left = new LinkedBlockingQueue<>();
        WampServer server = server(WampOptions.standard().withRawSockets(List.of(unix())));
        assertThat(Files.exists(folder.resolve("wamp.sock"))).isTrue();
        HttpServer callees =
                CalleeServer.start(
                        HttpServerOptions.standard("callees"),
                        List.of(
                                CalleeOptions.of(
                                        raw(unix(), WampSerializer.JSON),
                                        ANYBODY,
                                        Arithmetic.SUB2)),
                        left::add);
        assertThat(left.poll(30, TimeUnit.SECONDS)).isEqualTo("ready");
        server.close();
        assertThat(left.poll(30, TimeUnit.SECONDS)).contains("wamp.close.system_shutdown");
        assertThat(Files.exists(folder.resolve("wamp.sock"))).isFalse();
        server.close();
        callees.close();
    }

    @Test
    void whereItCannotListenItDoesNotStart() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x", UTF_8);
        WampOptions taken =
                WampOptions.standard().withRawSockets(List.of(UnixDomainSocketAddress.of(file)));
        assertThatIOException().isThrownBy(() -> server(taken)).withMessageContaining("file");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        WampServer.start(
                                HttpServerOptions.standard("wamp").withThreads(2),
                                WampOptions.standard()))
                .withMessage("a router has one thread");
    }
}
