package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenBucketTest {
    private static final long SECOND_NS = 1_000_000_000;

    private static RateLimit limit(double ratePerSec, int burst) {
        return new RateLimit(ratePerSec, burst, new RateLimit.Per.All(), 1);
    }

    private static int taken(TokenBucket bucket, long nowNs, int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += bucket.tryTake(nowNs) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aFullBucketGivesItsBurstAndThenTheRate() {
        TokenBucket bucket = new TokenBucket(limit(10, 5), 0);
        assertThat(taken(bucket, 0, 100)).isEqualTo(5);
        assertThat(bucket.waitNs(0)).isEqualTo(SECOND_NS / 10);
        assertThat(taken(bucket, SECOND_NS / 10 - 1, 100)).isZero();
        assertThat(taken(bucket, SECOND_NS / 10, 100)).isEqualTo(1);
        assertThat(taken(bucket, SECOND_NS * 3 / 10, 100)).isEqualTo(2);
        assertThat(taken(bucket, SECOND_NS * 1000, 100)).isEqualTo(5);
        assertThat(bucket.waitNs(SECOND_NS * 2000)).isZero();
    }

    /** In any span of time, not only from the start: for every pair of passes. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void inNoSpanOfTimeDoMorePassThanBurstAndRateAllow(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double ratePerSec = 1 + random.nextDouble() * 5000;
        int burst = 1 + random.nextInt(50);
        long nowNs = random.nextLong();
        TokenBucket bucket = new TokenBucket(limit(ratePerSec, burst), nowNs);
        List<Long> passedNs = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            boolean pause = random.nextInt(500) == 0;
            nowNs += (long) (random.nextDouble() * (pause ? 50 : 0.9) * SECOND_NS / ratePerSec);
            if (bucket.tryTake(nowNs)) {
                passedNs.add(nowNs);
            }
        }
        assertThat(passedNs).hasSizeGreaterThan(burst);
        for (int from = 0; from < passedNs.size(); from += 1 + random.nextInt(40)) {
            for (int to = from; to < passedNs.size(); to++) {
                double spanNs = passedNs.get(to) - passedNs.get(from);
                int passed = to - from + 1;
                // A millionth for what doubles round.
                if (passed > burst + ratePerSec * spanNs / SECOND_NS + 1e-6) {
                    throw new AssertionError(passed + " passed in " + spanNs + " ns");
                }
            }
        }
    }

    @Test
    void aSteadyStreamAtTheRatePassesWhole() {
        TokenBucket bucket = new TokenBucket(limit(1000, 1), 0);
        for (int i = 0; i < 10_000; i++) {
            assertThat(bucket.tryTake(i * SECOND_NS / 1000)).isTrue();
        }
    }

    @Test
    void threadsTogetherTakeNoMoreThanThereIs() throws Exception {
        TokenBucket bucket = new TokenBucket(limit(1, 10_000), 0);
        AtomicInteger taken = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> taken.addAndGet(taken(bucket, 0, 10_000))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken.get()).isEqualTo(10_000);
    }
}
