package dev.tare.lab.audit;

import static dev.tare.lab.audit.AuditFixture.faults;
import static dev.tare.lab.audit.AuditFixture.found;
import static dev.tare.lab.audit.AuditFixture.sentences;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.FindingGroup;
import dev.tare.lab.audit.result.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fault each, and its sound neighbour just inside of the tolerance. */
final class AuditRulesTest {
    /** A block as wrk prints it; ten seconds, 1,000 requests a second, answers of 1,150 bytes. */
    private static String wrk(String path, int connections, String mean, String max, String rest) {
        return String.format(
                Locale.ROOT,
                """
                wrk -t1 -c%2$d -d10s --latency http://127.0.0.1:8080%1$s
                Running 10s test @ http://127.0.0.1:8080%1$s
                  1 threads and %2$d connections
                  Thread Stats   Avg      Stdev     Max   +/- Stdev
                    Latency   %3$s    1.00ms  %4$s   90.00%%
                    Req/Sec     1.00k    10.00     1.10k    90.00%%
                %5$s  10000 requests in 10.00s, 10.97MB read
                Requests/sec:   1000.00
                Transfer/sec:      1.10MB
                """,
                path,
                connections,
                mean,
                max,
                rest);
    }

    private static String fortio(int connections, int calls, double meanMs, String percentiles) {
        return String.format(
                Locale.ROOT,
                """
                ```
                %s
                Sockets used: %d (for perfect keepalive, would be %d)
                Jitter: false
                Code 200 : %d (100.0 %%)
                Response Header Sizes : count %d avg 256 +/- 0 min 256 max 256 sum %d
                Response Body/Total Sizes : count %d avg 16640 +/- 0 min 16640 max 16640 sum %d
                All done %d calls (plus %d warmup) %.3f ms avg, %.1f qps
                ```
                """,
                percentiles.strip(),
                connections,
                connections,
                calls,
                calls,
                calls * 256L,
                calls,
                calls * 16_640L,
                calls,
                connections,
                meanMs,
                connections / meanMs * 1000);
    }

    @Test
    void aSoundBlockHasRemarksOnly() {
        Audit audit = AuditFixture.of(wrk("/byte/1000", 10, "10.00ms", "20.00ms", ""));
        assertThat(audit.blocks()).hasSize(1);
        assertThat(audit.found()).isFalse();
        assertThat(audit.groups())
                .extracting(FindingGroup::fault)
                .containsExactly(Fault.CLOSED_LOOP, Fault.ONE_RUN);
        assertThat(audit.blocks().getFirst().passed())
                .extracting(Check.Passed::rule)
                .contains(
                        AuditRule.TOTALS,
                        AuditRule.LITTLES_LAW,
                        AuditRule.TIMEOUTS,
                        AuditRule.ERRORS,
                        AuditRule.ANSWER_BYTES);
    }

