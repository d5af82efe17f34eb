package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.stats.SplitMix64;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LeastRequestTest {
    private static final int ENDPOINTS = 100;

    /** The most that any endpoint has when so many requests are given out and none ends. */
    private static int maxLoad(Endpoints endpoints, IntSupplier pick, int requests) {
        int max = 0;
        for (int i = 0; i < requests; i++) {
            int endpoint = pick.getAsInt();
            endpoints.begun(endpoint);
            max = Math.max(max, endpoints.active(endpoint));
        }
        return max;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theBusiestEndpointHasLessThanWithRandomChoice(long seed) {
        int requests = 100 * ENDPOINTS;
        Endpoints byTwo = Clusters.healthy(Clusters.equal(ENDPOINTS));
        LeastRequest balancer = new LeastRequest(byTwo, seed);
        int ofTwo = maxLoad(byTwo, () -> balancer.pick(0, Endpoints.NONE), requests);
        Endpoints byOne = Clusters.healthy(Clusters.equal(ENDPOINTS));
        SplitMix64 random = new SplitMix64(seed);
        int ofOne = maxLoad(byOne, () -> random.nextInt(ENDPOINTS), requests);

        // Theory: about log2(log(n)) + 1 above the mean of 100, against about 2.5 times √100.
        assertThat(ofTwo).isLessThanOrEqualTo(106);
        assertThat(ofOne).isGreaterThanOrEqualTo(115);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void underLoadTheSharesAreThoseOfTheWeights(long seed) {
        Endpoints endpoints = Clusters.healthy(Clusters.weighing(1, 2, 5));
        LeastRequest balancer = new LeastRequest(endpoints, seed);
        maxLoad(endpoints, () -> balancer.pick(0, Endpoints.NONE), 8000);

        assertThat(endpoints.active(0)).isCloseTo(1000, within(20));
        assertThat(endpoints.active(1)).isCloseTo(2000, within(20));
        assertThat(endpoints.active(2)).isCloseTo(5000, within(20));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aSlowEndpointIsLeftAlone(long seed) {
        Endpoints endpoints = Clusters.healthy(Clusters.equal(4));
        LeastRequest balancer = new LeastRequest(endpoints, seed);
        int toTheSlowOne = 0;
        for (int i = 0; i < 10_000; i++) {
            int endpoint = balancer.pick(0, Endpoints.NONE);
            endpoints.begun(endpoint);
            if (endpoint == 0) {
                toTheSlowOne++; // It never answers.
            } else {
                endpoints.ended(endpoint);
            }
        }
        // After the first nobody prefers it to one that is idle.
        assertThat(toTheSlowOne).isEqualTo(1);
    }

    @Test
    void theTwoAreNeverTheSame() {
        Endpoints endpoints = Clusters.healthy(Clusters.equal(2));
        LeastRequest balancer = new LeastRequest(endpoints, 3);
        endpoints.begun(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(balancer.pick(0, Endpoints.NONE)).isZero();
        }
        assertThat(balancer.pick(0, 0)).isEqualTo(1);
    }
}
