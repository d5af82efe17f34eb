package dev.tare.lab.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order of the slices within a block: every scenario once in a random order, then once more in
 * the reverse order (A B C C B A), so that a drift within the block hits all of them alike.
 *
 * <p>Pure: the order depends on the seed and on the block's index alone, so that a resumed run
 * takes the same turns.
 */
public final class BlockOrder {
    private static final long BLOCK_STRIDE = 0x9E3779B97F4A7C15L;

    private BlockOrder() {}

    /**
     * The turns of one block.
     *
     * @param items each gets two turns
     * @param seed of the experiment
     * @param block index, 0 or more
     */
    public static <T> List<T> of(List<T> items, long seed, int block) {
        List<T> order = new ArrayList<>(items);
        Collections.shuffle(order, new Random(seed + (block + 1) * BLOCK_STRIDE));
        List<T> turns = new ArrayList<>(order);
        turns.addAll(order.reversed());
        return turns;
    }
}
