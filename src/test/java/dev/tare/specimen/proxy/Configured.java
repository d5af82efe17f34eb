package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.config.yaml.ConfigReader;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** minivoy by a configuration, with servers that say who they are. */
final class Configured implements AutoCloseable {
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final String LISTENER = "listeners: [{name: web, listen: '127.0.0.1:0'}]\n";

    private final Minivoy proxy;
    private final ByteArrayOutputStream events = new ByteArrayOutputStream();

    /**
     * Starts minivoy.
     *
     * @param rest of the document, behind one listener
     */
    Configured(LoopOptions loop, String rest) throws IOException {
        ProxyOptions options = Minivoy.optionsOf(config(rest), LogLevel.DEBUG).withLoop(loop);
        PrintStream said = new PrintStream(events, true, StandardCharsets.UTF_8);
        proxy = Minivoy.start(options, said, said);
    }

    /** The configuration with one listener and this behind it. */
    static ProxyConfig config(String rest) {
        String text = rest.startsWith("listeners:") ? rest : LISTENER + rest;
        ConfigReader.Reading reading = ConfigReader.read(text, "m.yaml");
        assertThat(reading.faults()).isEmpty();
        return reading.config().orElseThrow();
    }

    Minivoy proxy() {
        return proxy;
    }

    /** What was said in the log of events. */
    String events() {
        return events.toString(StandardCharsets.UTF_8);
    }

    RawClient client() throws IOException {
        return RawClient.to(proxy.address());
    }

    /** A page of the admin port. */
    String page(String path) throws IOException {
        try (RawClient admin = RawClient.to(proxy.adminAddress())) {
            return admin.get(path).text();
        }
    }

    /** Asks once on a connection of its own. */
    RawResponse ask(String target, String... fields) throws IOException {
        try (RawClient client = client()) {
            return ask(client, target, fields);
        }
    }

    static RawResponse ask(RawClient client, String target, String... fields) throws IOException {
        StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
        List<String> lines = new ArrayList<>(List.of(fields));
        if (lines.stream().noneMatch(line -> line.startsWith("Host:"))) {
            lines.add("Host: test");
        }
        lines.forEach(line -> head.append(line).append("\r\n"));
        client.send(head.append("\r\n").toString());
        return client.read();
    }

    /** Waits until something is so. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        long endNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time").isLessThan(endNs);
            Thread.sleep(5);
        }
    }

    /** A server that answers each request with its name. */
    static ScriptedServer named(String name) throws IOException {
        return ScriptedServer.answering(ok(name));
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String failing(int status) {
        return "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n";
    }

    static String text(ScriptedServer server) {
        return HostPort.textOf(server.address());
    }

    /** Where nobody listens. */
    static InetSocketAddress nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    @Override
    public void close() {
        proxy.close();
        assertThat(proxy.stats().clientConnectionsOpen()).isZero();
        assertThat(proxy.stats().upstreamConnectionsOpen()).isNotNegative();
    }
}
