package dev.tare.specimen.app.wamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import dev.tare.base.time.Sleep;
import dev.tare.specimen.app.wamp.client.JoinOptions;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import dev.tare.testing.PeerCondition;
import dev.tare.testing.PeerTest;
import dev.tare.testing.SlowTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client at the real router: it calls, is called, hears of events and proves itself. */
@PeerTest("crossbar")
@SlowTest
@Timeout(180)
final class CrossbarClientPeerTest {
    private static final int START_STEPS = 600;
    private static final long STEP_NS = 200_000_000L;
    private static final JoinOptions ANYBODY = JoinOptions.anonymous("realm1");
    private static final String CONFIG =
            """
            {"version": 2, "controller": {}, "workers": [{"type": "router",
              "realms": [{"name": "realm1", "roles": [{"name": "anonymous", "permissions": [
                {"uri": "", "match": "prefix", "allow": {
                  "call": true, "register": true, "publish": true, "subscribe": true}}]}]}],
              "transports": [
                {"type": "web", "endpoint":
                   {"type": "tcp", "port": @PORT@, "interface": "127.0.0.1"},
                 "paths": {
                   "/": {"type": "json", "value": {}},
                   "ws": {"type": "websocket"},
                   "guarded": {"type": "websocket", "auth": {
                     "ticket": {"type": "static", "principals": {
                       "joe": {"ticket": "t1ck3t", "role": "anonymous"}}},
                     "wampcra": {"type": "static", "users": {
                       "ann": {"secret": "s3cret", "role": "anonymous"},
                       "eva": {"secret": "pw", "role": "anonymous",
                               "salt": "pepper", "iterations": 10, "keylen": 32}}}}}}},
                {"type": "rawsocket", "serializers": ["json", "msgpack", "cbor"],
                 "endpoint": {"type": "unix", "path": "raw.sock"}}]}]}
            """;

    @TempDir private static Path folder = Path.of("");

    private static InetSocketAddress address = new InetSocketAddress(0);
    private static @Nullable Process crossbar;

    @BeforeAll
    static void startCrossbar() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            address =
                    new InetSocketAddress(
                            InetAddress.ofLiteral("127.0.0.1"), socket.getLocalPort());
        }
        Files.writeString(
                folder.resolve("config.json"),
                CONFIG.replace("@PORT@", Integer.toString(address.getPort())));
        String program = PeerCondition.find("crossbar").orElseThrow().toString();
        Process process =
                new ProcessBuilder(program, "start", "--cbdir", folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        crossbar = process;
        for (int step = 0; !listens(); step++) {
            if (step == START_STEPS || !process.isAlive()) {
                throw new IOException(Files.readString(folder.resolve("log")));
            }
            Sleep.forNs(STEP_NS);
        }
    }

    /** The RawSocket is the last of what it starts. */
    private static boolean listens() throws IOException {
        return Files.exists(folder.resolve("raw.sock"))
                && Files.readString(folder.resolve("log")).contains("NODE_BOOT_COMPLETE");
    }

    @AfterAll
    static void stopCrossbar() throws InterruptedException {
        Process process = crossbar;
        if (process != null) {
            List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static CalleeTarget web(String path, WampSerializer serializer) {
        String host = "127.0.0.1:" + address.getPort();
        return new CalleeTarget.WebSocket(address, host, path, serializer);
    }

    private static CalleeTarget unix(WampSerializer serializer) {
        return new CalleeTarget.RawSocket(
                UnixDomainSocketAddress.of(folder.resolve("raw.sock")), serializer);
    }

    @ParameterizedTest
    @EnumSource(WampSerializer.class)
    void ourClientCallsAndIsToldByWayOfCrossbar(WampSerializer serializer) throws Exception {
        String name = "com.peer." + serializer.label();
        try (LoopClient callee = LoopClient.join(unix(serializer), ANYBODY);
                LoopClient caller = LoopClient.join(web("/ws", serializer), ANYBODY)) {
            callee.done((session, told) ->
                    session.register(
                            name,
                            Map.of(),
                            (invocation, to) -> to.result(invocation.payload()),
                            told));
            assertThat(caller.call(name, "käse")).isEqualTo("käse");
            assertThat(caller.call("com.peer.nothing"))
                    .isEqualTo("error: wamp.error.no_such_procedure");
            BlockingQueue<Payload> events = new LinkedBlockingQueue<>();
            callee.done((session, told) ->
                    session.subscribe(name, Map.of(), event -> events.add(event.payload()), told));
            Payload news = new Payload(List.of(1L, "two"), Map.of("k", true));
            caller.done((session, told) -> session.publish(name, Map.of(), news, told));
            assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo(news);
        }
    }

    @Test
    void ourClientProvesItselfToCrossbar() throws IOException {
        CalleeTarget guarded = web("/guarded", WampSerializer.JSON);
        for (JoinOptions join :
                List.of(
                        JoinOptions.ticket("realm1", "joe", "t1ck3t"),
                        JoinOptions.wampCra("realm1", "ann", "s3cret"),
                        JoinOptions.wampCra("realm1", "eva", "pw"))) {
            try (LoopClient client = LoopClient.join(guarded, join)) {
                assertThat(client.call("com.peer.nothing"))
                        .isEqualTo("error: wamp.error.no_such_procedure");
            }
        }
        assertThatException()
                .isThrownBy(() ->
                        LoopClient.join(guarded, JoinOptions.wampCra("realm1", "ann", "wrong")));
    }
}
