package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrowableBytesTest {
    @Test
    void whatIsAppendedStaysThroughAnyGrowth() {
        GrowableBytes bytes = new GrowableBytes(1_000_000);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            bytes.appendDecimal(i).append((byte) ' ').append(Bytes.latin("ab"));
            expected.append(i).append(" ab");
        }
        bytes.append(Bytes.of("xyz"), 1, 2);
        expected.append("yz");
        assertThat(Bytes.text(bytes.bytes(), 0, bytes.length())).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 1_000, 123_456_789, 999_999_999_999_999_999L})
    void numbersAreWrittenInDecimal(long value) {
        GrowableBytes bytes = new GrowableBytes(32).appendDecimal(value);
        assertThat(Bytes.text(bytes.bytes(), 0, bytes.length())).isEqualTo(Long.toString(value));
        assertThat(GrowableBytes.digits(value)).isEqualTo(bytes.length());
    }

    @Test
    void theGreatestNumberHasNineteenDigits() {
        assertThat(GrowableBytes.digits(Long.MAX_VALUE)).isEqualTo(19);
        assertThat(GrowableBytes.digits(1_000_000_000_000_000_000L)).isEqualTo(19);
        assertThatThrownBy(() -> GrowableBytes.digits(-1)).hasMessageContaining("negative");
    }

    @Test
    void theBoundHolds() {
        GrowableBytes bytes = new GrowableBytes(5000).append(new byte[5000]);
        assertThat(bytes.room()).isZero();
        assertThatThrownBy(() -> bytes.append((byte) 0)).isInstanceOf(IllegalStateException.class);
        assertThat(bytes.length()).isEqualTo(5000);
        bytes.truncateTo(10);
        assertThat(bytes.append((byte) 7).at(10)).isEqualTo((byte) 7);
    }

    @Test
    void clearedMemoryIsUsedAgain() {
        GrowableBytes bytes = new GrowableBytes(5000).append(new byte[4000]);
        MemorySegment memory = bytes.bytes();
        bytes.clear().append(new byte[4000]);
        assertThat(bytes.bytes()).isEqualTo(memory);
    }
}
