package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class HeadBufferTest {
    private final HeadBuffer buffer = new HeadBuffer(null);

    @Test
    void nothingIsAllocatedBeforeTheFirstPiece() {
        assertThat(buffer.bytes().byteSize()).isZero();
        assertThat(buffer.size()).isZero();
        assertThat(buffer.room()).isEqualTo(Http1Head.MAX_HEAD_BYTES);
    }

    @Test
    void piecesStandOneBehindTheOtherAlsoWhenItGrows() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; buffer.room() >= 1000; i++) {
            String piece = Integer.toString(i % 10).repeat(1000);
            assertThat(buffer.append(Bytes.of(piece), 0, 1000)).isFalse();
            all.append(piece);
        }
        assertThat(buffer.size()).isEqualTo(65_000);
        assertThat(buffer.bytes().byteSize()).isEqualTo(Http1Head.MAX_HEAD_BYTES);
        assertThat(Bytes.text(buffer.bytes(), 0, buffer.size())).isEqualTo(all.toString());
    }

    @Test
    void theMemoryIsUsedAgain() {
        buffer.append(Bytes.of("abc"), 0, 3);
        MemorySegment bytes = buffer.bytes();
        buffer.clear();
        assertThat(Bytes.text(buffer.bytes(), 0, 3)).isEqualTo("abc");
        buffer.append(Bytes.of("xyz"), 1, 2);
        assertThat(buffer.bytes()).isSameAs(bytes);
        assertThat(Bytes.text(bytes, 0, 2)).isEqualTo("yz");
    }

    @Test
    void onlyTheNewPieceIsSearchedForALineEnd() {
        assertThat(buffer.append(Bytes.of("a\nb"), 0, 3)).isTrue();
        assertThat(buffer.append(Bytes.of("\nc"), 1, 1)).isFalse();
    }
}
