package dev.tare.lab.bundle;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/**
 * {@code slices.hlog}: a block's histograms in HdrHistogram's log format 1.3, one tagged line each.
 *
 * <p>Written with HdrHistogram's own writer. Read line by line by us, and not with its reader: that
 * one ends silently at the first line that it cannot parse, and takes memory by what a line claims
 * of itself. Here every expected line must be there once, and its layout must be ours before
 * anything of its size is allocated.
 *
 * <p>Source: HdrHistogram's HistogramLogWriter and the V2 encoding of AbstractHistogram.
 */
final class HistogramLog {
    private static final double NS_PER_SEC = 1e9;
    // The largest value's column of the log is in milliseconds, as HdrHistogram's tools expect.
    private static final double NS_PER_MS = 1e6;
    private static final String TAG = "Tag=";
    private static final int COLUMNS = 5;
    private static final int COMPRESSED_COOKIE = 0x1c849304;
    private static final int COOKIE = 0x1c849303;
    private static final int COOKIE_WORD_SIZE_BITS = 0xf0;
    private static final int HEADER_BYTES = 40;
    // The counts' array has 27 rows of 1,024; each count takes at most 9 bytes.
    private static final int MAX_PAYLOAD_BYTES = 9 * 32 * 1024;

    private HistogramLog() {}

