package dev.tare.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockOrderTest {
    private static final List<String> ITEMS = List.of("a", "b", "c", "d", "e");

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {0, 1, -7, Long.MAX_VALUE})
    void everyItemHasTwoTurnsWhoseMeanPlaceIsTheSame(long seed) {
        List<String> turns = BlockOrder.of(ITEMS, seed, 3);

        assertThat(turns).hasSize(10);
        for (String item : ITEMS) {
            assertThat(turns.indexOf(item) + turns.lastIndexOf(item)).isEqualTo(9);
        }
    }

    @Test
    void theOrderDependsOnSeedAndBlockAlone() {
        assertThat(BlockOrder.of(ITEMS, 5, 2)).isEqualTo(BlockOrder.of(ITEMS, 5, 2));
        Set<List<String>> orders = new HashSet<>();
        for (int block = 0; block < 20; block++) {
            orders.add(BlockOrder.of(ITEMS, 5, block));
        }
        assertThat(orders).hasSizeGreaterThan(10);
    }
}
