package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.Balancing;
import dev.tare.specimen.proxy.config.BreakerLimits;
import dev.tare.specimen.proxy.config.ClusterConfig;
import dev.tare.specimen.proxy.config.ClusterTimeouts;
import dev.tare.specimen.proxy.config.HttpProtocol;
import dev.tare.specimen.proxy.config.OutlierPolicy;
import dev.tare.specimen.proxy.config.RetryBudgetPolicy;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ClusterViewTest {
    private static final long SECOND_NS = 1_000_000_000;

    private static ClusterConfig config(Balancing balancing) {
        return new ClusterConfig(
                "a",
                HttpProtocol.HTTP1,
                Optional.empty(),
                Clusters.equal(4),
                balancing,
                ClusterTimeouts.standard(),
                10,
                Optional.empty(),
                Optional.of(new OutlierPolicy(3, 0, SECOND_NS, SECOND_NS, 50)),
                50,
                BreakerLimits.standard(),
                RetryBudgetPolicy.standard());
    }

    static Stream<Balancing> policies() {
        return Stream.of(
                new Balancing.RoundRobin(),
                new Balancing.LeastRequest(),
                new Balancing.RingHash("x-user"));
    }

    /**
     * One endpoint of four is broken: only the first requests and those that test it again fail.
     */
    @ParameterizedTest
    @MethodSource("policies")
    void aBrokenEndpointCostsAFewRequestsAndNotAQuarter(Balancing policy) {
        ClusterView view = new ClusterView(ClusterState.of(config(policy)), 7);
        SplitMix64 random = new SplitMix64(3);
        int failed = 0;
        for (int i = 0; i < 10_000; i++) {
            long nowNs = i * 1_000_000L;
            view.tick(nowNs);
            int endpoint = view.pick(random.nextLong(), Endpoints.NONE);
            view.begun(endpoint);
            boolean broken = endpoint == 2;
            failed += broken ? 1 : 0;
            view.ended(endpoint, TryResult.ofStatus(broken ? 500 : 200), nowNs);
        }
        // Three failures eject it for a second, ten times at most in these ten seconds.
        assertThat(failed).isBetween(3, 30);
        assertThat(view.endpoints().active(2)).isZero();
    }

    @Test
    void aClientThatLeavesIsNotTheEndpointsFault() {
        ClusterView view = new ClusterView(ClusterState.of(config(new Balancing.RoundRobin())), 1);
        for (int i = 0; i < 100; i++) {
            view.begun(2);
            view.abandoned(2);
        }
        assertThat(view.endpoints().isEjected(2)).isFalse();
        assertThat(view.endpoints().active(2)).isZero();
    }

    @Test
    void threadsShareHealthAndBurdenAndJudgeForThemselves() {
        ClusterState state = ClusterState.of(config(new Balancing.RoundRobin()));
        ClusterView one = new ClusterView(state, 1);
        ClusterView other = new ClusterView(state, 2);
        state.health().set(0, false);
        for (int i = 0; i < 3; i++) {
            one.begun(1);
            one.ended(1, TryResult.RESET, 0);
        }
        assertThat(one.endpoints().candidateCount()).isEqualTo(2);
        assertThat(other.endpoints().candidateCount()).isEqualTo(3);
        assertThat(one.state()).isSameAs(other.state());
    }
}
