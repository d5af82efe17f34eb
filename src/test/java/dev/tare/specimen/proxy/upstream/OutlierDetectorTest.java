package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.OutlierPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OutlierDetectorTest {
    private static final long SECOND_NS = 1_000_000_000;

    private static OutlierPolicy policy(int serverErrors, int gatewayFailures, int maxPercent) {
        return new OutlierPolicy(
                serverErrors, gatewayFailures, SECOND_NS, 3 * SECOND_NS, maxPercent);
    }

    private static void fail(OutlierDetector detector, int endpoint, int times, long nowNs) {
        for (int i = 0; i < times; i++) {
            detector.on(endpoint, TryResult.GATEWAY_ERROR, nowNs);
        }
    }

    @Test
    void soManyServerErrorsInARowEject() {
        Endpoints endpoints = Clusters.healthy(Clusters.equal(2));
        OutlierDetector detector = new OutlierDetector(policy(3, 0, 50), endpoints);
        detector.on(0, TryResult.SERVER_ERROR, 0);
        detector.on(0, TryResult.GATEWAY_ERROR, 0);
        detector.on(0, TryResult.ANSWERED, 0);
        detector.on(0, TryResult.SERVER_ERROR, 0);
        detector.on(0, TryResult.RESET, 0);
        assertThat(endpoints.isEjected(0)).isFalse();
        detector.on(0, TryResult.SERVER_ERROR, 0);
        assertThat(endpoints.isEjected(0)).isTrue();
    }

    @Test
    void gatewayFailuresAreCountedApart() {
        Endpoints endpoints = Clusters.healthy(Clusters.equal(2));
        OutlierDetector detector = new OutlierDetector(policy(0, 2, 50), endpoints);
        for (int i = 0; i < 100; i++) {
            detector.on(0, TryResult.SERVER_ERROR, 0);
        }
        detector.on(0, TryResult.TIMED_OUT, 0);
        detector.on(0, TryResult.SERVER_ERROR, 0);
        detector.on(0, TryResult.CONNECT_FAILED, 0);
        assertThat(endpoints.isEjected(0)).isFalse();
        detector.on(0, TryResult.GATEWAY_ERROR, 0);
        assertThat(endpoints.isEjected(0)).isTrue();
    }

    @Test
    void eachEjectionLastsLongerUpToTheLongest() {
        Endpoints endpoints = Clusters.healthy(Clusters.equal(2));
        OutlierDetector detector = new OutlierDetector(policy(1, 0, 50), endpoints);
        long nowNs = 0;
        for (int seconds : new int[] {1, 2, 3, 3}) {
            fail(detector, 0, 1, nowNs);
            detector.tick(nowNs + seconds * SECOND_NS - 1);
            assertThat(endpoints.isEjected(0)).isTrue();
            nowNs += seconds * SECOND_NS;
            detector.tick(nowNs);
            assertThat(endpoints.isEjected(0)).isFalse();
        }
    }

    @Test
    void anEjectionIsForgivenForEverySuchTimeWithoutAnother() {
        Endpoints endpoints = Clusters.healthy(Clusters.equal(2));
        OutlierDetector detector = new OutlierDetector(policy(1, 0, 50), endpoints);
        fail(detector, 0, 1, 0);
        detector.tick(SECOND_NS);
        fail(detector, 0, 1, SECOND_NS);
        detector.tick(3 * SECOND_NS);
        assertThat(endpoints.isEjected(0)).isFalse();
        detector.tick(4 * SECOND_NS);
        detector.tick(5 * SECOND_NS);

        fail(detector, 0, 1, 5 * SECOND_NS);
        detector.tick(6 * SECOND_NS - 1);
        assertThat(endpoints.isEjected(0)).isTrue();
        detector.tick(6 * SECOND_NS);
        assertThat(endpoints.isEjected(0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 100, 1", "1, 99, 0", "9, 10, 0", "10, 10, 1", "10, 35, 3", "7, 0, 0"})
    void atMostTheShareIsEjectedRoundedDown(int count, int percent, int ejected) {
        Endpoints endpoints = Clusters.healthy(Clusters.equal(count));
        OutlierDetector detector = new OutlierDetector(policy(1, 1, percent), endpoints);
        for (int i = 0; i < count; i++) {
            fail(detector, i, 5, 0);
        }
        assertThat(endpoints.ejectedCount()).isEqualTo(ejected);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverHappensTheShareIsKeptAndEveryoneComesBack(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int count = 1 + random.nextInt(30);
        int percent = random.nextInt(101);
        Endpoints endpoints = Clusters.healthy(Clusters.equal(count));
        OutlierDetector detector =
                new OutlierDetector(policy(1 + random.nextInt(3), 2, percent), endpoints);
        TryResult[] results = TryResult.values();
        long nowNs = random.nextLong();
        for (int i = 0; i < 50_000; i++) {
            nowNs += random.nextInt(20_000_000);
            detector.on(random.nextInt(count), results[random.nextInt(results.length)], nowNs);
            if (random.nextInt(10) == 0) {
                detector.tick(nowNs);
            }
            assertThat(endpoints.ejectedCount() * 100).isLessThanOrEqualTo(count * percent);
        }
        detector.tick(nowNs + 3 * SECOND_NS);
        assertThat(endpoints.ejectedCount()).isZero();
        assertThat(endpoints.candidateCount()).isEqualTo(count);
    }
}
