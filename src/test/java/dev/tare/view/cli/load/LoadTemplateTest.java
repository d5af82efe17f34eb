package dev.tare.view.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.Tare;
import dev.tare.view.cli.shell.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates, data and checks from the flags to a server that is not ours. */
@SocketTest
final class LoadTemplateTest {
    @TempDir private Path folder = Path.of("");

    /** What the server was sent: target, header, body. */
    private final List<List<String>> requests = Collections.synchronizedList(new ArrayList<>());

    private HttpServer server = start();

    private static HttpServer start() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(
                List.of(
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders().getFirst("X-City"),
                        body));
        byte[] answer = "{\"items\":[{\"ok\":true}]}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("X-Kind", "json");
        exchange.sendResponseHeaders(201, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private int load(String... checks) throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "city\nUlm\nBad Ems\n");
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "load",
                                "-c2",
                                "-d300ms",
                                "--data=" + data,
                                "-XPOST",
                                "-HX-City: {{csv.city}}",
                                "--body={{seq}} {{csv.city}}",
                                "--check-status=201"));
        words.addAll(List.of(checks));
        words.add(
                "http://127.0.0.1:%d/{{seq}}?c={{csv.city}}"
                        .formatted(server.getAddress().getPort()));
        return Tare.run(words.toArray(String[]::new));
    }

    @Test
    void everyRequestIsFilledFromItsOwnNumberAndRow() throws IOException {
        int exitCode =
                load(
                        "--check-header=x-kind: json",
                        "--check-json=/items/0/ok=true",
                        "--check-matches=\"ok\": *true");

        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        assertThat(requests).hasSizeGreaterThan(1).doesNotHaveDuplicates();
        for (List<String> request : List.copyOf(requests)) {
            String body = request.getLast();
            long sequence = Long.parseLong(body.substring(0, body.indexOf(' ')));
            String city = sequence % 2 == 0 ? "Ulm" : "Bad Ems";
            assertThat(request)
                    .containsExactly(
                            "/%d?c=%s".formatted(sequence, city.replace(" ", "%20")),
                            city,
                            sequence + " " + city);
        }
    }

    @Test
    void aCheckThatFailsFailsTheLoad() throws IOException {
        assertThat(load("--check-json=/items/0/ok=false")).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(load("--check-header=X-Kind: xml")).isEqualTo(ExitCode.COULD_NOT_RUN);
    }
}
