package dev.tare.specimen.proxy.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BufferPoolTest {
    private final BufferPool pool = new BufferPool(Arena.ofAuto());

    @ParameterizedTest
    @CsvSource({"1, 4096", "4096, 4096", "4097, 8192", "262656, 524288", "524288, 524288"})
    void aBufferHasTheNextPowerOfTwo(int asked, long size) {
        assertThat(pool.take(asked).byteSize()).isEqualTo(size);
    }

    @Test
    void whatIsGivenBackIsUsedAgain() {
        MemorySegment buffer = pool.take(5000);
        pool.giveBack(buffer);
        assertThat(pool.take(8192)).isEqualTo(buffer);
        assertThat(pool.take(8192)).isNotEqualTo(buffer);
    }

    @Test
    void moreThanTheMostIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.take(BufferPool.MAX_BYTES + 1))
                .withMessageContaining("524288 is the most");
    }
}
