package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.io.net.IoFailure;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** The exact books of loads against scripted origins, by a manual clock. */
final class LoadLoopTest {
    private static final long MS = 1_000_000;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final long SERVICE_NS = MS;
    private static final long STALL_START_NS = 3000 * MS;
    private static final long STALL_END_NS = 4000 * MS;

    /** Serves in 1 ms; from 3 s to 4 s it serves nobody, and then those who came meanwhile. */
    private static final ScriptedOrigin STALLING =
            (connection, nowNs) -> {
                boolean stalled = nowNs >= STALL_START_NS && nowNs < STALL_END_NS;
                connection.answerAt((stalled ? STALL_END_NS : nowNs) + SERVICE_NS, OK);
            };

    /** A load of 1,000/s over 4 connections: a lead from 1 s, measured from 1.5 s to 6 s. */
    private static TestLoad stallLoad() {
        return new TestLoad()
                .connections(4)
                .startMs(1000)
                .leadMs(500)
                .measuredMs(4500)
                .intervalMs(100);
    }

    @Test
    void aStallCountsForEveryRequestThatShouldHaveStartedInIt() {
        LoadResult result =
                new ScriptedLoad(stallLoad().constantRate(1000).build(), STALLING).run();

        Histogram responseTime = HistogramLayout.newHistogram();
        Histogram serviceTime = HistogramLayout.newHistogram();
        Histogram sendLag = HistogramLayout.newHistogram();
        for (long intendedMs = 1500; intendedMs < 6000; intendedMs++) {
            // Four requests hang in the stall until 4001 ms; then four are served every ms.
            long sentMs =
                    intendedMs < 3004
                            ? intendedMs
                            : Math.max(intendedMs, 4001 + (intendedMs - 3004) / 4);
            long doneMs = intendedMs >= 3000 && intendedMs < 3004 ? 4001 : sentMs + 1;
            responseTime.recordValue((doneMs - intendedMs) * MS);
            serviceTime.recordValue((doneMs - sentMs) * MS);
            sendLag.recordValue((sentMs - intendedMs) * MS);
        }
        assertThat(result.measured().responseTime()).isEqualTo(responseTime);
        assertThat(result.measured().serviceTime()).isEqualTo(serviceTime);
        assertThat(result.measured().sendLag()).isEqualTo(sendLag);
        assertThat(responseTime.getValueAtPercentile(90)).isGreaterThan(500 * MS);
        assertThat(serviceTime.getValueAtPercentile(99)).isLessThan(2 * MS);

        Tally measured = result.measured().tally();
        // The last one, intended at 5999 ms, ends exactly at the end and so not inside.
        assertThat(measured.planned()).isEqualTo(4500);
        assertThat(measured.sent()).isEqualTo(4500);
        assertThat(measured.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 4500L));
        assertThat(measured.doneInside()).isEqualTo(4500);
        assertThat(measured.correctInside()).isEqualTo(4500);
        assertThat(measured.bytesInside()).isEqualTo(4500L * OK.length());
        assertThat(measured.bodyBytes()).isEqualTo(9000);
        assertThat(measured.conserved()).isTrue();
        assertThat(result.lead().tally().planned()).isEqualTo(500);
        assertThat(result.lead().tally().doneInside()).isEqualTo(499);
        assertThat(result.lead().tally().connectsOpened()).isEqualTo(4);
        assertThat(result.endNs()).isEqualTo(6000 * MS);
    }

    @Test
    void aClosedLoopSeesTheStallOnceAConnection() {
        LoadResult result = new ScriptedLoad(stallLoad().build(), STALLING).run();

        Histogram responseTime = HistogramLayout.newHistogram();
        responseTime.recordValueWithCount(MS, 4 * 3499);
        responseTime.recordValueWithCount(1001 * MS, 4);
        assertThat(result.measured().responseTime()).isEqualTo(responseTime);
        assertThat(result.measured().serviceTime()).isEqualTo(responseTime);
        assertThat(result.measured().sendLag().getMaxValue()).isLessThan(HistogramLayout.LOWEST_NS);
        assertThat(result.measured().tally().sent()).isEqualTo(4 * 3500);
        assertThat(result.measured().tally().planned()).isEqualTo(4 * 3500);
        assertThat(result.measured().tally().conserved()).isTrue();
        assertThat(result.lead().tally().sent()).isEqualTo(4 * 500);
    }

    @Test
    void whatTimesOutStaysInThePopulation() {
        LoadSpec spec = stallLoad().constantRate(1000).timeoutMs(200).build();
        LoadResult result = new ScriptedLoad(spec, STALLING).run();

        // 3000 to 3003 hang until 3200 ms; the request that each connection takes then has waited
        // for 196 ms and hangs for the 4 ms that are left to it, and so on. 3801 is answered
        // when it is 200 ms old: too late.
        Tally measured = result.measured().tally();
        assertThat(measured.planned()).isEqualTo(4500);
        assertThat(measured.sent()).isEqualTo(4500);
        assertThat(measured.outcomes())
                .isEqualTo(Map.of(Outcome.TIMED_OUT, 802L, Outcome.CORRECT, 3698L));
        assertThat(measured.conserved()).isTrue();
        // 3000 to 3800 were given up on; the connection of 3801 is as good as before.
        assertThat(measured.connectsOpened()).isEqualTo(801);
        assertThat(result.measured().responseTime().getTotalCount()).isEqualTo(measured.sent());
        assertThat(result.measured().responseTime().getMaxValue())
                .isEqualTo(result.measured().responseTime().highestEquivalentValue(200 * MS));
    }

    @Test
    void whatWaitsForItsWholeTimeoutIsNeverSent() {
        ScriptedOrigin origin =
                new ScriptedOrigin() {
                    @Override
                    public long connectNs(long nowNs) {
                        return nowNs == 0 ? 0 : 50 * MS;
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        if (nowNs < 1100 * MS) {
                            connection.answerAt(nowNs + MS / 10, OK);
                        }
                    }
                };
        Tally tally = tally(second().constantRate(1000).timeoutMs(100), origin);

        // From 1100 ms on nothing is answered. That request hangs for 100 ms, opening another
        // connection takes 50, in which 50 requests expire; the next has 1 ms left; and so on.
        // At the end 99 have not waited for 100 ms yet.
        assertThat(tally.planned()).isEqualTo(1000);
        assertThat(tally.outcomes())
                .isEqualTo(Map.of(Outcome.CORRECT, 100L, Outcome.TIMED_OUT, 16L));
        assertThat(tally.unsent()).isEqualTo(Map.of(Unsent.ALL_BUSY, 785L, Unsent.STOPPED, 99L));
        assertThat(tally.conserved()).isTrue();
    }

    @Test
    void aDeadServerLeavesAnOpenLoopWithoutConnection() {
        LoadResult result = run(second().constantRate(1000).timeoutMs(100), refusing());

        assertThat(result.measured().tally().planned()).isEqualTo(1000);
        assertThat(result.measured().tally().unsent())
                .isEqualTo(Map.of(Unsent.NO_CONNECTION, 1000L));
        assertThat(result.measured().tally().conserved()).isTrue();
        // Pauses of 1, 2, 4 … 64 and then 100 ms, with 0.1 ms for each attempt.
        assertThat(result.lead().tally().connectsFailed()).isBetween(10L, 20L);
        assertThat(result.measured().tally().connectsFailed()).isBetween(9L, 11L);
    }

    @Test
    void aDeadServerShowsInAClosedLoopAtThePaceOfTheAttempts() {
        Tally tally = tally(second().connections(3), refusing());

        assertThat(tally.planned()).isEqualTo(tally.connectsFailed()).isBetween(27L, 33L);
        assertThat(tally.unsent()).isEqualTo(Map.of(Unsent.NO_CONNECTION, tally.planned()));
        assertThat(tally.conserved()).isTrue();
    }

    @Test
    void aServerThatDiesShowsInAClosedLoop() {
        ScriptedOrigin origin =
                new ScriptedOrigin() {
                    @Override
                    public long connectNs(long nowNs) {
                        return nowNs < 1500 * MS ? 0 : REFUSED;
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        if (nowNs < 1500 * MS) {
                            connection.answerAt(nowNs + MS, OK);
                        } else {
                            connection.failAt(nowNs + MS, IoFailure.RESET);
                        }
                    }
                };
        Tally tally = tally(second().connections(2), origin);

        assertThat(tally.outcomes())
                .isEqualTo(Map.of(Outcome.CORRECT, 1000L, Outcome.CLOSED_EARLY, 2L));
        assertThat(tally.count(Unsent.NO_CONNECTION)).isBetween(15L, 30L);
        assertThat(tally.conserved()).isTrue();
    }

    @Test
    void aServerThatNeverTakesTheConnectionShowsAtTheEnd() {
        ScriptedOrigin silent =
                new ScriptedOrigin() {
                    @Override
                    public long connectNs(long nowNs) {
                        return SILENT;
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        throw new AssertionError("a request without a connection");
                    }
                };
        Tally tally = tally(second().connections(3), silent);

        assertThat(tally.planned()).isEqualTo(3);
        assertThat(tally.unsent()).isEqualTo(Map.of(Unsent.NO_CONNECTION, 3L));
    }

    @Test
    void openingTheConnectionAnewIsPartOfTheNextResponseTime() {
        String last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        ScriptedOrigin origin =
                new ScriptedOrigin() {
                    @Override
                    public long connectNs(long nowNs) {
                        return 2 * MS;
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        connection.answerAt(nowNs + MS, last);
                    }
                };
        LoadResult result = run(second().measuredMs(1201), origin);

        // The first finds its connection open; then 2 ms to connect and 1 ms to be served.
        Histogram responseTime = HistogramLayout.newHistogram();
        responseTime.recordValue(MS);
        responseTime.recordValueWithCount(3 * MS, 400);
        Histogram serviceTime = HistogramLayout.newHistogram();
        serviceTime.recordValueWithCount(MS, 401);
        Histogram connectTime = HistogramLayout.newHistogram();
        connectTime.recordValueWithCount(2 * MS, 400);
        assertThat(result.measured().responseTime()).isEqualTo(responseTime);
        assertThat(result.measured().serviceTime()).isEqualTo(serviceTime);
        assertThat(result.measured().connectTime()).isEqualTo(connectTime);
        assertThat(result.measured().tally().outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 401L));
    }

    @Test
    void aRequestThatWaitedForItsConnectionTimesOutBeforeThoseIntendedLater() {
        // A is told to close at 1001 ms, and has another connection 30 ms later; B is answered at
        // 1020 ms. Nothing else is answered.
        String last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        int[] requests = {0};
        ScriptedOrigin origin =
                new ScriptedOrigin() {
                    @Override
                    public long connectNs(long nowNs) {
                        return nowNs == 0 ? 0 : 30 * MS;
                    }

                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        switch (requests[0]++) {
                            case 0 -> connection.answerAt(nowNs + MS, last);
                            case 1 -> connection.answerAt(nowNs + 20 * MS, OK);
                            default -> {}
                        }
                    }
                };
        LoadResult result = run(second().connections(2).measuredMs(62).timeoutMs(40), origin);

        Histogram responseTime = HistogramLayout.newHistogram();
        responseTime.recordValue(MS);
        responseTime.recordValue(20 * MS);
        responseTime.recordValueWithCount(40 * MS, 2);
        assertThat(result.measured().responseTime()).isEqualTo(responseTime);
        assertThat(result.measured().tally().outcomes())
                .isEqualTo(Map.of(Outcome.CORRECT, 2L, Outcome.TIMED_OUT, 2L));
    }

    @Test
    void aRequestBelongsToThePhaseOfItsIntendedStart() {
        ScriptedOrigin slow = (connection, nowNs) -> connection.answerAt(nowNs + 30 * MS, OK);
        TestLoad spec = second().constantRate(100).connections(10).leadMs(100).drainMs(25);
        LoadResult result = run(spec.measuredMs(100), slow);

        // Ten of each, intended every 10 ms from 1000 ms on, each served in 30 ms.
        Tally lead = result.lead().tally();
        assertThat(lead.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 10L));
        assertThat(lead.doneInside()).isEqualTo(7);
        Tally measured = result.measured().tally();
        // The last two end at 1210 and 1220 ms; the drain ends at 1225 ms.
        assertThat(measured.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 10L));
        assertThat(measured.doneInside()).isEqualTo(10);
        assertThat(measured.correctInside()).isEqualTo(10);
        assertThat(measured.bytesInside()).isEqualTo(10L * OK.length());
        assertThat(result.measured().responseTime().getTotalCount()).isEqualTo(10);
    }

    @Test
    void whatIsNotAnsweredWithinTheDrainIsInFlight() {
        ScriptedOrigin slow = (connection, nowNs) -> connection.answerAt(nowNs + 30 * MS, OK);
        TestLoad spec = second().constantRate(100).connections(10).measuredMs(100);
        LoadResult result = run(spec.drainMs(5), slow);

        assertThat(result.measured().tally().count(Outcome.CORRECT)).isEqualTo(8);
        assertThat(result.measured().tally().inFlightAtEnd()).isEqualTo(2);
        assertThat(result.measured().tally().conserved()).isTrue();
        assertThat(result.endNs()).isEqualTo(1105 * MS);
    }

    @Test
    void aStopEndsTheLoadThenAndThere() {
        LoadSpec spec = second().constantRate(1000).connections(2).leadMs(200).build();
        ScriptedOrigin origin = (connection, nowNs) -> connection.answerAt(nowNs + 5 * MS, OK);
        LoadResult result = new ScriptedLoad(spec, origin).stopAt(1300 * MS + 1).run();

        assertThat(result.stopped()).isTrue();
        assertThat(result.measuredEndNs()).isEqualTo(1300 * MS + 1);
        assertThat(result.measured().tally().planned()).isEqualTo(101);
        assertThat(result.measured().tally().count(Unsent.STOPPED)).isGreaterThan(50);
        assertThat(result.measured().tally().inFlightAtEnd()).isZero();
        assertThat(result.measured().tally().conserved()).isTrue();
    }

    @Test
    void aStopBeforeTheBeginLeavesNothing() {
        LoadSpec spec = second().build();
        LoadResult result = new ScriptedLoad(spec, STALLING).stopAt(500 * MS).run();

        assertThat(result.stopped()).isTrue();
        assertThat(result.startNs()).isEqualTo(result.endNs()).isEqualTo(500 * MS);
        assertThat(result.measured().tally()).isEqualTo(Tally.EMPTY);
        assertThat(result.lead().tally().planned()).isZero();
    }

    @Test
    void theIntervalsAddUpToTheResult() {
        LoadSpec spec = stallLoad().constantRate(1000).build();
        ScriptedLoad load = new ScriptedLoad(spec, STALLING);
        LoadResult result = load.run();

        Histogram responseTime = HistogramLayout.newHistogram();
        Tally sum = Tally.EMPTY;
        long endNs = 1000 * MS;
        for (IntervalResult interval : load.intervals()) {
            assertThat(interval.startNs()).isEqualTo(endNs);
            endNs = interval.endNs();
            sum = sum.plus(interval.measured().tally());
            responseTime.add(interval.measured().responseTime());
        }
        // The last interval of 100 ms ends with the load: what follows is the empty drain.
        assertThat(load.intervals()).hasSize(51);
        assertThat(endNs).isEqualTo(result.endNs());
        assertThat(sum).isEqualTo(result.measured().tally());
        assertThat(responseTime).isEqualTo(result.measured().responseTime());
    }

    private static ScriptedOrigin refusing() {
        return new ScriptedOrigin() {
            @Override
            public long connectNs(long nowNs) {
                return REFUSED;
            }

            @Override
            public void onRequest(ScriptedConnection connection, long nowNs) {
                throw new AssertionError("a request without a connection");
            }
        };
    }

    /** A load measured from 1 s to 2 s. */
    private static TestLoad second() {
        return new TestLoad().startMs(1000).measuredMs(1000);
    }

    private static LoadResult run(TestLoad spec, ScriptedOrigin origin) {
        return new ScriptedLoad(spec.build(), origin).run();
    }

    private static Tally tally(TestLoad spec, ScriptedOrigin origin) {
        return run(spec, origin).measured().tally();
    }
}
