package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.BreakerLimits;
import dev.tare.specimen.proxy.config.OutlierPolicy;
import dev.tare.specimen.proxy.config.RateLimit;
import dev.tare.specimen.proxy.config.RetryBudgetPolicy;
import dev.tare.specimen.proxy.config.RetryPolicy;
import dev.tare.specimen.proxy.upstream.CircuitBreaker.Burden;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request asks of these rules makes no garbage. */
final class UpstreamAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 50_000;
    private static final RateLimit LIMIT =
            new RateLimit(1_000_000, 10, new RateLimit.Per.Client(), 64);

    private final HealthBoard board = new HealthBoard(5);
    private final Endpoints endpoints = new Endpoints(Clusters.weighing(1, 2, 3, 4, 5), board, 50);
    private final OutlierDetector outliers =
            new OutlierDetector(
                    new OutlierPolicy(2, 2, 1_000_000_000, 1_000_000_000, 40), endpoints);
    private final CircuitBreaker breaker = new CircuitBreaker(BreakerLimits.standard());
    private final RetryBudget budget = new RetryBudget(RetryBudgetPolicy.standard());
    private final RetryRule rule =
            new RetryRule(
                    new RetryPolicy(
                            3,
                            Set.of(RetryPolicy.Cause.SERVER_ERROR),
                            List.of(),
                            OptionalLong.empty(),
                            1,
                            1,
                            false));
    private final TokenBucket all = new TokenBucket(LIMIT, 0);
    private final KeyedTokenBuckets each = new KeyedTokenBuckets(LIMIT, 0);
    private final SplitMix64 random = new SplitMix64(1);
    private long nowNs;

    private LoadBalancer balancer(String policy) {
        return switch (policy) {
            case "round robin" -> new RoundRobin(endpoints, 1);
            case "least request" -> new LeastRequest(endpoints, 1);
            default -> new RingHash(endpoints, List.of("a", "b", "c", "d", "e"));
        };
    }

    private int round(LoadBalancer balancer) {
        nowNs += 1_000_000;
        int passed = all.tryTake(nowNs) && each.tryTake(random.nextLong(), nowNs) ? 1 : 0;
        board.set(random.nextInt(5), random.nextInt(10) > 0);
        int endpoint = balancer.pick(random.nextLong(), random.nextInt(5));
        endpoints.begun(endpoint);
        budget.requestBegun();
        TryResult result = TryResult.ofStatus(200 + 100 * random.nextInt(4));
        boolean again = rule.wantsRetry(result, 500, 1, true) && budget.tryRetry();
        if (again) {
            passed += (int) rule.backoffNs(1, random);
            budget.retryEnded();
        }
        if (breaker.tryTake(Burden.REQUEST)) {
            breaker.release(Burden.REQUEST);
        }
        outliers.on(endpoint, result, nowNs);
        outliers.tick(nowNs);
        budget.requestEnded();
        endpoints.ended(endpoint);
        return passed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"round robin", "least request", "ring hash"})
    void aRequestCostsNoMemory(String policy) {
        LoadBalancer balancer = balancer(policy);
        long sum = 0;
        for (int i = 0; i < WARM_UP; i++) {
            sum += round(balancer);
        }
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            sum += round(balancer);
        }
        long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(sum).isPositive();
        // Less than a byte a round: the JVM's own bookkeeping, no object of ours.
        assertThat(allocatedBytes).isLessThan(ROUNDS / 2);
    }
}
