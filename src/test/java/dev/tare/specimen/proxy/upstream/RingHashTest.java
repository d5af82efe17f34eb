package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.EndpointConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RingHashTest {
    private static final int KEYS = 100_000;
    private static final int ENDPOINTS = 20;

    private static RingHash ring(List<EndpointConfig> endpoints) {
        return new RingHash(Clusters.healthy(endpoints), Clusters.names(endpoints));
    }

    private static String owner(RingHash ring, List<EndpointConfig> endpoints, long key) {
        return endpoints.get(ring.pick(key, Endpoints.NONE)).address().text();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whenAnEndpointGoesOnlyItsOwnKeysMove(long seed) {
        List<EndpointConfig> all = Clusters.equal(ENDPOINTS);
        List<EndpointConfig> fewer = new ArrayList<>(all);
        String gone = fewer.remove(7).address().text();
        RingHash before = ring(all);
        RingHash after = ring(fewer);
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            long key = SplitMix64.at(seed, i);
            String old = owner(before, all, key);
            String next = owner(after, fewer, key);
            if (!old.equals(next)) {
                assertThat(old).isEqualTo(gone);
                moved++;
            }
        }
        // A share of 1/20 has a standard deviation of 8 %; four of them.
        assertThat(moved / (double) KEYS).isBetween(0.0, 1.32 / ENDPOINTS);
        assertThat(moved).isPositive();
    }

    @Test
    void anUnhealthyEndpointsKeysMoveAsIfItWereGoneAndComeBack() {
        List<EndpointConfig> all = Clusters.equal(ENDPOINTS);
        List<EndpointConfig> fewer = new ArrayList<>(all);
        fewer.remove(3);
        HealthBoard board = new HealthBoard(ENDPOINTS);
        RingHash ring = new RingHash(new Endpoints(all, board, 0), Clusters.names(all));
        RingHash without = ring(fewer);
        for (int i = 0; i < 2000; i++) {
            long key = SplitMix64.at(9, i);
            String home = owner(ring, all, key);
            board.set(3, false);
            assertThat(owner(ring, all, key)).isEqualTo(owner(without, fewer, key));
            board.set(3, true);
            assertThat(owner(ring, all, key)).isEqualTo(home);
        }
    }

    @Test
    void sharesFollowTheWeights() {
        List<EndpointConfig> endpoints = Clusters.weighing(10, 20, 70);
        RingHash ring = ring(endpoints);
        int[] picked = new int[3];
        for (int i = 0; i < KEYS; i++) {
            picked[ring.pick(SplitMix64.at(1, i), Endpoints.NONE)]++;
        }
        // 1,600 points have a deviation of 2.5 % of a tenth; four of them.
        assertThat(picked[0] / (double) KEYS).isCloseTo(0.1, within(0.01));
        assertThat(picked[1] / (double) KEYS).isCloseTo(0.2, within(0.02));
    }

    @Test
    void theOrderOfTheDocumentMakesNoDifference() {
        List<EndpointConfig> endpoints = Clusters.equal(5);
        List<EndpointConfig> reversed = endpoints.reversed();
        RingHash one = ring(endpoints);
        RingHash other = ring(reversed);
        for (int i = 0; i < 2000; i++) {
            long key = SplitMix64.at(4, i);
            assertThat(owner(one, endpoints, key)).isEqualTo(owner(other, reversed, key));
        }
    }

    @Test
    void theEndsOfTheRingMeet() {
        List<EndpointConfig> endpoints = Clusters.equal(3);
        RingHash ring = ring(endpoints);

        assertThat(ring.pick(Long.MAX_VALUE, -1)).isEqualTo(ring.pick(Long.MIN_VALUE, -1));
    }

    @Test
    void aRetryGoesToAnotherEndpoint() {
        List<EndpointConfig> endpoints = Clusters.equal(3);
        RingHash ring = ring(endpoints);
        for (int i = 0; i < 300; i++) {
            long key = SplitMix64.at(4, i);
            int home = ring.pick(key, Endpoints.NONE);
            assertThat(ring.pick(key, home)).isNotEqualTo(home);
        }
    }
}
