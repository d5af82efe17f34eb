package dev.tare.io.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WaitingBlocksTest {
    private static final int MAX_BYTES = 100_000;

    private final Arena arena = Arena.ofAuto();
    private final WaitingBlocks blocks = new WaitingBlocks(MAX_BYTES, arena);

    private int keep(byte[] bytes) {
        return blocks.keep(Octets.segment(bytes), 0, bytes.length);
    }

    private byte[] copy(int block) {
        MemorySegment target = arena.allocate(blocks.lengthOf(block));
        blocks.copyTo(block, target, 0);
        return Octets.bytes(target, 0, target.byteSize());
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {81})
    void blocksComeBackInAnyOrder(long seed) {
        Random random = new Random(seed);
        Map<Integer, byte[]> kept = new HashMap<>();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(9000) : i % 300];
            random.nextBytes(bytes);
            int block = keep(bytes);
            if (block == WaitingBlocks.NONE) {
                refused++;
            } else {
                assertThat(kept.put(block, bytes)).isNull();
            }
            if ((random.nextInt(50) > 25 && !kept.isEmpty()) || refused > 3) {
                int first = kept.keySet().iterator().next();
                assertThat(copy(first)).isEqualTo(kept.remove(first));
                blocks.drop(first);
                refused = 0;
            }
        }
        kept.forEach((block, bytes) -> assertThat(copy(block)).isEqualTo(bytes));
    }

    @Test
    void noMoreWaitsThanIsAllowed() {
        int all = 0;
        int block = keep(new byte[1000]);
        while (block != WaitingBlocks.NONE) {
            all++;
            block = keep(new byte[1000]);
        }
        assertThat(all * 1000).isBetween(MAX_BYTES * 9 / 10, MAX_BYTES);
        blocks.drop(0);
        blocks.drop(WaitingBlocks.NONE);
        assertThat(keep(new byte[1000])).isNotEqualTo(WaitingBlocks.NONE);
        blocks.clear();
        int again = 0;
        while (keep(new byte[1000]) != WaitingBlocks.NONE) {
            again++;
        }
        assertThat(again).isEqualTo(all);
    }

    @Test
    void nothingIsABlockToo() {
        int block = keep(new byte[0]);
        assertThat(copy(block)).isEmpty();
        blocks.drop(block);
    }
}
