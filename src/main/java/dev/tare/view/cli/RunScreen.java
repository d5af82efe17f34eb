package dev.tare.view.cli;

import dev.tare.base.core.QuantityText;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.Block;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.WallTime;
import dev.tare.lab.experiment.ExperimentListener;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.Timetable;
import dev.tare.view.cli.shell.Terminal;
import dev.tare.view.report.LiveRows;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.WallTimeText;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code tare run} shows: on a terminal a few rows that are redrawn and tighten, elsewhere
 * plain lines. Progress goes to standard error, the last screen to standard output.
 */
final class RunScreen implements ExperimentListener {
    private static final String CLEAR_LINE = "\033[2K";

    /** More rows would not fit on a screen, and could not be drawn over. */
    private static final int MAX_LIVE_ROWS = 20;

    private static final long PLAIN_LIVE_EVERY_NS = 10_000_000_000L;

    private final Plan plan;
    private final Terminal terminal;
    private final PrintStream progressOut = System.err;
    private final NanoClock clock = NanoClock.system();
    private long foretoldNs;
    private List<String> rows = List.of();
    private String stage = "starting";
    private int drawnLines;
    private long lastLeftNs = Long.MAX_VALUE;

    private RunScreen(Plan plan, Terminal terminal) {
        this.plan = plan;
        this.terminal = terminal;
    }

    static RunScreen onTerminal(Plan plan) {
        return new RunScreen(plan, Terminal.detect());
    }

    TextStyle style() {
        return terminal.style();
    }

    /** One line before anything starts: what, how long, and what is missing. */
    void foretell(Timetable timetable, List<String> missing) {
        foretoldNs = clock.nowNs();
        String names =
                plan.specimens().stream().map(SpecimenSpec::name).collect(Collectors.joining(", "));
        String absent = missing.stream().map(m -> "; " + m).collect(Collectors.joining());
        progressOut.printf(
                "tare: weighing %s: %d workloads%s, %d blocks of %s slices, about %s%s.%n",
                names,
                plan.workloads().size(),
                scenarios(),
                plan.blocks(),
                QuantityText.ofNs(timetable.measuredNs() / 1_000_000 * 1_000_000),
                seconds(timetable.totalNs()),
                absent);
    }

    /** How many scenarios, where that is not plain from the counts; and the scale. */
    private String scenarios() {
        boolean all = plan.scenarios() == plan.specimens().size() * plan.workloads().size();
        return (all ? "" : ", " + plan.scenarios() + " scenarios")
                + (plan.scale() == 1
                        ? ""
                        : ", times and bodies scaled by " + BigDecimal.valueOf(plan.scale()));
    }

    @Override
    public void note(String sentence) {
        erase();
        progressOut.println("tare: " + sentence);
        draw("");
    }

    @Override
    public void stage(String what) {
        stage = what;
        if (terminal.live()) {
            draw("tare: " + what);
        }
    }

    @Override
    public void live(Live live) {
        String line =
                LiveRows.progress(
                        new LiveRows.Progress(
                                live.leftNs(),
                                stage,
                                live.scenario().substring(0, live.scenario().indexOf(' ')),
                                live.scenario().substring(live.scenario().indexOf(' ') + 1),
                                live.ratePerSec(),
                                live.p99Ns() == 0 ? Double.NaN : live.p99Ns()),
                        terminal.style());
        if (terminal.live()) {
            draw(line);
        } else if (lastLeftNs - live.leftNs() >= PLAIN_LIVE_EVERY_NS) {
            lastLeftNs = live.leftNs();
            progressOut.println(line);
        }
    }

    @Override
    public void warmedUp(List<WarmUpRow> warmUpRows) {
        boolean first = rows.isEmpty();
        rows =
                warmUpRows.stream()
                        .map(row ->
                                LiveRows.provisional(
                                        new LiveRows.Snapshot(
                                                row.specimen(),
                                                row.workload(),
                                                0,
                                                row.ratePerSec(),
                                                row.p50Ns(),
                                                Double.NaN,
                                                row.cpuPerRequestNs()),
                                        terminal.style()))
                        .toList();
        if (terminal.live()) {
            draw("");
        } else if (first) {
            rows.forEach(progressOut::println);
        }
    }

    @Override
    public void blockDone(BundleContent soFar) {
        Manifest manifest = soFar.manifest();
        List<Block> blocks = soFar.blocks();
        List<String> fresh = new ArrayList<>();
        for (var workload : manifest.plan().workloads()) {
            for (String specimen : manifest.plan().specimens()) {
                Optional<LiveRows.Snapshot> snapshot =
                        LiveRows.Snapshot.of(manifest, blocks, specimen, workload.name());
                snapshot.ifPresent(s -> fresh.add(LiveRows.provisional(s, terminal.style())));
            }
        }
        rows = fresh;
        if (terminal.live()) {
            draw("");
        } else if (Integer.bitCount(blocks.size()) == 1) {
            // On paper: after 1, 2, 4, 8 … blocks, so that a long run does not fill the log.
            rows.forEach(progressOut::println);
        }
    }

    /** The run is over: takes the moving rows off the terminal. */
    void ended() {
        erase();
        rows = List.of();
    }

    /** Says how long it took, beside what was foretold, and where the time went. */
    void took(WallTime time, Timetable timetable) {
        long tookNs = clock.nowNs() - foretoldNs;
        progressOut.printf(
                "tare: took %s of about %s: %s, the rest %s.%n",
                seconds(tookNs),
                seconds(timetable.totalNs()),
                WallTimeText.of(time),
                seconds(Math.max(0, tookNs - time.totalNs())));
    }

    private static String seconds(long ns) {
        return QuantityText.ofNs(Math.round(ns / 1e9) * 1_000_000_000L);
    }

    void nothingMeasured(EndRecord end) {
        progressOut.println(
                "tare: "
                        + (end.reason().isEmpty() ? "nothing was measured" : end.reason())
                        + (end.state() == EndRecord.State.STOPPED
                                ? "; no block was whole yet, so there is nothing to show."
                                : ""));
    }

    /** Prints the report and how the run ended. */
    void lastScreen(String report, Path bundle, EndRecord end) {
        System.out.print(report);
        System.out.flush();
        if (end.state() != EndRecord.State.COMPLETE) {
            progressOut.printf(
                    "tare: %s; what was measured is kept and marked partial. Go on with: ./tare run"
                            + " --resume %s%n",
                    end.reason(), bundle);
        }
    }

    /** Prints the comparison with an earlier run, below the report. */
    void comparison(String text) {
        System.out.print("\n" + text);
        System.out.flush();
    }

    private void draw(String line) {
        if (!terminal.live()) {
            return;
        }
        erase();
        StringBuilder screen = new StringBuilder();
        List<String> shown = rows.subList(0, Math.min(MAX_LIVE_ROWS, rows.size()));
        shown.forEach(row -> screen.append(CLEAR_LINE).append(row).append('\n'));
        screen.append(CLEAR_LINE).append(line);
        progressOut.print(screen);
        progressOut.flush();
        drawnLines = shown.size();
    }

    private void erase() {
        if (!terminal.live()) {
            return;
        }
        progressOut.print("\r" + CLEAR_LINE);
        for (int i = 0; i < drawnLines; i++) {
            progressOut.print("\033[1A" + CLEAR_LINE);
        }
        progressOut.flush();
        drawnLines = 0;
    }
}
