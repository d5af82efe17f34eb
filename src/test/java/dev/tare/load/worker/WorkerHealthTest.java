package dev.tare.load.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxProcesses;
import dev.tare.load.engine.RawServer;
import dev.tare.load.engine.TestLoad;
import dev.tare.load.result.LoadResult;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a worker in a process of its own tells of what held it up. */
@SocketTest
@EnabledOnOs(OS.LINUX)
final class WorkerHealthTest {
    private static final String OK = "HTTP/1.1 200 OK|Content-Length: 2||ok";
    private static final long STOPPED_NS = 300_000_000;

    /** How long a watch may have slept already when the process was stopped, and more. */
    private static final long ASLEEP_NS = 10_000_000;

    private RawServer server;
    private Process process;
    private StreamWorkerClient client;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer((exchange, number) -> exchange.write(OK));
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WorkerMain.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        client = new StreamWorkerClient(process.getInputStream(), process.getOutputStream());
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        client.close();
        server.close();
        boolean ended = process.waitFor(20, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).isTrue();
    }

    private TestLoad load() {
        return new TestLoad().port(server.port()).check(AnswerCheck.okWithLength(2));
    }

    @Test
    void aWorkerThatWasStoppedTellsHowLong() throws IOException {
        List<GeneratorHealth> intervals = new ArrayList<>();
        LoadResult result =
                client.run(
                        load().constantRate(500)
                                .connections(4)
                                .leadMs(50)
                                .measuredMs(3_600_000)
                                .intervalMs(50)
                                .build(),
                        interval -> {
                            intervals.add(interval.health());
                            if (intervals.size() == 4) {
                                stopAndContinue();
                            } else if (intervals.size() >= 8) {
                                client.stop();
                            }
                        });
        assertThat(result.health().known()).isTrue();
        assertThat(result.health().pauses().longestNs()).isGreaterThan(STOPPED_NS - ASLEEP_NS);
        assertThat(intervals)
                .anyMatch(health -> health.pauses().longestNs() > STOPPED_NS - ASLEEP_NS);
        assertThat(result.health().runDelayNs()).isNotNegative();
        assertThat(result.health().preemptions()).isNotNegative();
    }

    private void stopAndContinue() {
        LinuxProcesses processes = LinuxProcesses.find().orElseThrow();
        assertThat(processes.signal(process.pid(), LinuxProcesses.SIGNAL_STOP)).isTrue();
        long left = STOPPED_NS;
        long begunNs = NanoClock.system().nowNs();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = STOPPED_NS - (NanoClock.system().nowNs() - begunNs);
        }
        assertThat(processes.signal(process.pid(), LinuxProcesses.SIGNAL_CONT)).isTrue();
    }

    @Test
    void theKernelTellsOfAtMostSixteenConnectionsOfALoop() throws IOException {
        LoadResult few = client.run(load().connections(3).build(), interval -> {});
        assertThat(few.transport().connections().connections()).isIn(0, 3);
        LoadResult many = client.run(load().connections(40).build(), interval -> {});
        assertThat(many.transport().connections().connections()).isIn(0, 16);
        assertThat(many.transport().connections().segmentsRepeated())
                .isLessThanOrEqualTo(many.transport().connections().segmentsSent());
    }
}
