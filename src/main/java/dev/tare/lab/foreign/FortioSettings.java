package dev.tare.lab.foreign;

import dev.tare.lab.bundle.Redaction;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What fortio's text and JSON tell of a load besides the load and its result.
 *
 * @param url as it was given; secrets in it are replaced
 * @param labels free text, part of the result's name; secrets in it are replaced
 * @param percentiles to print, each more than 0 and less than 100
 * @param resolutionSeconds width of the narrowest range of the histogram, more than 0
 * @param offsetSeconds where the histogram's ranges begin
 * @param jitter echoed; has no effect
 * @param uniform echoed; has no effect, one schedule for all connections is uniform
 * @param noCatchUp echoed; has no effect, no planned request is left out
 * @param warmUpCalls requests sent before the load to see whether it can be
 * @param runId 0 for none
 * @param abortOn status that ends the load, −1 for a socket's fault, 0 for none
 * @param grpc which calls were made; absent: HTTP requests
 */
public record FortioSettings(
        String url,
        String labels,
        List<Double> percentiles,
        double resolutionSeconds,
        double offsetSeconds,
        boolean jitter,
        boolean uniform,
        boolean noCatchUp,
        int warmUpCalls,
        long runId,
        int abortOn,
        Optional<FortioGrpc> grpc) {
    /** Fortio's own choice. */
    public static final List<Double> PERCENTILES = List.of(50.0, 75.0, 90.0, 99.0, 99.9);

    /** Of the fortio whose formats these are. */
    public static final String VERSION = "1.75.2-tare";

    private static final int MAX_ID_LENGTH = 96;
    private static final double RESOLUTION_SECONDS = 0.001;

    public FortioSettings {
        url = Redaction.text(url);
        labels = Redaction.text(labels);
        percentiles = List.copyOf(percentiles);
        for (double percentile : percentiles) {
            if (!(percentile > 0 && percentile < 100)) {
                throw new IllegalArgumentException(
                        "percentile %s must be > 0 and < 100".formatted(percentile));
            }
        }
        if (!(resolutionSeconds > 0)) {
            throw new IllegalArgumentException(
                    "resolution of %s s must be more than 0".formatted(resolutionSeconds));
        }
    }

    /** Fortio's own choices, for a load that was not asked for in fortio's words. */
    public static FortioSettings of(String url, String labels) {
        return new FortioSettings(
                url,
                labels,
                PERCENTILES,
                RESOLUTION_SECONDS,
                0,
                false,
                false,
                false,
                0,
                0,
                0,
                Optional.empty());
    }

    /** The same with what the file of a payload holds, where calls of gRPC carry one. */
    FortioSettings withPayload(String text) {
        return new FortioSettings(
                url,
                labels,
                percentiles,
                resolutionSeconds,
                offsetSeconds,
                jitter,
                uniform,
                noCatchUp,
                warmUpCalls,
                runId,
                abortOn,
                grpc.map(calls -> calls.withPayload(text)));
    }

    /** The name under which fortio keeps a result: time and labels, at most 96 characters. */
    public String id(OffsetDateTime start) {
        String time =
                "%d-%02d-%02d-%02d%02d%02d"
                        .formatted(
                                start.getYear(),
                                start.getMonthValue(),
                                start.getDayOfMonth(),
                                start.getHour(),
                                start.getMinute(),
                                start.getSecond());
        String words =
                labels.codePoints()
                        .mapToObj(c -> isLetterOrDigit(c) ? Character.toString(c) : "_")
                        .collect(Collectors.joining())
                        .replaceAll("_+", "_")
                        .replaceAll("^_|_$", "");
        String id =
                Optional.of(words)
                        .filter(text -> !text.isEmpty())
                        .map(text -> time + (runId == 0 ? "" : "_" + runId) + "_" + text)
                        .orElse(time + (runId == 0 ? "" : "_" + runId));
        return id.substring(0, Math.min(id.length(), MAX_ID_LENGTH));
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
