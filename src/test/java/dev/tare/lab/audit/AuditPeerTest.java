package dev.tare.lab.audit;

import static dev.tare.lab.audit.AuditFixture.faults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.foreign.reader.ForeignReader;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.PeerCondition;
import dev.tare.testing.PeerTest;
import dev.tare.testing.SlowTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real tools, run afresh: nothing is found in what they print of sound runs, and planted faults
 * are.
 */
@PeerTest({"wrk", "nginx"})
final class AuditPeerTest {
    private static final long LIMIT_SECONDS = 30;

    /** What a busy machine makes true of a sound set-up: the tool or its schedule was held up. */
    private static final Set<Fault> BUSY =
            EnumSet.of(Fault.BACK_FILLED, Fault.FELL_BEHIND, Fault.RATE_MISSED);

    private static final Audit NOTHING = Auditor.audit(List.of());

    @TempDir private static Path folder = Path.of("");

    private static Origin origin;
    private static Process nginx;
    private static int nginxPort;

    @SuppressWarnings("NullAway.Init")
    AuditPeerTest() {}

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        origin = Origin.start(OriginOptions.standard());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nginxPort = free.getLocalPort();
        }
        // nginx that was started by root serves as another user.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("100"), "x".repeat(100));
        Path config =
                Files.writeString(
                        folder.resolve("nginx.conf"),
                        """
                        daemon off; pid %1$s/nginx.pid; error_log %1$s/error.log;
                        worker_processes 1;
                        events { worker_connections 256; }
                        http { access_log off; keepalive_requests 100;
                          client_body_temp_path %1$s/1; proxy_temp_path %1$s/2;
                          fastcgi_temp_path %1$s/3; uwsgi_temp_path %1$s/4; scgi_temp_path %1$s/5;
                          server { listen 127.0.0.1:%2$d; root %1$s; } }
                        """
                                .formatted(folder, nginxPort));
        nginx =
                new ProcessBuilder(
                                PeerCondition.find("nginx").orElseThrow().toString(),
                                "-p",
                                folder.toString(),
                                "-c",
                                config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("nginx.log").toFile())
                        .start();
        for (int i = 0; i < 200 && !listens(nginxPort); i++) {
            TimeUnit.MILLISECONDS.sleep(25);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        origin.close();
        nginx.destroy();
        nginx.waitFor(10, TimeUnit.SECONDS);
    }

    private static String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(origin.address().getPort(), path);
    }

    /** What a tool printed, under its command; started at once, so that all go on together. */
    private static Map<String, Process> started(Map<String, List<String>> commands)
            throws IOException {
        Map<String, Process> processes = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> entry : commands.entrySet()) {
            if (PeerCondition.find(entry.getValue().getFirst()).isPresent()) {
                processes.put(
                        entry.getKey(),
                        new ProcessBuilder(entry.getValue())
                                .redirectErrorStream(!entry.getKey().endsWith("json"))
                                .redirectOutput(folder.resolve(entry.getKey()).toFile())
                                .start());
            }
        }
        return processes;
    }

    private static Map<String, Audit> audits(Map<String, List<String>> commands)
            throws IOException, InterruptedException {
        Map<String, Audit> audits = new LinkedHashMap<>();
        for (Map.Entry<String, Process> entry : started(commands).entrySet()) {
            assertThat(entry.getValue().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            String printed = Files.readString(folder.resolve(entry.getKey()));
            String command = String.join(" ", commands.get(entry.getKey()));
            String text =
                    entry.getKey().endsWith("json") ? printed : "$ " + command + "\n" + printed;
            audits.put(
                    entry.getKey(),
                    Auditor.audit(List.of(ForeignReader.read(entry.getKey(), text))));
        }
        return audits;
    }

    private static List<String> words(String command, String url) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add(url);
        return words;
    }

    @Test
    void nothingIsFoundInWhatTheToolsPrintOfSoundRuns() throws Exception {
        String slow = url("/byte/1000?delay=25ms");
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("wrk-8", words("wrk -t2 -c8 -d2s --latency", slow));
        commands.put("wrk-32", words("wrk -t2 -c32 -d2s --latency", slow));
        commands.put("wrk-uneven", words("wrk -t3 -c10 -d2s", url("/byte/100000?delay=25ms")));
        commands.put("fortio-closed", words("fortio load -c 8 -qps 0 -t 2s -p 50,75,90", slow));
        commands.put("fortio-rate", words("fortio load -c 8 -qps 50 -t 2s -p 50,75", slow));
        commands.put("oha.json", words("oha --no-tui --output-format json -c 8 -z 2s", slow));
        Map<String, Audit> audits = audits(commands);
        assertThat(audits).containsKeys("wrk-8", "wrk-32", "wrk-uneven");
        audits.forEach((name, audit) -> {
            assertThat(audit.blocks()).as(name).hasSize(1);
            assertThat(BUSY).as(name).containsAll(faults(audit));
        });
    }

    /** wrk2 throws its first ten seconds away. */
    @Test
    @SlowTest
    @PeerTest("wrk2")
    void norOfTheRealWrk2() throws Exception {
        List<String> command =
                words("wrk2 -t1 -c8 -d14s -R200 --latency", url("/byte/1000?delay=25ms"));
        Audit audit = audits(Map.of("wrk2", command)).getOrDefault("wrk2", NOTHING);
        assertThat(audit.blocks()).hasSize(1);
        assertThat(BUSY).containsAll(faults(audit));
    }

    @Test
    void timeoutsOfTheRealWrkAreMissed() throws Exception {
        // Every second answer comes after wrk has stopped to count its time.
        String late = url("/byte/10?delay=1500ms");
        Map<String, Audit> audits =
                audits(Map.of("late", words("wrk -t1 -c4 -d4s --timeout 1s", late)));
        assertThat(faults(audits.getOrDefault("late", NOTHING))).contains(Fault.LEFT_OUT);
    }

    @Test
    void aShorterAnswerThanThePathSaysIsNamed() throws Exception {
        // nginx's file has 100 bytes; asked for under a path that says 5,000.
        Files.createDirectories(folder.resolve("byte"));
        Files.writeString(folder.resolve("byte/5000"), "x".repeat(100));
        String url = "http://127.0.0.1:%d/byte/5000".formatted(nginxPort);
        Map<String, Audit> audits = audits(Map.of("short", words("wrk -t1 -c2 -d1s", url)));
        assertThat(faults(audits.getOrDefault("short", NOTHING))).contains(Fault.OTHER_SIZE);
    }

    @Test
    @PeerTest("fortio")
    void connectionsThatNginxClosesEveryHundredRequestsAreCounted() throws Exception {
        String url = "http://127.0.0.1:%d/100".formatted(nginxPort);
        Map<String, Audit> audits =
                audits(Map.of("closed", words("fortio load -c 2 -qps 0 -n 3000 -p 50,90", url)));
        assertThat(faults(audits.getOrDefault("closed", NOTHING))).contains(Fault.CLOSED_EVERY_N);
    }
}
