package dev.tare.view.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SocketTest
final class MetricsPushTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private volatile int status = 200;
    private String address = "";

    @BeforeEach
    void serve() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    seen.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                    seen.add(body);
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        servers.add(server);
        address = "127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void putsTheTextWhereAPushgatewayTakesIt() {
        assertThat(MetricsPush.to("http://" + address).push(SampleReport.eventful())).isEmpty();

        assertThat(seen.get(0)).isEqualTo("PUT /metrics/job/tare_load");
        assertThat(seen.get(1)).isEqualTo("null");
        assertThat(seen.get(2)).contains("# TYPE tare_load_response_time_seconds histogram");
    }

    @Test
    void credentialsAreSentAndNeverPrinted() {
        status = 401;
        MetricsPush push = MetricsPush.to("http://me:hunter2@" + address + "/metrics/job/mine");

        String failure = push.push("x 1\n").orElseThrow();

        assertThat(seen.get(0)).isEqualTo("PUT /metrics/job/mine");
        assertThat(seen.get(1))
                .isEqualTo(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "me:hunter2".getBytes(StandardCharsets.UTF_8)));
        assertThat(failure)
                .isEqualTo(
                        "the figures could not be pushed to http://%s/metrics/job/mine: answered 401"
                                .formatted(address))
                .hasLineCount(1);
    }

    @Test
    void aRefusedConnectionIsOneSentence() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(MetricsPush.to("http://127.0.0.1:" + free).push("x 1\n").orElseThrow())
                .contains("could not be pushed to http://127.0.0.1:" + free)
                .hasLineCount(1);
    }

    @Test
    void whatIsNoUrlIsRefusedWithoutRepeatingIt() {
        for (String bad : List.of("ftp://me:hunter2@x/", "me:hunter2@ x", "http://", "nonsense")) {
            assertThatThrownBy(() -> MetricsPush.to(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("hunter2")
                    .contains("http://127.0.0.1:9091");
        }
    }
}
