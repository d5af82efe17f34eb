package dev.tare.view.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.Tare;
import dev.tare.view.cli.shell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code tare load} prints, writes and ends with, against a real server. */
@SocketTest
final class LoadOutputTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir private Path folder = Path.of("");

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<HttpServer> servers = new ArrayList<>();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
        System.setErr(realErr);
        servers.forEach(server -> server.stop(0));
    }

    /** A server of which every n-th answer is a 404; 0: none. */
    private String server(int everyNth) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger requests = new AtomicInteger();
        server.createContext(
                "/",
                exchange -> {
                    boolean wrong = everyNth > 0 && requests.incrementAndGet() % everyNth == 0;
                    byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(wrong ? 404 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        servers.add(server);
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private static int load(String url, String... words) {
        List<String> all = new ArrayList<>(List.of("load", "-c", "2", "-d", "300ms"));
        all.addAll(List.of(words));
        all.add(url);
        return Tare.run(all.toArray(String[]::new));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void severalFilesAreWrittenWhole() throws IOException {
        List<String> names =
                List.of("a.json", "a.csv", "a.totals.csv", "a.hgrm", "a.hlog", "a.prom", "a.txt");
        List<String> words = new ArrayList<>(List.of("-R", "200", "--interval", "100ms"));
        names.forEach(name -> words.addAll(List.of("--output", folder.resolve(name).toString())));

        int exitCode = load(server(0), words.toArray(String[]::new));

        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        assertThat(said()).startsWith("Loading http://127.0.0.1:").contains("open loop, 200/s");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(names);
        }
        JsonNode json = JSON.readTree(Files.readString(folder.resolve("a.json")));
        assertThat(json.at("/result/tally/sent").asLong()).isPositive();
        assertThat(json.get("series").size()).isGreaterThanOrEqualTo(2);
        assertThat(json.at("/environment/cores").asInt()).isPositive();
        assertThat(json.at("/command_line/0").asString()).isEqualTo("load");
    }

    @Test
    void standardOutputHoldsTheFormatAskedForAndNothingElse() throws IOException {
        int exitCode = load(server(0), "--format", "json", "--threshold", "errors==0");

        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        assertThat(JSON.readTree(said()).get("format").asString()).isEqualTo("tare-load");
        assertThat(complained()).contains("threshold errors==0 met: 0");
    }

    @Test
    void fortiosJsonIsOneOfTheFormats() throws IOException {
        int exitCode = load(server(0), "-n", "40", "--format", "fortio");

        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        JsonNode json = JSON.readTree(said());
        assertThat(json.get("RunType").asString()).isEqualTo("HTTP");
        assertThat(json.at("/DurationHistogram/Count").asLong()).isEqualTo(40);
        assertThat(json.at("/RetCodes/200").asLong()).isEqualTo(40);
    }

    @Test
    void aLoadWithSomeErrorsHasRun() throws IOException {
        assertThat(load(server(3))).isEqualTo(ExitCode.DONE);
        assertThat(said()).contains("wrong status");
    }

    @Test
    void aThresholdThatFailsEndsWith99AfterEveryOneIsPrinted() throws IOException {
        int exitCode =
                load(
                        server(3),
                        "--threshold",
                        "error_ratio<0.1%",
                        "--threshold",
                        "rate>1/s",
                        "--threshold",
                        "p99.999<1h");

        assertThat(exitCode).isEqualTo(ExitCode.THRESHOLD_FAILED);
        assertThat(said())
                .contains("threshold error_ratio<0.1% FAILED")
                .contains("threshold rate>1/s met")
                .contains("threshold p99.999<1h FAILED");
    }

    @Test
    void whereNoAnswerWasCorrectItCouldNotRun() throws IOException {
        assertThat(load(server(1))).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(complained()).contains("none had a correct answer").hasLineCount(1);
    }

    @Test
    void refusedConnectionsAreShown() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(load("http://127.0.0.1:" + free + "/")).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(said()).contains("refused or failed");
    }

    @Test
    void aPushThatFailsIsOneLineAndLosesNothing() throws IOException {
        Path file = folder.resolve("a.json");
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        int exitCode =
                load(
                        server(0),
                        "--push",
                        "http://me:hunter2@127.0.0.1:" + free,
                        "--output",
                        file.toString());

        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        assertThat(complained())
                .contains("could not be pushed to http://127.0.0.1:" + free)
                .doesNotContain("hunter2")
                .hasLineCount(1);
        assertThat(file).content().doesNotContain("hunter2").contains("\"tare-load\"");
    }

    @Test
    void askedForALineAnIntervalIsPrinted() throws IOException {
        load(server(0), "--live", "--interval", "100ms");

        assertThat(complained().lines().toList().getFirst())
                .matches("0\\.\\d s of 0 s, .*goodput .*errors 0");
    }

    @Test
    void aLinkIsWrittenThrough() throws IOException {
        Path real = Files.writeString(folder.resolve("real.csv"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), real);

        load(server(0), "--output", link.toString());

        assertThat(link).isSymbolicLink();
        assertThat(real).content().startsWith("start_s,end_s,");
    }
}
