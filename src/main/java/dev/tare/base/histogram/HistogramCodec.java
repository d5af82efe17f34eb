package dev.tare.base.histogram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Histograms as text: HdrHistogram's compressed V2 encoding in base64, as it stands in {@code
 * .hlog} files and in the worker's protocol.
 *
 * <p>Thread-safety: an instance belongs to one thread; it keeps its buffer from call to call.
 */
public final class HistogramCodec {
    /** The longest text that {@link #decode} takes, in characters. */
    public static final int MAX_TEXT_LENGTH = 1 << 20;

    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /**
     * The text of {@code histogram}; one that {@link HistogramLayout} lets grow is written whole.
     */
    public String encode(Histogram histogram) {
        if (histogram.getHighestTrackableValue() != HistogramLayout.HIGHEST_NS) {
            return encode(whole(histogram));
        }
        int needed = histogram.getNeededByteBufferCapacity();
        if (buffer.capacity() < needed) {
            buffer = ByteBuffer.allocate(needed);
        }
        buffer.clear();
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Histogram whole(Histogram growing) {
        Histogram whole = HistogramLayout.newHistogram();
        if (growing.getTotalCount() > 0) {
            whole.add(growing);
        }
        return whole;
    }

    /**
     * The histogram that {@code text} tells, in {@link HistogramLayout}.
     *
     * @throws IOException when the text is no such encoding, or one of another layout
     */
    public static Histogram decode(String text) throws IOException {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new IOException(
                    "histogram of %d characters, at most %d are read"
                            .formatted(text.length(), MAX_TEXT_LENGTH));
        }
        Histogram decoded;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            decoded = Histogram.decodeFromCompressedByteBuffer(bytes, 0);
        } catch (DataFormatException | RuntimeException broken) {
            throw new IOException("broken histogram: " + broken, broken);
        }
        if (decoded.getLowestDiscernibleValue() != HistogramLayout.LOWEST_NS
                || decoded.getHighestTrackableValue() != HistogramLayout.HIGHEST_NS
                || decoded.getNumberOfSignificantValueDigits()
                        != HistogramLayout.SIGNIFICANT_DIGITS) {
            throw new IOException(
                    "histogram of another layout: %d to %d ns with %d digits"
                            .formatted(
                                    decoded.getLowestDiscernibleValue(),
                                    decoded.getHighestTrackableValue(),
                                    decoded.getNumberOfSignificantValueDigits()));
        }
        return decoded;
    }
}
