package dev.tare.lab.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.base.histogram.SparseHistogram;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EncodedHistogramTest {
    private static byte[] encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Arrays.copyOf(buffer.array(), length);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itReadsWhatHdrHistogramsOwnDecoderReads(long seed) throws DataFormatException {
        Random random = new Random(seed);
        Histogram written = HistogramLayout.newHistogram();
        for (int i = 0; i < 2_000; i++) {
            long ns = (long) Math.exp(random.nextDouble() * Math.log(3.6e12));
            written.recordValueWithCount(ns, 1 + random.nextInt(1 << random.nextInt(30)));
        }
        byte[] bytes = encoded(written);
        Histogram theirs = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
        SparseHistogram sparse = EncodedHistogram.decode(bytes);
        Histogram ours = sparse.toHistogram();
        assertThat(sparse.meanNs()).isEqualTo(theirs.getMean());
        assertThat(ours).isEqualTo(theirs);
        assertThat(ours.getMaxValue()).isEqualTo(theirs.getMaxValue());
        assertThat(ours.getMinNonZeroValue()).isEqualTo(theirs.getMinNonZeroValue());
        assertThat(ours.getMean()).isEqualTo(theirs.getMean());
    }

    @Test
    void anEmptyOneAndTheLongestDurationComeBack() throws DataFormatException {
        Histogram histogram = HistogramLayout.newHistogram();
        assertThat(EncodedHistogram.decode(encoded(histogram)).totalCount()).isZero();
        histogram.recordValue(HistogramLayout.HIGHEST_NS);
        histogram.recordValue(0);
        assertThat(EncodedHistogram.decode(encoded(histogram)))
                .isEqualTo(SparseHistogram.of(histogram));
    }

    /** A header of our layout, then {@code payload}; the payload's length as {@code claimed}. */
    private static byte[] made(int claimed, byte... payload) {
        ByteBuffer inner = ByteBuffer.allocate(40 + payload.length);
        inner.putInt(0x1c849303 | 0x10).putInt(claimed).putInt(0).putInt(3);
        inner.putLong(HistogramLayout.LOWEST_NS).putLong(HistogramLayout.HIGHEST_NS).putDouble(1);
        inner.put(payload);
        Deflater deflater = new Deflater();
        deflater.setInput(inner.array());
        deflater.finish();
        byte[] deflated = new byte[1_000];
        int length = deflater.deflate(deflated);
        deflater.end();
        ByteBuffer outer = ByteBuffer.allocate(8 + length);
        outer.putInt(0x1c849304 | 0x10).putInt(length).put(deflated, 0, length);
        return outer.array();
    }

    @Test
    void aPlainCountIsRead() throws DataFormatException {
        SparseHistogram read = EncodedHistogram.decode(made(1, (byte) 14));
        assertThat(read.size()).isEqualTo(1);
        assertThat(read.bucket(0)).isZero();
        assertThat(read.count(0)).isEqualTo(7);
    }

    @Test
    void whatIsCutShortIsRefused() {
        assertThatThrownBy(() -> EncodedHistogram.decode(new byte[7]))
                .hasMessageContaining("no compressed histogram");
        assertThatThrownBy(() -> EncodedHistogram.decode(made(2, (byte) 14)))
                .hasMessage("its counts are cut short");
        assertThatThrownBy(() -> EncodedHistogram.decode(made(1, (byte) 0x80)))
                .hasMessage("its last count is cut short");
    }

    @Test
    void whatClaimsTooMuchIsRefusedBeforeItsMemoryIsTaken() {
        assertThatThrownBy(() -> EncodedHistogram.decode(made(Integer.MAX_VALUE, (byte) 14)))
                .hasMessage("its layout is not Tare's");
        assertThatThrownBy(() -> EncodedHistogram.decode(made(-1)))
                .hasMessage("its layout is not Tare's");
    }

    @Test
    void moreBucketsThanTheLayoutHasAreRefused() {
        byte[] many = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        assertThatThrownBy(() -> EncodedHistogram.decode(made(many.length, many)))
                .hasMessage("it has too many buckets");
        byte[] twice = {(byte) 0xff, (byte) 0xff, 0x02, (byte) 0xff, (byte) 0xff, 0x02};
        assertThatThrownBy(() -> EncodedHistogram.decode(made(twice.length, twice)))
                .hasMessage("it has too many buckets");
    }

    @Test
    void countsWhoseSumOverflowsAreRefused() {
        byte f = (byte) 0xff;
        byte[] largest = {(byte) 0xfe, f, f, f, f, f, f, f, f};
        byte[] two = new byte[18];
        System.arraycopy(largest, 0, two, 0, 9);
        System.arraycopy(largest, 0, two, 9, 9);
        assertThatThrownBy(() -> EncodedHistogram.decode(made(two.length, two)))
                .hasMessage("its counts overflow");
    }
}
