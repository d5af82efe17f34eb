package dev.tare.load.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.base.time.NanoClock;
import dev.tare.load.engine.RawServer;
import dev.tare.load.engine.TestLoad;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker in a process of its own, and the runner's end of it. */
@SocketTest
final class WorkerProcessTest {
    private static final String OK = "HTTP/1.1 200 OK|Content-Length: 2||ok";

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
    void aWorkerRunsLoadAfterLoadAndEndsWithItsInput() throws Exception {
        assertThat(client.hello().pid()).isEqualTo(process.pid());
        for (int i = 0; i < 2; i++) {
            List<IntervalResult> intervals = new ArrayList<>();
            LoadResult result =
                    client.run(
                            load().constantRate(500)
                                    .connections(4)
                                    .leadMs(50)
                                    .measuredMs(300)
                                    .intervalMs(50)
                                    .build(),
                            intervals::add);

            Tally measured = result.measured().tally();
            assertThat(measured.planned()).isEqualTo(150);
            assertThat(measured.outcomes()).containsOnlyKeys(Outcome.CORRECT);
            assertThat(measured.conserved()).isTrue();
            assertThat(result.stopped()).isFalse();
            Histogram sum = result.measured().responseTime().copy();
            sum.reset();
            Tally tallies = Tally.EMPTY;
            for (IntervalResult interval : intervals) {
                sum.add(interval.measured().responseTime());
                tallies = tallies.plus(interval.measured().tally());
            }
            assertThat(sum).isEqualTo(result.measured().responseTime());
            assertThat(tallies).isEqualTo(measured);
        }
        client.close();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void whatFailedKeepsItsTimesOnTheWay() throws IOException {
        Histogram sum = HistogramLayout.newHistogram();
        LoadResult result =
                client.run(
                        load().check(AnswerCheck.okWithLength(3)).intervalMs(20).build(),
                        interval -> {
                            Histogram failed = interval.measured().failedResponseTime();
                            if (failed.getTotalCount() > 0) {
                                sum.add(failed);
                            }
                        });

        assertThat(result.measured().tally().failed()).isPositive();
        assertThat(result.measured().failedResponseTime().getTotalCount())
                .isEqualTo(result.measured().tally().failed());
        assertThat(sum).isEqualTo(result.measured().responseTime());
    }

    @Test
    void aThousandConnectionsFitInASmallHeap() throws IOException {
        LoadResult result = client.run(load().connections(1000).build(), interval -> {});

        assertThat(result.lead().tally().connectsOpened()).isEqualTo(1000);
        assertThat(result.measured().tally().failed()).isZero();
    }

    @Test
    void theMonotonicClockIsTheSameInBothProcesses() throws IOException {
        long beforeNs = NanoClock.system().nowNs();
        LoadResult result = client.run(load().build(), interval -> {});
        long afterNs = NanoClock.system().nowNs();

        assertThat(result.startNs()).isBetween(beforeNs, afterNs);
        assertThat(result.endNs()).isBetween(beforeNs, afterNs);
    }

    @Test
    void aStopIsHeardWhileALoadRuns() throws IOException {
        LoadResult result =
                client.run(
                        load().measuredMs(3_600_000).intervalMs(20).build(),
                        interval -> client.stop());
        assertThat(result.stopped()).isTrue();
        assertThat(result.measured().tally().conserved()).isTrue();
    }

    @Test
    void aLoadThatCannotRunIsAnErrorAndTheWorkerGoesOn() throws IOException {
        assertThatIOException()
                .isThrownBy(() ->
                        client.run(load().host("no-such-host.invalid").build(), interval -> {}))
                .withMessage("the worker says: unknown host no-such-host.invalid");
        assertThat(client.run(load().build(), interval -> {}).measured().tally().failed()).isZero();
    }

    @Test
    void aConsumerThatThrowsLeavesTheWorkerReady() throws IOException {
        IllegalStateException enough = new IllegalStateException("enough");
        assertThat(
                        catchThrowable(() ->
                                client.run(
                                        load().measuredMs(3_600_000).intervalMs(20).build(),
                                        interval -> {
                                            throw enough;
                                        })))
                .isSameAs(enough);
        assertThat(client.run(load().build(), interval -> {}).measured().tally().failed()).isZero();
    }

    @Test
    void aWorkerThatDiesIsAnErrorAndNotAHang() throws IOException {
        assertThatIOException()
                .isThrownBy(() ->
                        client.run(
                                load().measuredMs(3_600_000).intervalMs(20).build(),
                                interval -> process.destroyForcibly()))
                .withMessageContaining("the worker has ended");
    }

    @Test
    void aWorkerEndsInTheMiddleOfALoadWhenItsInputEnds() throws Exception {
        assertThatIOException()
                .isThrownBy(() ->
                        client.run(
                                load().measuredMs(3_600_000).intervalMs(20).build(),
                                interval -> client.close()));
        assertThat(process.waitFor()).isZero();
    }
}
