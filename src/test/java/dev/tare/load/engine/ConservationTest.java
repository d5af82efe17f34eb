package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Tally;
import dev.tare.io.net.IoFailure;
import dev.tare.load.result.EndpointResult;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.spec.LoadSpec;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the other side does, no request is lost and none is counted twice. */
final class ConservationTest {
    private static final long MS = 1_000_000;

    /** Does one of many things to every attempt to connect, every request, every send. */
    private static final class Chaos implements ScriptedOrigin {
        private static final String[] ANSWERS = {
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more",
            "HTTP/1.1 200 OK\r\n\r\nuntil close",
            "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\nhalf",
            "HTTP/1.1 200",
            "garbage\r\n\r\n",
            "",
        };

        private final Random random;
        private final int trouble;

        Chaos(Random random) {
            this.random = random;
            trouble = random.nextInt(1, 30);
        }

        private boolean rarely() {
            return random.nextInt(100) < trouble;
        }

        private long soonNs() {
            return (long) (random.nextExponential() * (rarely() ? 40 : 2) * MS);
        }

        @Override
        public long connectNs(long nowNs) {
            if (rarely()) {
                return random.nextBoolean() ? REFUSED : SILENT;
            }
            return soonNs() / 10;
        }

        @Override
        public int takes(int length) {
            if (!rarely()) {
                return length;
            }
            return random.nextInt(-1, length + 1);
        }

        @Override
        public void onRequest(ScriptedConnection connection, long nowNs) {
            long atNs = nowNs + soonNs();
            String answer = ANSWERS[rarely() ? random.nextInt(ANSWERS.length) : 0];
            int cut = answer.isEmpty() ? 0 : random.nextInt(answer.length());
            if (cut > 0) {
                connection.answerAt(atNs, answer.substring(0, cut));
                atNs += rarely() ? soonNs() : 0;
            }
            if (cut < answer.length()) {
                connection.answerAt(atNs, answer.substring(cut));
            }
            if (rarely()) {
                connection.endAt(atNs + (random.nextBoolean() ? 0 : soonNs()));
            } else if (rarely()) {
                connection.failAt(atNs + (random.nextBoolean() ? 0 : soonNs()), IoFailure.RESET);
            }
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void nothingIsLostAndNothingIsCountedTwice(long seed) {
        Random random = new Random(seed);
        TestLoad spec =
                new TestLoad()
                        .connections(random.nextInt(1, 9))
                        .leadMs(random.nextInt(100))
                        .measuredMs(random.nextInt(1, 400))
                        .intervalMs(random.nextInt(10, 100))
                        .timeoutMs(random.nextInt(1, 80))
                        .drainMs(random.nextInt(50))
                        .check(AnswerCheck.okWithLength(2));
        switch (random.nextInt(3)) {
            case 0 -> spec.constantRate(random.nextInt(1, 5000));
            case 1 -> spec.poissonRate(random.nextInt(1, 5000), seed);
            default -> {}
        }
        if (random.nextBoolean()) {
            spec.startMs(random.nextInt(1, 20));
        }
        ScriptedLoad load = new ScriptedLoad(spec.build(), new Chaos(random));
        if (random.nextInt(4) == 0) {
            load.stopAt(random.nextInt(400) * MS);
        }
        if (random.nextInt(2) == 0) {
            List<Integer> ports = random.ints(random.nextInt(1, 6), 1, 9).boxed().toList();
            load.hooks(
                    new AddressCycle(ports)
                            .together(random.nextInt(1, 4))
                            .pausing(random.nextInt(3) * MS));
        }

        LoadResult result = load.run();

        check(result.lead());
        check(result.measured());
        Tally lead = Tally.EMPTY;
        Tally measured = Tally.EMPTY;
        for (IntervalResult interval : load.intervals()) {
            lead = lead.plus(interval.lead().tally());
            measured = measured.plus(interval.measured().tally());
        }
        assertThat(lead).isEqualTo(result.lead().tally());
        assertThat(measured).isEqualTo(result.measured().tally());
        Tally endpoints = Tally.EMPTY;
        for (EndpointResult endpoint : result.endpoints()) {
            assertThat(endpoint.tally().conserved()).as(endpoint.name()).isTrue();
            endpoints = endpoints.plus(endpoint.tally());
        }
        assertThat(endpoints.planned()).isEqualTo(measured.planned());
        assertThat(endpoints.outcomes()).isEqualTo(measured.outcomes());
    }

    private static void check(PhaseResult phase) {
        Tally tally = phase.tally();
        assertThat(tally.conserved()).as("%s", tally).isTrue();
        assertThat(phase.responseTime().getTotalCount()).isEqualTo(tally.ended());
        assertThat(phase.failedResponseTime().getTotalCount()).isEqualTo(tally.failed());
        assertThat(phase.serviceTime().getTotalCount()).isEqualTo(tally.ended());
        assertThat(phase.sendLag().getTotalCount()).isEqualTo(tally.ended());
        assertThat(phase.connectTime().getTotalCount()).isEqualTo(tally.connectsOpened());
        assertThat(tally.correctInside()).isLessThanOrEqualTo(tally.doneInside());
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void anOpenLoopPlansWhatTheArrivalProcessSays(long seed) {
        Random random = new Random(seed);
        int ratePerSec = random.nextInt(1, 4) * 1000;
        int measuredMs = random.nextInt(1, 200);
        LoadSpec spec =
                new TestLoad()
                        .constantRate(ratePerSec)
                        .connections(random.nextInt(1, 5))
                        .startMs(5)
                        .measuredMs(measuredMs)
                        .timeoutMs(random.nextInt(1, 50))
                        .build();

        LoadResult result = new ScriptedLoad(spec, new Chaos(random)).run();

        assertThat(result.measured().tally().planned())
                .isEqualTo((long) ratePerSec * measuredMs / 1000);
    }
}
