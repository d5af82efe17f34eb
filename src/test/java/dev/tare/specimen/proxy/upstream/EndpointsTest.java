package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.stats.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointsTest {
    private static List<Integer> candidates(Endpoints endpoints) {
        List<Integer> candidates = new ArrayList<>();
        for (int k = 0; k < endpoints.candidateCount(); k++) {
            candidates.add(endpoints.candidate(k));
        }
        return candidates;
    }

    @Test
    void candidatesAreThoseThatAreHealthyAndNotEjected() {
        HealthBoard board = new HealthBoard(4);
        Endpoints endpoints = new Endpoints(Clusters.equal(4), board, 0);
        board.set(1, false);
        endpoints.eject(3);

        assertThat(candidates(endpoints)).containsExactly(0, 2);

        board.set(1, true);
        endpoints.readmit(3);
        assertThat(candidates(endpoints)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void belowThePanicShareAllAreCandidates() {
        HealthBoard board = new HealthBoard(4);
        Endpoints endpoints = new Endpoints(Clusters.equal(4), board, 50);
        board.set(0, false);
        board.set(1, false);
        assertThat(endpoints.isPanicking()).isFalse();
        assertThat(candidates(endpoints)).containsExactly(2, 3);

        board.set(2, false);
        assertThat(endpoints.isPanicking()).isTrue();
        assertThat(candidates(endpoints)).containsExactly(0, 1, 2, 3);

        board.set(0, true);
        assertThat(candidates(endpoints)).containsExactly(0, 3);
    }

    @Test
    void withoutAPanicShareThereMayBeNoCandidate() {
        HealthBoard board = new HealthBoard(2);
        Endpoints endpoints = new Endpoints(Clusters.equal(2), board, 0);
        board.set(0, false);
        board.set(1, false);

        assertThat(candidates(endpoints)).isEmpty();
        for (LoadBalancer balancer : balancers(endpoints)) {
            assertThat(balancer.pick(1, Endpoints.NONE)).isEqualTo(Endpoints.NONE);
        }
    }

    private static List<LoadBalancer> balancers(Endpoints endpoints) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < endpoints.count(); i++) {
            names.add("endpoint " + i);
        }
        return List.of(
                new RoundRobin(endpoints, 1),
                new LeastRequest(endpoints, 1),
                new RingHash(endpoints, names));
    }

    /** The contract of every balancer, whatever happens to the endpoints. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void aBalancerPicksACandidateAndAvoidsOneWhereItCan(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int count = 1 + random.nextInt(9);
        int[] weights = new int[count];
        for (int i = 0; i < count; i++) {
            weights[i] = seed % 2 == 0 ? 1 : 1 + random.nextInt(5);
        }
        HealthBoard board = new HealthBoard(count);
        Endpoints endpoints = new Endpoints(Clusters.weighing(weights), board, 30);
        List<LoadBalancer> balancers = balancers(endpoints);
        for (int step = 0; step < 20_000; step++) {
            int changed = random.nextInt(count);
            switch (random.nextInt(4)) {
                case 0 -> board.set(changed, random.nextInt(2) == 0);
                case 1 -> {
                    if (endpoints.isEjected(changed)) {
                        endpoints.readmit(changed);
                    } else {
                        endpoints.eject(changed);
                    }
                }
                case 2 -> endpoints.begun(changed);
                default -> {}
            }
            List<Integer> candidates = candidates(endpoints);
            int avoid = random.nextInt(count + 1) - 1;
            for (LoadBalancer balancer : balancers) {
                int picked = balancer.pick(random.nextLong(), avoid);
                if (candidates.isEmpty()) {
                    assertThat(picked).isEqualTo(Endpoints.NONE);
                } else {
                    assertThat(candidates).contains(picked);
                    assertThat(picked == avoid && candidates.size() > 1).isFalse();
                }
            }
        }
    }

    @Test
    void aBoardOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> new Endpoints(Clusters.equal(2), new HealthBoard(3), 0))
                .hasMessage("2 endpoints and a board of 3; must be equal, and 1 or more");
    }

    @Test
    void aBoardHoldsEveryEndpointForItself() {
        HealthBoard board = new HealthBoard(130);
        for (int i = 0; i < 130; i += 3) {
            board.set(i, false);
        }
        for (int i = 0; i < 130; i++) {
            assertThat(board.isHealthy(i)).isEqualTo(i % 3 != 0);
        }
        int version = board.version();
        board.set(0, false);
        assertThat(board.version()).isEqualTo(version);
        board.set(0, true);
        assertThat(board.version()).isNotEqualTo(version);
        assertThatThrownBy(() -> board.set(130, true))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
