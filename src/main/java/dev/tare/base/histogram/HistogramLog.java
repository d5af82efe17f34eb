package dev.tare.base.histogram;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Reads and writes HdrHistogram's log format, every line with a tag, so that any of its tools opens
 * our files.
 *
 * <p>HdrHistogram's own reader takes a broken line for the end of the file, and its writer keeps
 * errors of the disk to itself; here both are exceptions.
 *
 * <p>Source: HdrHistogram, {@code HistogramLogWriter}, log format version 1.3.
 *
 * <p>Thread-safety: an instance belongs to one thread.
 */
public final class HistogramLog {
    /** The most lines that {@link #read} takes. */
    public static final int MAX_LINES = 1 << 20;

    private static final String VERSION = "#[Histogram log format version 1.3]\n";
    private static final String LEGEND =
            "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\","
                    + "\"Interval_Compressed_Histogram\"\n";
    private static final String TAG_PREFIX = "Tag=";
    private static final Pattern TAG = Pattern.compile("[^,\\s\\p{Cntrl}]{1,256}");
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_MS = 1e6;

    private final Appendable out;
    private final HistogramCodec codec = new HistogramCodec();

    /**
     * A line of a log.
     *
     * @param tag empty where the line has none
     * @param startSec begin of the interval, s
     * @param lengthSec length of the interval, s
     * @param histogram what was recorded in it
     */
    public record Entry(String tag, double startSec, double lengthSec, Histogram histogram) {}

    /**
     * Begins a log.
     *
     * @throws IOException from {@code out}
     */
    public HistogramLog(Appendable out) throws IOException {
        this.out = out;
        out.append(VERSION).append(LEGEND);
    }

    /**
     * Writes one line. The maximum stands in it in milliseconds, as is customary.
     *
     * @param tag 1 to 256 characters without commas and white space
     * @param startNs begin of the interval, ns
     * @param endNs end of the interval, ns
     * @throws IOException from the output
     */
    public void write(String tag, long startNs, long endNs, Histogram histogram)
            throws IOException {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException(
                    "tag \"" + tag + "\" must be 1 to 256 characters, no comma or white space");
        }
        out.append(
                String.format(
                        Locale.ROOT,
                        "%s%s,%.3f,%.3f,%.3f,%s\n",
                        TAG_PREFIX,
                        tag,
                        startNs / NS_PER_SECOND,
                        (endNs - startNs) / NS_PER_SECOND,
                        histogram.getMaxValue() / NS_PER_MS,
                        codec.encode(histogram)));
    }

    /**
     * All lines of a log, in order.
     *
     * @throws IOException from {@code in}, or when a line is none of this format; the message names
     *     the line
     */
    public static List<Entry> read(Reader in) throws IOException {
        BufferedReader lines = new BufferedReader(in);
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (number > MAX_LINES) {
                throw new IOException("histogram log of more than " + MAX_LINES + " lines");
            }
            if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != '"') {
                entries.add(entry(line, number));
            }
        }
        return entries;
    }

    private static Entry entry(String line, int number) throws IOException {
        String[] columns = line.split(",", -1);
        boolean tagged = columns[0].startsWith(TAG_PREFIX);
        int first = tagged ? 1 : 0;
        if (columns.length != first + 4) {
            throw new IOException("line %d of the histogram log is not whole".formatted(number));
        }
        try {
            return new Entry(
                    tagged ? columns[0].substring(TAG_PREFIX.length()) : "",
                    Double.parseDouble(columns[first]),
                    Double.parseDouble(columns[first + 1]),
                    HistogramCodec.decode(columns[first + 3]));
        } catch (IOException | NumberFormatException broken) {
            throw new IOException(
                    "line %d of the histogram log: %s".formatted(number, broken.getMessage()),
                    broken);
        }
    }
}
