package dev.tare.view.text;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/**
 * HdrHistogram's percentile table ({@code .hgrm}), in milliseconds, as its plotter reads it.
 *
 * <p>Source: AbstractHistogram.outputPercentileDistribution, by which it is written.
 */
public final class PercentileTable {
    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final double NS_PER_MS = 1e6;

    private PercentileTable() {}

    /** The table of {@code histogram}, whose values are ns. Lines end in a line feed alone. */
    public static String of(Histogram histogram) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream print = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            histogram.outputPercentileDistribution(print, TICKS_PER_HALF_DISTANCE, NS_PER_MS);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
