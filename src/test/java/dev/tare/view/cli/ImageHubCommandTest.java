package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tare app imagehub} as a process of its own. */
@SocketTest
@Timeout(60)
final class ImageHubCommandTest {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

    /** 128 and SIGTERM's number. */
    private static final int ENDED_BY_TERM = 143;

    /** Of ann with the plan {@code Free}. */
    private static final String TOKEN = "eyJ1c2VybmFtZSI6ImFubiIsInBsYW4iOiJGcmVlIn0";

    @TempDir private Path folder = Path.of("");

    @Test
    void itKeepsTheLimitsThatItIsToldAndEndsAtTerm() throws Exception {
        Process hub =
                CommandFixture.start(
                        folder,
                        "app",
                        "imagehub",
                        "--listen=127.0.0.1:0",
                        "--limits=Free=0,Gold=9");
        try {
            Eventually.holds(() -> !hub.isAlive() || LISTENING.matcher(said()).find());
            Matcher matcher = LISTENING.matcher(said());
            assertThat(matcher.find()).as(said()).isTrue();
            InetSocketAddress address =
                    new InetSocketAddress(
                            InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(matcher.group(1)));
            try (RawClient client = RawClient.to(address)) {
                client.send(
                        "GET /pull HTTP/1.1\r\nHost: h\r\nAuthorization: " + TOKEN + "\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(429);
                assertThat(client.get("/pull").status()).isEqualTo(401);
            }
            hub.destroy();
            assertThat(hub.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(hub.exitValue()).isEqualTo(ENDED_BY_TERM);
        } finally {
            hub.destroyForcibly();
        }
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("out.txt"))
                    + Files.readString(folder.resolve("err.txt"));
        } catch (IOException e) {
            return "";
        }
    }
}
