package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoundRobinTest {
    private static int[] picked(LoadBalancer balancer, int endpoints, int picks) {
        int[] picked = new int[endpoints];
        for (int i = 0; i < picks; i++) {
            picked[balancer.pick(0, Endpoints.NONE)]++;
        }
        return picked;
    }

    @Test
    void weightsAreMixedEvenly() {
        // The seed only chooses where it begins, so one whole turn is looked at as a ring.
        RoundRobin balancer = new RoundRobin(Clusters.healthy(Clusters.weighing(3, 1)), 0);
        List<Integer> turn = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            turn.add(balancer.pick(0, Endpoints.NONE));
        }

        assertThat(turn.toString().replaceAll("[^01]", "")).contains("0010").doesNotContain("11");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void inOneTurnEachIsPickedExactlyAsOftenAsItsWeight(long seed) {
        int[] weights = {5, 1, 1, 7, 2};
        RoundRobin balancer = new RoundRobin(Clusters.healthy(Clusters.weighing(weights)), seed);
        for (int turn = 0; turn < 50; turn++) {
            assertThat(picked(balancer, 5, 16)).isEqualTo(weights);
        }
    }

    @Test
    void equalOnesArePickedInTurn() {
        RoundRobin balancer = new RoundRobin(Clusters.healthy(Clusters.equal(3)), 4);
        int before = balancer.pick(0, Endpoints.NONE);
        for (int i = 0; i < 30; i++) {
            int next = balancer.pick(0, Endpoints.NONE);
            assertThat(next).isEqualTo((before + 1) % 3);
            before = next;
        }
    }

    @Test
    void threadsDoNotBeginWithTheSameEndpoint() {
        int[] first = new int[4];
        for (int seed = 0; seed < 400; seed++) {
            first[new RoundRobin(Clusters.healthy(Clusters.equal(4)), seed).pick(0, -1)]++;
        }
        assertThat(first).doesNotContain(0);
    }

    @Test
    void thatOneIsGoneGivesItsTurnsToTheOthersByTheirWeights() {
        HealthBoard board = new HealthBoard(3);
        Endpoints endpoints = new Endpoints(Clusters.weighing(4, 2, 1), board, 0);
        RoundRobin balancer = new RoundRobin(endpoints, 1);
        board.set(0, false);

        assertThat(picked(balancer, 3, 30)).containsExactly(0, 20, 10);
    }
}
