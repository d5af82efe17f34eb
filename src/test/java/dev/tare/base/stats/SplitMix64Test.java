package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SplitMix64Test {
    @Test
    void givesThePublishedSequence() {
        SplitMix64 random = new SplitMix64(1234567);
        assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
        assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    void boundedNumbersCoverTheRangeEvenly() {
        SplitMix64 random = new SplitMix64(3);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
        }
        // 10,000 each with a standard deviation of 93: six of them happen once in 10^8.
        assertThat(java.util.Arrays.stream(counts).boxed())
                .allMatch(count -> Math.abs(count - 10_000) < 6 * 93);
    }

    @Test
    void derivedSeedsDependOnSeedAndLabel() {
        assertThat(SplitMix64.derive(1, "a")).isEqualTo(SplitMix64.derive(1, "a"));
        assertThat(SplitMix64.derive(1, "a")).isNotEqualTo(SplitMix64.derive(2, "a"));
        assertThat(SplitMix64.derive(1, "a")).isNotEqualTo(SplitMix64.derive(1, "b"));
    }

    @Test
    void anyPlaceOfTheSequenceCanBeHadAtOnce() {
        SplitMix64 random = new SplitMix64(42);
        for (int i = 0; i < 100; i++) {
            assertThat(SplitMix64.at(42, i)).isEqualTo(random.nextLong());
        }
    }
}
