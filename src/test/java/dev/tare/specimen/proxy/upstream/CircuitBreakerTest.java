package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.BreakerLimits;
import dev.tare.specimen.proxy.upstream.CircuitBreaker.Burden;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CircuitBreakerTest {
    @Test
    void eachBurdenHasItsOwnLimit() {
        CircuitBreaker breaker = new CircuitBreaker(new BreakerLimits(1, 0, 2, 1));
        assertThat(breaker.tryTake(Burden.CONNECTION)).isTrue();
        assertThat(breaker.tryTake(Burden.CONNECTION)).isFalse();
        assertThat(breaker.tryTake(Burden.PENDING)).isFalse();
        assertThat(breaker.tryTake(Burden.REQUEST)).isTrue();
        assertThat(breaker.tryTake(Burden.REQUEST)).isTrue();
        assertThat(breaker.tryTake(Burden.REQUEST)).isFalse();
        assertThat(breaker.tryTake(Burden.RETRY)).isTrue();
        breaker.release(Burden.CONNECTION);
        assertThat(breaker.tryTake(Burden.CONNECTION)).isTrue();
        assertThat(breaker.taken(Burden.REQUEST)).isEqualTo(2);
        assertThat(breaker.taken(Burden.PENDING)).isZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void itLetsInExactlyAsManyAsFit(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int limit = 1 + random.nextInt(20);
        CircuitBreaker breaker = new CircuitBreaker(new BreakerLimits(limit, 5, limit, 5));
        int taken = 0;
        for (int i = 0; i < 50_000; i++) {
            if (random.nextInt(2) == 0) {
                assertThat(breaker.tryTake(Burden.REQUEST)).isEqualTo(taken < limit);
                taken = Math.min(limit, taken + 1);
            } else if (taken > 0) {
                breaker.release(Burden.REQUEST);
                taken--;
            }
            assertThat(breaker.taken(Burden.REQUEST)).isEqualTo(taken);
        }
    }

    @Test
    void whatIsRefusedIsCounted() {
        CircuitBreaker breaker = new CircuitBreaker(new BreakerLimits(1, 2, 3, 4));
        for (int i = 0; i < 5; i++) {
            boolean _ = breaker.tryTake(Burden.REQUEST);
        }
        assertThat(breaker.limit(Burden.REQUEST)).isEqualTo(3);
        assertThat(breaker.limit(Burden.RETRY)).isEqualTo(4);
        assertThat(breaker.refused(Burden.REQUEST)).isEqualTo(2);
        assertThat(breaker.refused(Burden.CONNECTION)).isZero();
    }

    @Test
    void threadsTogetherNeverHoldMoreThanTheLimit() throws Exception {
        int limit = 2;
        CircuitBreaker breaker = new CircuitBreaker(new BreakerLimits(limit, 0, limit, 0));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger worst = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> enterAndLeave(breaker, inside, worst)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(worst.get()).isBetween(1, limit);
        assertThat(breaker.taken(Burden.CONNECTION)).isZero();
    }

    private static void enterAndLeave(
            CircuitBreaker breaker, AtomicInteger inside, AtomicInteger worst) {
        for (int i = 0; i < 50_000; i++) {
            if (breaker.tryTake(Burden.CONNECTION)) {
                worst.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                breaker.release(Burden.CONNECTION);
            }
        }
    }
}