    /** The whole file. */
    static byte[] write(BlockRecord block, List<SliceHistograms> histograms) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HistogramLogWriter log = new HistogramLogWriter(bytes);
        double startSec = block.startedEpochNs() / NS_PER_SEC;
        log.outputComment("[Tare block %d, nanoseconds]".formatted(block.index()));
        log.outputLogFormatVersion();
        log.outputComment(
                String.format(Locale.ROOT, "[StartTime: %.3f (seconds since epoch)]", startSec));
        log.outputLegend();
        long firstNs = block.slices().isEmpty() ? 0 : block.slices().getFirst().startNs();
        for (int i = 0; i < histograms.size(); i++) {
            SliceRecord slice = block.slices().get(i);
            double fromSec = (slice.measuredStartNs() - firstNs) / NS_PER_SEC;
            double toSec = (slice.measuredEndNs() - firstNs) / NS_PER_SEC;
            for (HistogramKind kind : HistogramKind.values()) {
                Histogram tagged = of(histograms.get(i), kind).copy();
                requireLayout(tagged);
                tagged.setTag(tag(slice.index(), kind));
                log.outputIntervalHistogram(fromSec, toSec, tagged, NS_PER_MS);
            }
        }
        log.close();
        return bytes.toByteArray();
    }

    private static Histogram of(SliceHistograms histograms, HistogramKind kind) {
        return switch (kind) {
            case RESPONSE_TIME -> histograms.responseTime();
            case SERVICE_TIME -> histograms.serviceTime();
            case SEND_LAG -> histograms.sendLag();
            case CONNECT_TIME -> histograms.connectTime();
        };
    }

    private static String tag(int slice, HistogramKind kind) {
        return slice + "." + kind.key();
    }

    private static void requireLayout(Histogram histogram) {
        if (histogram.getNumberOfSignificantValueDigits() != HistogramLayout.SIGNIFICANT_DIGITS
                || histogram.getLowestDiscernibleValue() != HistogramLayout.LOWEST_NS) {
            throw new IllegalArgumentException(
                    "a histogram of another layout than HistogramLayout's cannot be written");
        }
    }

    /** The histograms of {@code slices} slices, in their order. */
    static List<SliceHistograms> read(Path file, byte[] bytes, int slices) throws BundleException {
        Map<String, Histogram> found = new HashMap<>();
        int lineNumber = 0;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            lineNumber++;
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("\"")) {
                continue;
            }
            String[] columns = line.stripTrailing().split(",", -1);
            if (columns.length != COLUMNS || !columns[0].startsWith(TAG)) {
                throw bad(file, lineNumber, "is no tagged histogram", null);
            }
            String tag = columns[0].substring(TAG.length());
            if (found.size() >= slices * HistogramKind.values().length) {
                throw bad(file, lineNumber, "is one histogram more than the block has", null);
            }
            if (found.put(tag, decode(file, lineNumber, columns[COLUMNS - 1])) != null) {
                throw bad(file, lineNumber, "repeats the tag " + quoted(tag), null);
            }
        }
        List<SliceHistograms> read = new ArrayList<>();
        for (int slice = 0; slice < slices; slice++) {
            read.add(
                    new SliceHistograms(
                            require(file, found, tag(slice, HistogramKind.RESPONSE_TIME)),
                            require(file, found, tag(slice, HistogramKind.SERVICE_TIME)),
                            require(file, found, tag(slice, HistogramKind.SEND_LAG)),
                            require(file, found, tag(slice, HistogramKind.CONNECT_TIME))));
        }
        return read;
    }

    private static Histogram require(Path file, Map<String, Histogram> found, String tag)
            throws BundleException {
        Histogram histogram = found.get(tag);
        if (histogram == null) {
            throw new BundleException(
                    file, "the histogram " + quoted(tag) + " is missing; is the file cut short?");
        }
        return histogram;
    }

    private static Histogram decode(Path file, int lineNumber, String base64)
            throws BundleException {
        try {
            byte[] compressed = Base64.getDecoder().decode(base64);
            requireHeader(compressed);
            Histogram decoded =
                    Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(compressed), 0);
            if (decoded.getTotalCount() < 0) {
                throw new DataFormatException("its counts overflow");
            }
            return shrunk(decoded);
        } catch (DataFormatException | RuntimeException e) {
            // HdrHistogram answers hostile bytes with whatever exception its arrays throw.
            throw bad(file, lineNumber, "holds no histogram that can be read", e);
        }
    }

    /** The same counts in an array that ends at the largest of them; it grows when added to. */
    private static Histogram shrunk(Histogram histogram) {
        long highest = Math.max(2 * HistogramLayout.LOWEST_NS, histogram.getMaxValue());
        Histogram small =
                new Histogram(
                        HistogramLayout.LOWEST_NS, highest, HistogramLayout.SIGNIFICANT_DIGITS);
        small.setAutoResize(true);
        // Not by add(), which makes a largest value of 63 where only zeros were recorded.
        for (HistogramIterationValue value : histogram.recordedValues()) {
            small.recordValueWithCount(
                    histogram.lowestEquivalentValue(value.getValueIteratedTo()),
                    value.getCountAtValueIteratedTo());
        }
        return small;
    }

    /** Checks what the line says of its own size before anything of that size is allocated. */
    private static void requireHeader(byte[] compressed) throws DataFormatException {
        ByteBuffer outer = ByteBuffer.wrap(compressed);
        if (compressed.length < 8
                || (outer.getInt() & ~COOKIE_WORD_SIZE_BITS) != COMPRESSED_COOKIE
                || outer.getInt() != compressed.length - 8) {
            throw new DataFormatException("it is no compressed histogram of encoding V2");
        }
        byte[] header = new byte[HEADER_BYTES];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed, 8, compressed.length - 8);
            if (inflater.inflate(header) != HEADER_BYTES) {
                throw new DataFormatException("its header is cut short");
            }
        } finally {
            inflater.end();
        }
        ByteBuffer inner = ByteBuffer.wrap(header);
        int cookie = inner.getInt();
        int payloadBytes = inner.getInt();
        int normalizingOffset = inner.getInt();
        int digits = inner.getInt();
        long lowestNs = inner.getLong();
        long highestNs = inner.getLong();
        double ratio = inner.getDouble();
        boolean ours =
                (cookie & ~COOKIE_WORD_SIZE_BITS) == COOKIE
                        && payloadBytes >= 0
                        && payloadBytes <= MAX_PAYLOAD_BYTES
                        && normalizingOffset == 0
                        && digits == HistogramLayout.SIGNIFICANT_DIGITS
                        && lowestNs == HistogramLayout.LOWEST_NS
                        && highestNs >= 2 * lowestNs
                        && highestNs <= 2 * HistogramLayout.HIGHEST_NS
                        && ratio == 1.0;
        if (!ours) {
            throw new DataFormatException("its layout is not Tare's");
        }
    }

    private static BundleException bad(
            Path file, int lineNumber, String what, @Nullable Throwable cause) {
        String detail =
                cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return new BundleException(file, "line " + lineNumber + " " + what + detail, cause);
    }

    private static String quoted(String text) {
        return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
    }
}
