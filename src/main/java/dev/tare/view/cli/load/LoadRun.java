package dev.tare.view.cli.load;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.bundle.DurableFiles;
import dev.tare.lab.foreign.RateSamples;
import dev.tare.lab.objective.LoadFigures;
import dev.tare.lab.objective.ThresholdResult;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.StopOnInterrupt;
import dev.tare.view.cli.shell.Terminal;
import dev.tare.view.load.LiveLine;
import dev.tare.view.load.LoadFormat;
import dev.tare.view.load.LoadReport;
import dev.tare.view.load.LoadScreen;
import dev.tare.view.load.LoadScreen.Live;
import dev.tare.view.load.ThresholdText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One load from its flags to its outputs and its exit code. */
final class LoadRun {
    private final String title;
    private final LoadSpec spec;
    private final OutputFlags.Wanted wanted;
    private final boolean detailed;
    private final WrkScriptRun script;
    private final Terminal terminal = Terminal.detect();

    /**
     * A load that is still to be run.
     *
     * @param title what is loaded, in words
     * @param detailed more percentiles on the screen
     * @param script that takes part; the caller's to close
     */
    LoadRun(
            String title,
            LoadSpec spec,
            OutputFlags.Wanted wanted,
            boolean detailed,
            WrkScriptRun script) {
        this.title = title;
        this.spec = spec;
        this.wanted = wanted;
        this.detailed = detailed;
        this.script = script;
    }

    /**
     * Runs it and gives all that was asked for.
     *
     * @return the exit code
     * @throws IOException when it cannot be run
     * @throws FailureException when the script fails
     */
    int run() throws IOException, FailureException {
        LoadEngine engine = LoadEngine.watched(NanoClock.system());
        StopOnInterrupt interrupt = StopOnInterrupt.install(engine::stop);
        LoadReport report = measure(engine);
        if (wanted.format() != LoadFormat.TEXT) {
            PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            utf8.print(wanted.format().render(report, terminal.style()));
            utf8.flush();
            System.err.print(ThresholdText.lines(report.thresholds(), terminal.style()));
        }
        boolean written = write(report);
        wanted.push()
                .flatMap(push -> push.push(report))
                .ifPresent(failure -> System.err.println("tare: " + failure));
        int exitCode = exitCode(report, written);
        interrupt.finished(exitCode);
        return exitCode;
    }

    private LoadReport measure(LoadEngine engine) throws IOException, FailureException {
        boolean text = wanted.format() == LoadFormat.TEXT;
        LoadScreen screen = new LoadScreen(System.out, System.err, live(), terminal.style());
        if (text) {
            screen.begin(title, spec);
        }
        LiveLine line = new LiveLine(spec, terminal.style());
        LoadWatch watch = new LoadWatch();
        RateSamples rates = new RateSamples(spec.threads());
        LoadResult result =
                script.run(
                        engine,
                        spec,
                        interval -> {
                            watch.interval(interval);
                            rates.accept(interval);
                            screen.interval(line, interval);
                        });
        screen.ended();
        JudgedLoad judged = watch.judge(title, spec, result, wanted.commandLine());
        List<ThresholdResult> thresholds = wanted.thresholds().check(new LoadFigures(judged));
        LoadReport report = new LoadReport(judged, thresholds, wanted.secretFields());
        if (text) {
            screen.end(report, detailed);
        }
        script.done(result, rates);
        return report;
    }

    private Live live() {
        if (wanted.live()) {
            return Live.LINES;
        }
        return terminal.live() ? Live.REDRAWN : Live.NONE;
    }

    /** Writes all files; those that cannot be are named, and do not keep the others. */
    private boolean write(LoadReport report) {
        boolean all = true;
        TextStyle plain = TextStyle.plain(TextStyle.DEFAULT_WIDTH);
        for (Map.Entry<Path, LoadFormat> file : wanted.files().entrySet()) {
            try {
                byte[] bytes =
                        file.getValue().render(report, plain).getBytes(StandardCharsets.UTF_8);
                write(file.getKey(), bytes);
            } catch (IOException e) {
                all = false;
                System.err.println(
                        "tare: %s cannot be written (%s); name another file with --output"
                                .formatted(file.getKey(), e));
            }
        }
        return all;
    }

    /** Writes a file whole. */
    static void write(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or a device, such as /dev/stderr, must not be replaced by a file.
            Files.write(file, bytes);
        } else {
            // Through a link, not in its place.
            DurableFiles.writeFile(Files.exists(file) ? file.toRealPath() : file, bytes);
        }
    }

    private static int exitCode(LoadReport report, boolean written) {
        LoadResult result = report.judged().load().result();
        if (result.stopped()) {
            return ExitCode.STOPPED;
        }
        Tally tally = result.measured().tally();
        if (tally.count(Outcome.CORRECT) == 0) {
            System.err.printf(
                    "tare: of %s planned requests none had a correct answer%n",
                    Quantity.count(tally.planned()));
            return ExitCode.COULD_NOT_RUN;
        }
        if (!written) {
            return ExitCode.COULD_NOT_RUN;
        }
        return report.thresholds().stream().allMatch(ThresholdResult::met)
                ? ExitCode.DONE
                : ExitCode.THRESHOLD_FAILED;
    }
}
