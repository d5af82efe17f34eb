package dev.tare.view.cli.load;

import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.find.Answer;
import dev.tare.lab.find.FindListener;
import dev.tare.lab.find.FindPlan;
import dev.tare.lab.find.PointResult;
import dev.tare.lab.find.PointVerdict;
import dev.tare.lab.find.RateCurve;
import dev.tare.lab.find.RateRunner;
import dev.tare.view.cli.shell.BuildInfo;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.StopOnInterrupt;
import dev.tare.view.cli.shell.Terminal;
import dev.tare.view.find.FindReport;
import dev.tare.view.find.FindText;
import dev.tare.view.find.FindWords;
import dev.tare.view.text.DisplayText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** One search from its plan to its outputs and its exit code. */
final class FindRun {
    private final String url;
    private final FindPlan plan;
    private final Map<Path, Function<FindReport, String>> files;
    private final Terminal terminal = Terminal.detect();

    FindRun(String url, FindPlan plan, Map<Path, Function<FindReport, String>> files) {
        this.url = url;
        this.plan = plan;
        this.files = files;
    }

    /**
     * Searches, and gives all that was asked for.
     *
     * @return the exit code
     * @throws IOException when it cannot be run, or nothing could be measured
     */
    int run() throws IOException, InterruptedException {
        RateRunner runner = new RateRunner(plan, new Progress(), NanoClock.system());
        StopOnInterrupt interrupt = StopOnInterrupt.install(runner::stop);
        System.out.printf(
                "Searching the highest rate at which %s meets %s%n",
                DisplayText.clean(url), plan.objective().text());
        System.out.printf(
                "  from %s to at most %s, %d connections, %d threads, %s arrivals%n",
                FindWords.rate(plan.range().fromPerSec()),
                FindWords.rate(plan.range().maxPerSec()),
                plan.base().connections(),
                plan.base().threads(),
                plan.law().name().toLowerCase(Locale.ROOT));
        long startedEpochNs = EpochClock.system().epochNs();
        try {
            RateCurve curve = runner.run();
            FindReport report =
                    new FindReport(
                            url, curve, BuildInfo.version(), BuildInfo.commit(), startedEpochNs);
            System.out.println();
            System.out.print(new FindText(terminal.style()).render(report));
            boolean written = write(report);
            int exitCode = exitCode(curve, written);
            interrupt.finished(exitCode);
            return exitCode;
        } catch (IOException e) {
            interrupt.finished(ExitCode.COULD_NOT_RUN);
            throw e;
        }
    }

    private boolean write(FindReport report) {
        boolean all = true;
        for (Map.Entry<Path, Function<FindReport, String>> file : files.entrySet()) {
            try {
                String text = file.getValue().apply(report);
                LoadRun.write(file.getKey(), text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                all = false;
                System.err.println(
                        "tare: %s cannot be written (%s); name another file"
                                .formatted(file.getKey(), e));
            }
        }
        return all;
    }

    private static int exitCode(RateCurve curve, boolean written) {
        if (curve.stopped()) {
            return ExitCode.STOPPED;
        }
        if (!written) {
            return ExitCode.COULD_NOT_RUN;
        }
        return switch (curve.answer()) {
            case Answer.Found _, Answer.GeneratorLimit _, Answer.NeverBroke _ -> ExitCode.DONE;
            case Answer.NotMet notMet ->
                    notMet.low().mostly() == PointVerdict.GENERATOR_LIMITED
                            ? ExitCode.COULD_NOT_RUN
                            : ExitCode.THRESHOLD_FAILED;
            case Answer.Nothing _ -> ExitCode.COULD_NOT_RUN;
        };
    }

    /** A line a point on standard error: a search takes minutes. */
    private final class Progress implements FindListener {
        @Override
        public void begins(int number, double ratePerSec, boolean repeat) {
            if (terminal.live()) {
                System.err.printf("\r  %3d  %s …\u001b[K", number, FindWords.rate(ratePerSec));
                System.err.flush();
            }
        }

        @Override
        public void ended(PointResult point) {
            System.err.println(
                    (terminal.live() ? "\r\u001b[K" : "")
                            + terminal.style().show(FindWords.progress(point)));
        }
    }
}
