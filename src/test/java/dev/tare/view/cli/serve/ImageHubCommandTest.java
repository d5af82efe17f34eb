package dev.tare.view.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.RawClient;
import dev.tare.testing.SocketTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tare app imagehub} as a process of its own. */
@SocketTest
@Timeout(60)
final class ImageHubCommandTest {
    /** Of ann with the plan {@code Free}. */
    private static final String TOKEN = "eyJ1c2VybmFtZSI6ImFubiIsInBsYW4iOiJGcmVlIn0";

    @TempDir private Path folder = Path.of("");

    @Test
    void itKeepsTheLimitsThatItIsToldAndEndsAtTerm() throws Exception {
        try (AppProcess hub = AppProcess.start(folder, "imagehub", "--limits=Free=0,Gold=9");
                RawClient client = RawClient.to(hub.address())) {
            client.send("GET /pull HTTP/1.1\r\nHost: h\r\nAuthorization: " + TOKEN + "\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(429);
            assertThat(client.get("/pull").status()).isEqualTo(401);
            hub.endsAtTerm();
        }
    }

    @Test
    void itLeavesLimitsToOthers() throws Exception {
        try (AppProcess hub = AppProcess.start(folder, "imagehub", "--no-limits", "--threads=2");
                RawClient client = RawClient.to(hub.address())) {
            assertThat(client.get("/pull").text()).isEqualTo("All Good!\n");
        }
    }
}
