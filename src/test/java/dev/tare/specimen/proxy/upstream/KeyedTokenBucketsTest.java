package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.RateLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyedTokenBucketsTest {
    private static final long SECOND_NS = 1_000_000_000;

    private static KeyedTokenBuckets buckets(double ratePerSec, int burst, int keys) {
        return new KeyedTokenBuckets(
                new RateLimit(ratePerSec, burst, new RateLimit.Per.Client(), keys), 0);
    }

    private static long key(int i) {
        return SplitMix64.at(77, i);
    }

    @Test
    void eachKeyHasItsOwnBucket() {
        KeyedTokenBuckets buckets = buckets(1, 2, 1024);
        for (int i = 0; i < 50; i++) {
            assertThat(buckets.tryTake(key(i), 0)).isTrue();
            assertThat(buckets.tryTake(key(i), 0)).isTrue();
            assertThat(buckets.tryTake(key(i), 0)).isFalse();
        }
        assertThat(buckets.tryTake(key(7), SECOND_NS)).isTrue();
        assertThat(buckets.tryTake(key(7), SECOND_NS)).isFalse();
    }

    @Test
    void aKeyIsToldHowLongToWait() {
        KeyedTokenBuckets buckets = buckets(0.5, 2, 8);
        assertThat(buckets.waitNs(key(1), 0)).isZero();
        for (int i = 0; i < 3; i++) {
            boolean _ = buckets.tryTake(key(1), 0);
        }
        assertThat(buckets.waitNs(key(1), 0)).isEqualTo(2 * SECOND_NS);
        assertThat(buckets.waitNs(key(1), SECOND_NS)).isEqualTo(SECOND_NS);
        assertThat(buckets.waitNs(key(1), 2 * SECOND_NS)).isZero();
        assertThat(buckets.waitNs(key(2), 0)).isZero();
    }

    @Test
    void aKeyThatSharesWaitsForTheSharedBucket() {
        KeyedTokenBuckets buckets = buckets(1, 1, 8);
        for (int i = 0; i < 9; i++) {
            assertThat(buckets.tryTake(key(i), 0)).isTrue();
        }
        assertThat(buckets.tryTake(key(9), 0)).isFalse();
        assertThat(buckets.waitNs(key(9), 0)).isEqualTo(SECOND_NS);
    }

    @Test
    void theTableIsBoundedAndTheRestShares() {
        KeyedTokenBuckets buckets = buckets(1, 3, 64);
        assertThat(buckets.capacity()).isEqualTo(64);
        int passed = 0;
        for (int i = 0; i < 10_000; i++) {
            passed += buckets.tryTake(key(i), 0) ? 1 : 0;
        }
        // Every place once, and the shared bucket's burst.
        assertThat(passed).isEqualTo(64 + 3);
    }

    @Test
    void aPlaceIsFreeWhenItsBucketIsFullAgain() {
        KeyedTokenBuckets buckets = buckets(1, 1, 8);
        for (int i = 0; i < 8; i++) {
            assertThat(buckets.tryTake(key(i), 0)).isTrue();
        }
        assertThat(buckets.tryTake(key(8), 0)).isTrue(); // shared
        assertThat(buckets.tryTake(key(9), 0)).isFalse(); // shared, and empty
        for (int i = 10; i < 18; i++) {
            assertThat(buckets.tryTake(key(i), SECOND_NS)).isTrue();
        }
    }

    /** The bound of one bucket holds for each key, however crowded the table is. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void noKeyEverGetsMoreThanBurstAndRate(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double ratePerSec = 100;
        int burst = 1 + random.nextInt(5);
        KeyedTokenBuckets buckets = buckets(ratePerSec, burst, 16);
        Map<Integer, List<Long>> passedNs = new HashMap<>();
        long nowNs = 0;
        for (int i = 0; i < 60_000; i++) {
            nowNs += random.nextInt(1_500_000);
            // A few keys are busy, many come once in a while.
            int name = random.nextInt(3) == 0 ? random.nextInt(200) : random.nextInt(20);
            if (buckets.tryTake(key(name), nowNs)) {
                passedNs.computeIfAbsent(name, _ -> new ArrayList<>()).add(nowNs);
            }
        }
        for (List<Long> times : passedNs.values()) {
            for (int from = 0; from < times.size(); from++) {
                for (int to = from; to < times.size(); to++) {
                    double spanNs = times.get(to) - times.get(from);
                    if (to - from + 1 > burst + ratePerSec * spanNs / SECOND_NS + 1e-6) {
                        throw new AssertionError(to - from + 1 + " in " + spanNs + " ns");
                    }
                }
            }
        }
        assertThat(passedNs).hasSizeGreaterThan(100);
    }
}
