package dev.tare.view.cli.load;

import dev.tare.base.core.QuantityText;
import dev.tare.lab.objective.Thresholds;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.load.LoadFormat;
import dev.tare.view.load.MetricsPush;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flags that say what comes out of a load, and what it must come to. */
public final class OutputFlags {
    /** The shortest interval that the engine has. */
    private static final long MIN_INTERVAL_NS = 10_000_000;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = {
                "What goes to standard output: text, json, csv (an interval a row),",
                "csv-totals, hgrm, hlog, prometheus, or fortio for fortio's JSON (default:",
                "${DEFAULT-VALUE})."
            })
    private String format = "";

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = {
                "Also write this file, in the format of its ending: .json .csv .totals.csv",
                ".hgrm .hlog .prom .fortio.json .txt; may be repeated."
            })
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--push",
            paramLabel = "URL",
            description = "Push Prometheus text to a Pushgateway, such as http://127.0.0.1:9091.")
    private @Nullable String push;

    @Option(
            names = "--threshold",
            paramLabel = "FIGURE<BOUND",
            description = {
                "Such as p99<10ms, error_ratio<0.1%%, goodput>=5000/s, p99{NAME}<1s; may be",
                "repeated. Exit code 99 where one is not met (docs/thresholds.md)."
            })
    private List<String> thresholds = new ArrayList<>();

    @Option(
            names = "--secret-header",
            paramLabel = "NAME",
            description = "Redact this header's value too in what is written; may be repeated.")
    private List<String> secretHeaders = new ArrayList<>();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            description =
                    "Length of the intervals of series and screen (default: ${DEFAULT-VALUE}).")
    private String interval = "";

    @Option(
            names = "--live",
            description =
                    "A plain line an interval on standard error; on a terminal one moves anyway.")
    private boolean live;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    OutputFlags() {}

    /**
     * The flags, read.
     *
     * @param format of standard output
     * @param files to write, each with its format
     * @param push where to push to
     * @param thresholds to hold the load against
     * @param secretFields names of header fields, in lower case
     * @param live whether a line an interval was asked for
     * @param commandLine the words given
     */
    record Wanted(
            LoadFormat format,
            Map<Path, LoadFormat> files,
            Optional<MetricsPush> push,
            Thresholds thresholds,
            Set<String> secretFields,
            boolean live,
            List<String> commandLine) {}

    /** Length of an interval, ns. */
    long intervalNs() throws UsageException {
        long intervalNs = read("--interval", () -> QuantityText.durationNs(interval));
        if (intervalNs < MIN_INTERVAL_NS) {
            throw new UsageException(
                    "--interval: \"" + interval + "\" is too short; the least is 10ms");
        }
        return intervalNs;
    }

    /** Checks all that can be checked before the load: nobody shall wait for a mistyped name. */
    Wanted read(LoadSpec spec) throws UsageException {
        LoadFormat wanted =
                LoadFormat.of(format)
                        .orElseThrow(() ->
                                new UsageException(
                                        "--format: \"%s\" is not known; known are %s"
                                                .formatted(format, LoadFormat.keys())));
        Thresholds read = read("--threshold", () -> Thresholds.parse(thresholds));
        List<String> names = spec.endpoints().stream().map(Endpoint::name).toList();
        read(
                "--threshold",
                () -> {
                    read.requireEndpoints(names);
                    return read;
                });
        String url = push;
        Optional<MetricsPush> target =
                url == null
                        ? Optional.empty()
                        : Optional.of(read("--push", () -> MetricsPush.to(url)));
        return new Wanted(
                wanted,
                files(),
                target,
                read,
                secretHeaders.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                live,
                words());
    }

    private List<String> words() {
        CommandSpec mixee = command;
        return mixee == null || mixee.commandLine().getParseResult() == null
                ? List.of()
                : List.copyOf(mixee.commandLine().getParseResult().originalArgs());
    }

    private Map<Path, LoadFormat> files() throws UsageException {
        Map<Path, LoadFormat> formats = new LinkedHashMap<>();
        for (Path file : files) {
            LoadFormat fileFormat =
                    LoadFormat.ofFile(file.toString())
                            .orElseThrow(() ->
                                    new UsageException(
                                            "--output: the format of %s is not known by its"
                                                            .formatted(file)
                                                    + " ending; known are "
                                                    + LoadFormat.extensions()));
            requireWritable("--output", file);
            formats.put(file, fileFormat);
        }
        return formats;
    }

    /** Refuses a file that could not be written at the end. */
    public static void requireWritable(String flag, Path file) throws UsageException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
            throw new UsageException(
                    "%s: %s cannot be written there; name a file in a folder that is there and may"
                                    .formatted(flag, file)
                            + " be written to");
        }
    }

    private interface Reader<T> {
        T read();
    }

    private static <T> T read(String flag, Reader<T> reader) throws UsageException {
        try {
            return reader.read();
        } catch (IllegalArgumentException e) {
            throw new UsageException(flag + ": " + e.getMessage());
        }
    }
}
