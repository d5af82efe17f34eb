package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.RetryPolicy;
import dev.tare.specimen.proxy.config.RetryPolicy.Cause;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryRuleTest {
    private static RetryRule rule(int tries, Set<Cause> on, boolean anyMethod) {
        return new RetryRule(
                new RetryPolicy(
                        tries, on, List.of(429), OptionalLong.empty(), 100, 1000, anyMethod));
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT_FAILURE, CONNECT_FAILED, 0, true",
        "CONNECT_FAILURE, RESET, 0, false",
        "RESET, RESET, 0, true",
        "TIMEOUT, TIMED_OUT, 0, true",
        "GATEWAY_ERROR, GATEWAY_ERROR, 503, true",
        "GATEWAY_ERROR, SERVER_ERROR, 500, false",
        "SERVER_ERROR, SERVER_ERROR, 500, true",
        "SERVER_ERROR, GATEWAY_ERROR, 502, true",
        "RESET, ANSWERED, 429, true",
        "SERVER_ERROR, ANSWERED, 200, false",
    })
    void onlyTheCausesThatAreNamedCount(Cause on, TryResult result, int status, boolean wanted) {
        assertThat(rule(2, Set.of(on), false).wantsRetry(result, status, 1, true))
                .isEqualTo(wanted);
    }

    @Test
    void theTriesAreCounted() {
        RetryRule rule = rule(3, Set.of(Cause.RESET), false);
        assertThat(rule.wantsRetry(TryResult.RESET, 0, 2, true)).isTrue();
        assertThat(rule.wantsRetry(TryResult.RESET, 0, 3, true)).isFalse();
    }

    @Test
    void whatMayHaveHadAnEffectIsNotRepeated() {
        Set<Cause> on = Set.of(Cause.RESET, Cause.CONNECT_FAILURE);
        RetryRule careful = rule(2, on, false);
        assertThat(careful.wantsRetry(TryResult.RESET, 0, 1, false)).isFalse();
        assertThat(careful.wantsRetry(TryResult.CONNECT_FAILED, 0, 1, false)).isTrue();
        assertThat(rule(2, on, true).wantsRetry(TryResult.RESET, 0, 1, false)).isTrue();
    }

    @Test
    void pausesDoubleUpToTheLongestAndAreRandom() {
        RetryRule rule = rule(9, Set.of(Cause.RESET), false);
        SplitMix64 random = new SplitMix64(1);
        long[] boundsNs = {100, 200, 400, 800, 1000, 1000};
        for (int tries = 1; tries <= boundsNs.length; tries++) {
            long mostNs = 0;
            for (int i = 0; i < 1000; i++) {
                long pauseNs = rule.backoffNs(tries, random);
                assertThat(pauseNs).isBetween(0L, boundsNs[tries - 1]);
                mostNs = Math.max(mostNs, pauseNs);
            }
            assertThat(mostNs).isGreaterThan(boundsNs[tries - 1] * 9 / 10);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, ANSWERED",
        "499, ANSWERED",
        "500, SERVER_ERROR",
        "501, SERVER_ERROR",
        "502, GATEWAY_ERROR",
        "504, GATEWAY_ERROR",
        "505, SERVER_ERROR",
        "999, SERVER_ERROR",
    })
    void aStatusTellsWhatTheTryHasComeTo(int status, TryResult result) {
        assertThat(TryResult.ofStatus(status)).isEqualTo(result);
        // A status that no policy can name is no error of ours.
        assertThat(rule(2, Set.of(Cause.RESET), true).wantsRetry(result, status, 1, true))
                .isFalse();
    }
}
