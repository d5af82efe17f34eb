package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.Sleep;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SlowTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** minivoy in a process of its own: what it takes of the machine, and what it does without. */
@SocketTest
@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class MinivoyProcessTest {
    private static final int MANY_FILES = 12_000;
    private static final int FEW_FILES = 128;
    private static final int SLOW_READERS = 40;
    private static final int LARGE_BYTES = 12_716_032;
    private static final int IDLE_CONNECTIONS = 5_000;
    private static final long MAX_RESIDENT_BYTES = 200_000_000;

    @TempDir private Path folder = Path.of("");

    private Origin origin;

    @SuppressWarnings("NullAway.Init")
    MinivoyProcessTest() {}

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard());
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    void withoutDescriptorsItWaitsAndThenGoesOn() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (MinivoyProcess proxy = MinivoyProcess.start(folder, origin.address(), FEW_FILES);
                RawClient admin = proxy.admin();
                RawClient first = RawClient.to(proxy.address())) {
            assertThat(first.get("/byte/10").status()).isEqualTo(200);
            assertThat(MinivoyProcess.count(admin, "accept_pauses")).isZero();
            for (int i = 0; i < 2 * FEW_FILES; i++) {
                clients.add(RawClient.to(proxy.address()));
            }
            Eventually.holds(() -> MinivoyProcess.count(admin, "accept_pauses") > 0);
            // Who is in is served as long as there is a kept connection, and told where there is
            // none.
            assertThat(first.get("/byte/10").status()).isEqualTo(200);
            first.send("GET /byte/10?delay=300ms HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(clients.getFirst().get("/byte/10").status()).isEqualTo(502);
            assertThat(first.read().status()).isEqualTo(200);
            for (RawClient client : clients) {
                client.close();
            }
            try (RawClient later = RawClient.to(proxy.address())) {
                assertThat(later.get("/byte/10").text()).hasSize(10);
            }
            assertThat(MinivoyProcess.count(admin, "requests")).isEqualTo(5);
            assertThat(proxy.isAlive()).isTrue();
            assertThat(proxy.errors())
                    .contains(" warn accept_paused new connections wait")
                    .contains(" warn upstream_unreachable ")
                    .doesNotContain("Exception");
            assertThat(proxy.errors().lines().count()).isLessThan(100);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void slowReadersOfLargeBodiesHoldLittleMemory() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        try (MinivoyProcess proxy = MinivoyProcess.start(folder, origin.address(), MANY_FILES);
                RawClient admin = proxy.admin()) {
            for (int i = 0; i < SLOW_READERS; i++) {
                RawClient client = RawClient.to(proxy.address(), 64 * 1024);
                client.send("GET /byte/" + LARGE_BYTES + " HTTP/1.1\r\nHost: h\r\n\r\n");
                slow.add(client);
            }
            awaitStandstill(admin, "upstream_bytes_received");
            assertThat(MinivoyProcess.count(admin, "requests")).isEqualTo(SLOW_READERS);
            assertThat(MinivoyProcess.count(admin, "upstream_bytes_received"))
                    .isLessThan((long) SLOW_READERS * LARGE_BYTES);
            assertThat(proxy.residentBytes()).isLessThan(MAX_RESIDENT_BYTES);
            // They are slow, and not forgotten.
            assertThat(slow.getLast().read().body()).hasSize(LARGE_BYTES);
            assertThat(slow.getFirst().read().body()).hasSize(LARGE_BYTES);
            assertThat(proxy.residentBytes()).isLessThan(MAX_RESIDENT_BYTES);
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    private static void awaitStandstill(RawClient admin, String counter)
            throws InterruptedException {
        long before = -1;
        long now = MinivoyProcess.count(admin, counter);
        while (now != before || now == 0) {
            before = now;
            Sleep.forNs(200_000_000L);
            now = MinivoyProcess.count(admin, counter);
        }
    }

    @Test
    @SlowTest
    void fiveThousandIdleConnectionsTakeLessThan200Megabytes() throws Exception {
        List<RawClient> idle = new ArrayList<>();
        try (MinivoyProcess proxy = MinivoyProcess.start(folder, origin.address(), MANY_FILES);
                RawClient admin = proxy.admin()) {
            for (int i = 0; i < IDLE_CONNECTIONS; i++) {
                RawClient client = RawClient.to(proxy.address(), 4096);
                assertThat(client.get("/byte/16384").status()).isEqualTo(200);
                idle.add(client);
            }
            assertThat(MinivoyProcess.count(admin, "client_connections_open"))
                    .isEqualTo(IDLE_CONNECTIONS);
            long resident = proxy.residentBytes();
            System.out.println("resident at 5,000 idle connections: " + resident);
            assertThat(resident).isLessThan(MAX_RESIDENT_BYTES);
        } finally {
            for (RawClient client : idle) {
                client.close();
            }
        }
    }

    @Test
    void onSigtermItFinishesWhatIsInFlight() throws Exception {
        try (MinivoyProcess proxy = MinivoyProcess.start(folder, origin.address(), MANY_FILES);
                RawClient admin = proxy.admin();
                RawClient busy = RawClient.to(proxy.address())) {
            busy.send("GET /byte/5?delay=500ms HTTP/1.1\r\nHost: h\r\n\r\n");
            Eventually.holds(() -> MinivoyProcess.count(admin, "requests") == 1);
            // 128 + SIGTERM.
            assertThat(proxy.terminate()).isEqualTo(143);
            assertThat(busy.read().status()).isEqualTo(200);
        }
    }
}