    @ParameterizedTest(name = "a mean of {0} at 10 connections and 1,000/s: {1}")
    @CsvSource({
        "9.60ms, ''",
        "10.90ms, ''",
        "9.00ms, TIME_MISSING TAINTED",
        "4.00ms, TIME_MISSING INVALID",
        "11.50ms, BACK_FILLED TAINTED",
        "25.00ms, BACK_FILLED INVALID"
    })
    void littlesLawHasAToleranceOnBothSides(String mean, String expected) {
        Audit audit = AuditFixture.of(wrk("/", 10, mean, "30.00ms", ""));
        String found =
                audit.groups().stream()
                        .filter(group -> group.severity().counts())
                        .map(group -> group.fault() + " " + group.severity())
                        .findFirst()
                        .orElse("");
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aLongestTimeThatReachesOverTheEndIsAllowedFor() {
        // 15 % of the time is missing, and one answer took 2 of the 10 seconds.
        Audit audit = AuditFixture.of(wrk("/", 10, "8.50ms", "1.90s", ""));
        assertThat(faults(audit)).isEmpty();
    }

    /** Of 82 µs a connection 10 are wrk's own, between an answer and the next request. */
    @ParameterizedTest
    @CsvSource({"71.82us, false", "40.00us, true"})
    void whatWrkNeedsBetweenRequestsIsAllowedFor(String mean, boolean missing) {
        String text =
                wrk("/", 3, mean, "1.00ms", "")
                        .replace("1.00ms  1.00ms", "50.00us  1.00ms")
                        .replace(
                                "10000 requests in 10.00s, 10.97MB",
                                "365516 requests in 10.00s, 400.87MB")
                        .replace("Requests/sec:   1000.00", "Requests/sec:  36551.56")
                        .replace("Transfer/sec:      1.10MB", "Transfer/sec:     40.09MB");
        assertThat(faults(AuditFixture.of(text)))
                .isEqualTo(missing ? List.of(Fault.TIME_MISSING) : List.of());
    }

    /**
     * Its thread comes round to 200 connections in 2 ms, longer than the 1.25 ms that there are.
     */
    @Test
    void manyConnectionsOfAThreadExcuseNoMoreThanAFewPercent() {
        String text =
                wrk("/", 200, "900.00us", "2.00ms", "")
                        .replace("1.00ms  2.00ms", "50.00us  2.00ms")
                        .replace(
                                "10000 requests in 10.00s, 10.97MB",
                                "1600000 requests in 10.00s, 1.71GB")
                        .replace("Requests/sec:   1000.00", "Requests/sec: 160000.00")
                        .replace("Transfer/sec:      1.10MB", "Transfer/sec:    175.48MB");
        assertThat(faults(AuditFixture.of(text))).containsExactly(Fault.TIME_MISSING);
    }

    @Test
    void wrkGivesEachThreadAWholeNumberOfConnections() {
        String text =
                wrk("/", 100, "96.00ms", "99.00ms", "")
                        .replace("1 threads", "16 threads")
                        .replace("-t1", "-t16");
        assertThat(faults(AuditFixture.of(text))).isEmpty();
    }

    /** 96 of 100 calls in 19.2 s, and four more by one thread alone until 32 s. */
    @ParameterizedTest
    @CsvSource({"32.000521478s, 3.1249, false", "50.000521478s, 2.0000, true"})
    void whatFortioLeavesToOneThreadIsARemark(String duration, String rate, boolean counts) {
        Audit audit =
                AuditFixture.of(
                        """
                        ```
                        fortio load -c 16 -qps 5 -n 100 http://127.0.0.1:8472/byte/300
                        Fortio 1.66.5 running at 5 queries per second, 2->2 procs, for 100 calls: http://127.0.0.1:8472/byte/300
                        Starting at 5 qps with 16 thread(s) [gomax 2] : exactly 100, 6 calls each (total 96 + 4)
                        Ended after %s : 100 calls. qps=%s
                        Aggregated Function Time : count 100 avg 0.00042860326 +/- 0.0002633 min 9.048e-05 max 0.001778116 sum 0.042860326
                        # target 50%% 0.000549928
                        Code 200 : 100 (100.0 %%)
                        All done 100 calls (plus 16 warmup) 0.429 ms avg, 3.1 qps
                        ```
                        """
                                .formatted(duration, rate));
        assertThat(audit.groups().stream().map(FindingGroup::fault)).contains(Fault.RATE_MISSED);
        assertThat(faults(audit).contains(Fault.RATE_MISSED)).isEqualTo(counts);
    }

    @Test
    void moreInFlightThanFortioHasConnectionsIsImpossible() {
        String text =
                fortio(8, 10_000, 10, "# target 50% 0.01\n# target 99% 0.02")
                        .replace("10.000 ms avg", "12.000 ms avg");
        assertThat(sentences(AuditFixture.of(text), Fault.TOO_MUCH_TIME))
                .containsExactly(
                        "8 connections at 800.0/s need a mean of 10 ms (Little's law); printed is"
                                + " 12.000 ms.");
    }

    @Test
    void aRateThatRequestsAndSecondsDoNotMakeIsAContradiction() {
        String text = wrk("/", 10, "10.00ms", "20.00ms", "").replace("   1000.00", "   1200.00");
        assertThat(sentences(AuditFixture.of(text), Fault.CONTRADICTION))
                .contains("10,000 requests in 10.00 s are 1,000/s; printed is 1,200.00/s.");
    }

    @Test
    void percentilesRiseUpToTheMaximum() {
        String falling = "  Latency Distribution\n     50%   12.00ms\n     99%   11.00ms\n";
        String beyond = "  Latency Distribution\n     50%   10.00ms\n     99%   25.00ms\n";
        assertThat(
                        sentences(
                                AuditFixture.of(wrk("/", 10, "10.00ms", "20.00ms", falling)),
                                Fault.CONTRADICTION))
                .containsExactly("p50, 12.00 ms, is more than p99, 11.00 ms.");
        assertThat(
                        sentences(
                                AuditFixture.of(wrk("/", 10, "10.00ms", "20.00ms", beyond)),
                                Fault.CONTRADICTION))
                .containsExactly("p99, 25.00 ms, is more than the maximum, 20.00 ms.");
    }

    @Test
    void percentilesOfOneTableRiseHoweverCloseTheyAre() {
        String falling = "  Latency Distribution\n  99.995%   13.00ms\n  99.999%   12.00ms\n";
        assertThat(
                        sentences(
                                AuditFixture.of(wrk("/", 200, "10.00ms", "20.00ms", falling)),
                                Fault.CONTRADICTION))
                .containsExactly("p99.995, 13.00 ms, is more than p99.999, 12.00 ms.");
    }

    /** As printed p99.8828, 33.02 ms, stands above p99.9, 32.48 ms: of 791 values one rank. */
    @Test
    void wrk2sTwoTablesMayDifferByARankAndNoMore() throws IOException {
        String printed = Files.readString(AuditFixture.FOLDER.resolve("sound/wrk2-few.txt"));
        String changed = printed.replace("99.900%   32.48ms", "99.900%   20.00ms");
        assertThat(changed).isNotEqualTo(printed);
        assertThat(sentences(AuditFixture.of(printed), Fault.CONTRADICTION)).isEmpty();
        assertThat(sentences(AuditFixture.of(changed), Fault.CONTRADICTION))
                .singleElement()
                .asString()
                .endsWith("is more than p99.9, 20.00 ms.");
    }

    @Test
    void codesAddUpToTheCalls() {
        String text =
                fortio(8, 10_000, 10, "# target 50% 0.01\n# target 99% 0.02")
                        .replace("Code 200 : 10000", "Code 200 : 9000");
        assertThat(sentences(AuditFixture.of(text), Fault.CONTRADICTION))
                .contains("The codes add up to 9,000; the calls are 10,000.");
    }

    @ParameterizedTest(name = "{0} of 10,000 failed: {1}")
    @CsvSource({"5, REMARK", "50, TAINTED", "500, INVALID"})
    void failuresTaintFromATenthOfAPercentOn(int failed, Severity expected) {
        String line = "  Non-2xx or 3xx responses: " + failed + "\n";
        String text =
                wrk("/", 10, "10.00ms", "20.00ms", "")
                        .replace("Requests/sec", line + "Requests/sec");
        assertThat(found(AuditFixture.of(text), Fault.FAILED_REQUESTS).severity())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} with answers of 1,150 bytes: {1}")
    @CsvSource({
        "/byte/1000, ''",
        "/byte/100, ''",
        "/byte/1131, ''",
        "/byte/1200, OTHER_SIZE",
        "/byte/100000, OTHER_SIZE"
    })
    void aHeadOfTwoKilobytesIsAllowedFor(String path, String expected) {
        Audit audit = AuditFixture.of(wrk(path, 10, "10.00ms", "20.00ms", ""));
        assertThat(faults(audit).stream().map(Fault::name).findFirst().orElse(""))
                .isEqualTo(expected);
    }

    @Test
    void aLongTailIsNotALostSyn() {
        String smooth = "# target 50% 0.01\n# target 90% 0.1\n# target 99% 0.5\n# target 99.9% 3.1";
        String jump = "# target 50% 0.01\n# target 90% 0.02\n# target 99% 0.03\n# target 99.9% 3.1";
        assertThat(faults(AuditFixture.of(fortio(8, 10_000, 30, smooth)))).isEmpty();
        assertThat(faults(AuditFixture.of(fortio(8, 10_000, 30, jump))))
                .containsExactly(Fault.LOST_SYN);
    }

    @ParameterizedTest(name = "p99 of {0} calls: {1}")
    @CsvSource({"367, FEW_SAMPLES", "368, ''"})
    void aPercentileNeedsItsSamples(int calls, String expected) {
        Audit audit = AuditFixture.of(fortio(2, calls, 10, "# target 50% 0.01\n# target 99% 0.02"));
        assertThat(faults(audit).stream().map(Fault::name).findFirst().orElse(""))
                .isEqualTo(expected);
    }

    @Test
    void aTimeThatStaysNearATimerWhateverTheLoadIsNamed() {
        String percentiles = "# target 50% 0.048\n# target 99% 0.06";
        StringBuilder near = new StringBuilder();
        StringBuilder elsewhere = new StringBuilder();
        for (int connections : new int[] {100, 200, 400}) {
            String block = fortio(connections, 100_000, 48, percentiles);
            near.append("# ").append(connections).append(" connections\n").append(block);
            elsewhere
                    .append("# ")
                    .append(connections)
                    .append(" connections\n")
                    .append(
                            fortio(
                                    connections,
                                    100_000,
                                    25,
                                    percentiles.replace("0.048", "0.025")));
        }
        Audit audit = AuditFixture.of(near.toString());
        assertThat(audit.blocks()).hasSize(3);
        assertThat(found(audit, Fault.TIMER).worst().wrong())
                .startsWith("48 ms to 48 ms at 100 to 400 connections, in 3 of 3 blocks");
        assertThat(faults(AuditFixture.of(elsewhere.toString()))).isEmpty();
    }

    @Test
    void aLabelThatClaimsOtherConnectionsIsNamed() {
        String block = fortio(8, 10_000, 10, "# target 50% 0.01\n# target 99% 0.02");
        assertThat(sentences(AuditFixture.of("# 800 connections\n" + block), Fault.OTHER_LABEL))
                .containsExactly("“800 connections” claims 800 connections; the tool had 8.");
        assertThat(faults(AuditFixture.of("# 8 connections\n" + block))).isEmpty();
    }

    @Test
    void moreSocketsThanConnectionsWithoutAPatternAreReconnects() {
        String text =
                fortio(8, 10_000, 10, "# target 50% 0.01\n# target 99% 0.02")
                        .replace("Sockets used: 8", "Sockets used: 5000");
        assertThat(faults(AuditFixture.of(text))).containsExactly(Fault.RECONNECTED);
    }

    @Test
    void nothingIsNothing() {
        Audit audit = AuditFixture.of("no figures here");
        assertThat(audit.blocks()).isEmpty();
        assertThat(audit.groups()).isEmpty();
        assertThat(audit.found()).isFalse();
    }
}
