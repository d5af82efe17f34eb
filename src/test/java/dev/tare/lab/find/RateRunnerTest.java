package dev.tare.lab.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Searches against an origin whose knee is known: C connections, each for D, serve C / D. */
@SocketTest
@Timeout(60)
final class RateRunnerTest {
    private static final long MS = 1_000_000;

    private static FindPlan plan(
            int port, String path, int connections, String objective, SearchRange range) {
        Endpoint endpoint =
                Endpoint.single(
                        Target.http1("127.0.0.1", port),
                        new RequestSpec("GET", path, List.of(), ""),
                        new AnswerCheck(200, 299, AnswerCheck.ANY_LENGTH, ""));
        return new FindPlan(
                LoadSpec.of(endpoint).connections(connections).timeoutNs(1_000 * MS).build(),
                ArrivalLaw.CONSTANT,
                1,
                Objective.parse(List.of(objective, "error_ratio<50%")),
                range,
                200 * MS,
                400 * MS);
    }

    private static RateCurve run(FindPlan plan) throws IOException, InterruptedException {
        FindListener silent =
                new FindListener() {
                    @Override
                    public void begins(int number, double ratePerSec, boolean repeat) {}

                    @Override
                    public void ended(PointResult point) {}
                };
        return new RateRunner(plan, silent, NanoClock.system()).run();
    }

    private static int port(Origin origin) {
        return origin.address().getPort();
    }

    @Test
    void noAnswerLiesAboveWhatTheConnectionsCanCarry() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard())) {
            // 4 connections that are held for 20 ms carry 200/s, whatever the machine.
            RateCurve curve =
                    run(
                            plan(
                                    port(origin),
                                    "/byte/100?delay=20ms",
                                    4,
                                    "p50<60ms",
                                    new SearchRange(60, 2_000, 0.2, 3, 30)));

            assertThat(curve.answer())
                    .isInstanceOfSatisfying(
                            Answer.Found.class,
                            found -> assertThat(found.low().ratePerSec()).isLessThan(260));
            assertThat(curve.points())
                    .filteredOn(point -> point.figures().offeredPerSec() > 300)
                    .isNotEmpty()
                    .noneMatch(point -> point.verdict() == PointVerdict.MET)
                    .allSatisfy(point -> assertThat(point.figures().tally().conserved()).isTrue());
        }
    }

    @Test
    void anObjectiveBelowTheServiceTimeCannotBeMet() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard())) {
            RateCurve curve =
                    run(
                            plan(
                                    port(origin),
                                    "/byte/100?delay=20ms",
                                    10,
                                    "p50<10ms",
                                    new SearchRange(100, 1_000, 0.2, 3, 30)));

            assertThat(curve.answer())
                    .isInstanceOfSatisfying(
                            Answer.NotMet.class,
                            not -> {
                                assertThat(not.low().met()).isZero();
                                assertThat(not.low().mostly()).isEqualTo(PointVerdict.BROKEN);
                            });
            assertThat(curve.points()).hasSize(4);
        }
    }

    @Test
    void anObjectiveThatHoldsUpToTheHighestRateNeverBroke() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard())) {
            RateCurve curve =
                    run(
                            plan(
                                    port(origin),
                                    "/byte/100",
                                    10,
                                    "p50<500ms",
                                    new SearchRange(100, 200, 0.2, 3, 30)));

            assertThat(curve.answer())
                    .isInstanceOfSatisfying(
                            Answer.NeverBroke.class,
                            never -> assertThat(never.high().ratePerSec()).isEqualTo(200));
        }
    }

    @Test
    void aServerThatIsNotThereIsNamedAfterOneLoad() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        FindPlan plan = plan(port, "/", 2, "p50<500ms", new SearchRange(100, 200, 0.2, 3, 30));

        assertThatExceptionOfType(NothingMeasuredException.class)
                .isThrownBy(() -> run(plan))
                .withMessageContaining("none had a correct answer")
                .withMessageContaining("refused");
    }

    @Test
    void aSearchThatIsStoppedKeepsWhatItHas() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard())) {
            Runnable[] stop = {() -> {}};
            FindListener stopper =
                    new FindListener() {
                        @Override
                        public void begins(int number, double ratePerSec, boolean repeat) {
                            if (number == 3) {
                                stop[0].run();
                            }
                        }

                        @Override
                        public void ended(PointResult point) {}
                    };
            RateRunner runner =
                    new RateRunner(
                            plan(
                                    port(origin),
                                    "/byte/100",
                                    10,
                                    "p50<500ms",
                                    new SearchRange(100, 10_000, 0.2, 3, 30)),
                            stopper,
                            NanoClock.system());
            stop[0] = runner::stop;

            RateCurve curve = runner.run();

            assertThat(curve.stopped()).isTrue();
            assertThat(curve.points()).hasSize(2);
        }
    }
}
