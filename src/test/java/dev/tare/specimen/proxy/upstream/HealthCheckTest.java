package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.HealthCheckPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthCheckTest {
    private static final long INTERVAL_NS = 1_000_000_000;
    private static final long TIMEOUT_NS = 200_000_000;

    private final HealthBoard board = new HealthBoard(2);

    private static HealthCheckPolicy policy(int healthyAfter, int unhealthyAfter, int jitter) {
        return new HealthCheckPolicy(
                "/", "", INTERVAL_NS, TIMEOUT_NS, healthyAfter, unhealthyAfter, jitter);
    }

    private HealthCheck check(HealthCheckPolicy policy, long seed) {
        return new HealthCheck(policy, board, 1, seed, 0);
    }

    private static void answer(HealthCheck check, boolean pass) {
        long nowNs = check.nextNs();
        check.begun(nowNs);
        if (pass) {
            check.passed(nowNs + 1);
        } else {
            check.failed(nowNs + 1);
        }
    }

    @Test
    void theFirstAnswerDecidesAlone() {
        HealthCheck check = check(policy(3, 3, 0), 1);
        assertThat(board.isHealthy(1)).isTrue();
        answer(check, false);
        assertThat(board.isHealthy(1)).isFalse();
        assertThat(board.isHealthy(0)).isTrue();
    }

    @Test
    void thenItTakesSoManyInARow() {
        HealthCheck check = check(policy(2, 3, 0), 1);
        boolean[] passes = {true, false, false, true, false, false, false, true, false, true, true};
        boolean[] healthy = {true, true, true, true, true, true, false, false, false, false, true};
        for (int i = 0; i < passes.length; i++) {
            answer(check, passes[i]);
            assertThat(board.isHealthy(1)).as("after answer %d", i).isEqualTo(healthy[i]);
        }
    }

    @Test
    void aCheckIsDueLateAndDueAgain() {
        HealthCheck check = check(policy(1, 1, 0), 5);
        long firstNs = check.nextNs();
        assertThat(firstNs).isBetween(0L, INTERVAL_NS);
        assertThat(check.isDue(firstNs - 1)).isFalse();
        assertThat(check.isDue(firstNs)).isTrue();
        check.begun(firstNs);
        assertThat(check.isDue(firstNs + INTERVAL_NS)).isFalse();
        assertThat(check.isLate(firstNs + TIMEOUT_NS - 1)).isFalse();
        assertThat(check.isLate(firstNs + TIMEOUT_NS)).isTrue();
        check.failed(firstNs + TIMEOUT_NS);
        assertThat(check.isLate(firstNs + TIMEOUT_NS)).isFalse();
        assertThat(check.nextNs()).isEqualTo(firstNs + INTERVAL_NS);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void jitterKeepsToItsShareOfTheInterval(long seed) {
        HealthCheck check = check(policy(1, 1, 20), seed);
        SplitMix64 random = new SplitMix64(seed);
        long leastNs = Long.MAX_VALUE;
        long mostNs = 0;
        for (int i = 0; i < 2000; i++) {
            long beganNs = check.nextNs();
            answer(check, random.nextInt(2) == 0);
            long apartNs = check.nextNs() - beganNs;
            leastNs = Math.min(leastNs, apartNs);
            mostNs = Math.max(mostNs, apartNs);
        }
        assertThat(leastNs).isBetween(INTERVAL_NS * 8 / 10, INTERVAL_NS * 81 / 100);
        assertThat(mostNs).isBetween(INTERVAL_NS * 119 / 100, INTERVAL_NS * 12 / 10);
    }

    @Test
    void firstChecksAreSpreadOverAnInterval() {
        long earliestNs = Long.MAX_VALUE;
        long latestNs = 0;
        for (int seed = 0; seed < 500; seed++) {
            long firstNs = check(policy(1, 1, 0), seed).nextNs();
            earliestNs = Math.min(earliestNs, firstNs);
            latestNs = Math.max(latestNs, firstNs);
        }
        assertThat(earliestNs).isBetween(0L, INTERVAL_NS / 20);
        assertThat(latestNs).isBetween(INTERVAL_NS * 19 / 20, INTERVAL_NS);
    }

    @Test
    void whoIsAskedLateIsNotAskedTwiceAtOnce() {
        HealthCheck check = check(policy(1, 1, 0), 5);
        long lateNs = check.nextNs() + 10 * INTERVAL_NS;
        check.begun(lateNs);
        check.passed(lateNs + 1);
        assertThat(check.nextNs()).isEqualTo(lateNs + INTERVAL_NS);
    }
}
