package dev.tare.lab.bundle;

import dev.tare.base.histogram.SparseHistogram;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/**
 * {@code slices.hlog}: a block's histograms in HdrHistogram's log format 1.3, one tagged line each.
 *
 * <p>Written with HdrHistogram's own writer. Read line by line by us, and not with its reader: that
 * one ends silently at the first line that it cannot parse, and takes memory by what a line claims
 * of itself. Here every expected line must be there once; {@link EncodedHistogram} checks what it
 * holds.
 *
 * <p>Source: HdrHistogram's HistogramLogWriter.
 */
final class HistogramLog {
    private static final double NS_PER_SEC = 1e9;
    // The largest value's column of the log is in milliseconds, as HdrHistogram's tools expect.
    private static final double NS_PER_MS = 1e6;
    private static final String TAG = "Tag=";
    private static final int COLUMNS = 5;
    private static final SparseHistogram NOTHING = new SparseHistogram.Builder().build();

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
                Histogram tagged = histograms.get(i).of(kind).toHistogram();
                tagged.setTag(tag(slice.index(), kind));
                log.outputIntervalHistogram(fromSec, toSec, tagged, NS_PER_MS);
            }
        }
        log.close();
        return bytes.toByteArray();
    }

    private static String tag(int slice, HistogramKind kind) {
        return slice + "." + kind.key();
    }

    /** The histograms of {@code slices} slices, in their order. */
    static List<SliceHistograms> read(Path file, byte[] bytes, int slices) throws BundleException {
        Map<String, SparseHistogram> found = new HashMap<>();
        String lastText = "";
        SparseHistogram last = NOTHING;
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
            String text = columns[COLUMNS - 1];
            // Without send lag the service time, which comes next, is the response time.
            if (!text.equals(lastText)) {
                last = decode(file, lineNumber, text);
                lastText = text;
            }
            if (found.put(tag, last) != null) {
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

    private static SparseHistogram require(
            Path file, Map<String, SparseHistogram> found, String tag) throws BundleException {
        SparseHistogram histogram = found.get(tag);
        if (histogram == null) {
            throw new BundleException(
                    file, "the histogram " + quoted(tag) + " is missing; is the file cut short?");
        }
        return histogram;
    }

    private static SparseHistogram decode(Path file, int lineNumber, String base64)
            throws BundleException {
        try {
            return EncodedHistogram.decode(Base64.getDecoder().decode(base64));
        } catch (DataFormatException | RuntimeException e) {
            throw bad(file, lineNumber, "holds no histogram that can be read", e);
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
