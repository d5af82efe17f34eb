package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.RetryBudgetPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryBudgetTest {
    @Test
    void theMinimumHoldsWithoutTrafficAndTheShareWithIt() {
        RetryBudget budget = new RetryBudget(new RetryBudgetPolicy(20, 2));
        assertThat(budget.tryRetry()).isTrue();
        assertThat(budget.tryRetry()).isTrue();
        assertThat(budget.tryRetry()).isFalse();
        for (int i = 0; i < 15; i++) {
            budget.requestBegun();
        }
        assertThat(budget.allowed()).isEqualTo(3);
        assertThat(budget.tryRetry()).isTrue();
        assertThat(budget.tryRetry()).isFalse();
        budget.retryEnded();
        assertThat(budget.tryRetry()).isTrue();
        assertThat(budget.retries()).isEqualTo(3);
    }

    @Test
    void nothingIsAllowedWhereNothingIsGiven() {
        RetryBudget budget = new RetryBudget(new RetryBudgetPolicy(0, 0));
        budget.requestBegun();
        assertThat(budget.tryRetry()).isFalse();
        budget.requestEnded();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noRetryBeginsBeyondTheBudget(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int percent = random.nextInt(101);
        int min = random.nextInt(5);
        RetryBudget budget = new RetryBudget(new RetryBudgetPolicy(percent, min));
        int requests = 0;
        int retries = 0;
        for (int i = 0; i < 50_000; i++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    budget.requestBegun();
                    requests++;
                }
                case 2 -> {
                    if (requests > 0) {
                        budget.requestEnded();
                        requests--;
                    }
                }
                case 3 -> {
                    boolean fits = retries + 1 <= Math.max(min, requests * percent / 100);
                    assertThat(budget.tryRetry()).isEqualTo(fits);
                    retries += fits ? 1 : 0;
                }
                default -> {
                    if (retries > 0) {
                        budget.retryEnded();
                        retries--;
                    }
                }
            }
        }
        assertThat(budget.retries()).isEqualTo(retries);
    }

    @Test
    void threadsTogetherKeepToItToo() throws Exception {
        int max = 10;
        RetryBudget budget = new RetryBudget(new RetryBudgetPolicy(0, max));
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger worst = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 50_000; i++) {
                                    if (budget.tryRetry()) {
                                        int now = inFlight.incrementAndGet();
                                        worst.accumulateAndGet(now, Math::max);
                                        inFlight.decrementAndGet();
                                        budget.retryEnded();
                                    }
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(worst.get()).isBetween(1, max);
        assertThat(budget.retries()).isZero();
    }
}
