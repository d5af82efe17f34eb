package dev.tare.view.cli;

import dev.tare.lab.history.ChangeSearch;
import dev.tare.lab.history.History;
import dev.tare.lab.history.HistoryReader;
import dev.tare.lab.history.Measure;
import dev.tare.lab.history.Query;
import dev.tare.lab.history.SeriesFinding;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.view.cli.load.OutputFlags;
import dev.tare.view.cli.shell.BuildInfo;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.Terminal;
import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.history.FigureNames;
import dev.tare.view.history.HistoryFormat;
import dev.tare.view.history.HistoryReport;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tare history}: many bundles over time. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Many bundles over time: every figure as a series, and where it changed.",
        footer = {
            "",
            "  ./tare history tare-results",
            "  ./tare history tare-results --figure all --format html --out history.html",
            "  ./tare history nightly --specimen mine --fail-on-regression",
            "",
            "Exit codes: 0 done; 1 no bundles, or unreadable; 2 usage; 99 something got worse",
            "(only with --fail-on-regression). docs/history.md says how it decides."
        })
final class HistoryCommand implements Callable<Integer> {
    /** With so many points since, a change point is news no more. */
    private static final String LATELY = "10";

    @Parameters(
            paramLabel = "DIR",
            description = "The folder that holds the bundles, however deep.")
    private Path folder = Path.of("");

    @Option(
            names = "--figure",
            paramLabel = "NAME",
            description = {
                "Such as cpu_per_request, goodput, p99, peak_memory, or all; may be repeated",
                "(default: goodput, p50, p99 and cpu_per_request)."
            })
    private List<String> figures = new ArrayList<>();

    @Option(
            names = "--costs",
            description = "Follow the tare costs (specimen minus bare) instead of the figures.")
    private boolean costs;

    @Option(names = "--specimen", paramLabel = "NAME", description = "Only this specimen.")
    private @Nullable String specimen;

    @Option(names = "--workload", paramLabel = "NAME", description = "Only this workload.")
    private @Nullable String workload;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, html, json or csv (default: ${DEFAULT-VALUE}).")
    private String format = "text";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write to this file (default: standard output).")
    private @Nullable Path out;

    @Option(
            names = "--fail-on-regression",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = LATELY,
            description = {
                "Exit code 99 if a series drifts to the worse, or its newest change point lies",
                "within its last N bundles and is for the worse (N: ${FALLBACK-VALUE})."
            })
    private @Nullable Integer lately;

    private HistoryCommand() {}

    @Override
    public Integer call() throws UsageException, FailureException, IOException {
        HistoryFormat wanted =
                HistoryFormat.of(format)
                        .orElseThrow(() ->
                                new UsageException(
                                        "--format: \"%s\" is not known; known are %s"
                                                .formatted(format, HistoryFormat.keys())));
        if (lately != null && lately < 1) {
            throw new UsageException("--fail-on-regression: " + lately + " must be 1 or more");
        }
        if (out != null) {
            OutputFlags.requireWritable("--out", out);
        }
        Query query = query();
        Terminal terminal = Terminal.detect();
        History history = HistoryReader.read(folder, query, progress(terminal));
        if (terminal.live()) {
            System.err.print("\r\u001b[K");
        }
        requireSeries(history);
        List<SeriesFinding> findings = ChangeSearch.look(history.series());
        HistoryReport report =
                new HistoryReport(history, findings, BuildInfo.version(), BuildInfo.commit());
        TextStyle style = out == null ? terminal.style() : TextStyle.plain(TextStyle.DEFAULT_WIDTH);
        write(wanted.render(report, style));
        return lately == null ? ExitCode.DONE : gate(findings, lately);
    }

    private Query query() throws UsageException {
        Set<FigureKind> kinds = EnumSet.noneOf(FigureKind.class);
        for (String name : figures) {
            kinds.addAll(
                    FigureNames.of(name)
                            .orElseThrow(() ->
                                    new UsageException(
                                            "--figure: \"%s\" is not known; known are %s"
                                                    .formatted(name, FigureNames.known()))));
        }
        return new Query(
                costs ? Measure.TARE_COST : Measure.FIGURE,
                kinds.isEmpty() ? Query.HEADLINES : kinds,
                Optional.ofNullable(specimen),
                Optional.ofNullable(workload));
    }

    private static History.Progress progress(Terminal terminal) {
        if (!terminal.live()) {
            return History.Progress.NONE;
        }
        return (done, all) ->
                System.err.print(
                        "\r\u001b[Ktare: reading bundle %d of %d".formatted(done + 1, all));
    }

    private void requireSeries(History history) throws FailureException {
        if (history.series().isEmpty() && !history.bundles().isEmpty()) {
            throw new FailureException(
                    "%d bundles below %s have no such figure; leave out --figure, --specimen or"
                                    .formatted(history.bundles().size(), folder)
                            + " --workload to see which there are");
        }
        if (history.bundles().isEmpty()) {
            history.passedOver()
                    .forEach(line -> System.err.println("tare: " + DisplayText.clean(line)));
            throw new FailureException(
                    "no bundle below %s can be used; the lines above say why".formatted(folder));
        }
    }

    private void write(String text) throws FailureException {
        if (out == null) {
            PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            utf8.print(text);
            utf8.flush();
            return;
        }
        try {
            Files.writeString(out, text);
        } catch (IOException e) {
            throw new FailureException(
                    "%s cannot be written (%s); name another file with --out"
                            .formatted(out, e.getClass().getSimpleName()));
        }
    }

    private static int gate(List<SeriesFinding> findings, int bundles) {
        long worse = findings.stream().filter(finding -> finding.worseLately(bundles)).count();
        if (worse == 0) {
            return ExitCode.DONE;
        }
        System.err.printf(
                "tare: %d of %d series got worse within the last %d bundles%n",
                worse, findings.size(), bundles);
        return ExitCode.THRESHOLD_FAILED;
    }
}
