package dev.tare.view.report;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.Block;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.ScenarioResult.Bottleneck;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import dev.tare.view.report.content.ReportInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** A partial, nearly empty result in which every text tries to be something else than text. */
public final class HostileReport {
    /** Markup, both quotes, CDATA's end, an escape sequence, direction marks, Markdown, a CSV. */
    public static final String TEXT =
            "<script>alert(\"1\")</script>'&]]>\u001b[31m\u202eevil\u2066 `a`|b,\"c\"\n<img src=x"
                    + " onerror=alert(2)>\u0000שלום\ud800";

    private HostileReport() {}

    public static ReportInput input() {
        Histogram durations = HistogramLayout.newHistogram();
        durations.recordValueWithCount(1_000_000, 100);
        durations.recordValue(4_000_000);
        SliceHistograms histograms =
                new SliceHistograms(durations, durations, durations, durations);
        Usage usage = new Usage(true, 5_000_000, 1_000_000_000, 1_000_000, 1, -1);
        SliceRecord slice =
                new SliceRecord(
                        0,
                        TEXT,
                        TEXT,
                        0,
                        1,
                        1_000_000_001,
                        1_000_000_002,
                        100,
                        Tally.EMPTY,
                        new Tally(101, 101, Map.of(), Map.of(), 0, 101, 101, 1, 1, 1, 0),
                        usage,
                        usage,
                        usage,
                        TEXT);
        BlockRecord counts =
                new BlockRecord(0, 0, 0, List.of(slice), Map.of(), Map.of(), List.of(TEXT));
        SpecimenRecord specimen =
                new SpecimenRecord(
                        TEXT,
                        TEXT,
                        TEXT,
                        List.of(TEXT, TEXT),
                        TEXT,
                        TEXT,
                        TEXT,
                        List.of(),
                        TEXT,
                        List.of(),
                        List.of(TEXT),
                        List.of(TEXT));
        BundleContent bundle =
                new BundleContent(
                        manifest(),
                        List.of(new RoundRecord(0, 0, List.of(specimen), List.of(), Map.of())),
                        List.of(new Block(counts, List.of(histograms))),
                        Optional.of(new EndRecord(EndRecord.State.STOPPED, TEXT, 0)));
        return new ReportInput(bundle, weighing(), "/tmp/" + TEXT);
    }

    private static Manifest manifest() {
        WorkloadRecord workload =
                new WorkloadRecord(
                        TEXT,
                        new RequestSpec("GET", "/<b>\"&'", List.of(), ""),
                        AnswerCheck.success(),
                        1,
                        1,
                        1,
                        "open",
                        TEXT,
                        100,
                        0);
        EnvironmentRecord environment =
                new EnvironmentRecord(
                        TEXT,
                        TEXT,
                        TEXT,
                        TEXT,
                        1,
                        1,
                        TEXT,
                        TEXT,
                        List.of(TEXT),
                        TEXT,
                        Map.of(TEXT, TEXT),
                        Map.of(TEXT, TEXT),
                        List.of(TEXT));
        PlanRecord plan =
                new PlanRecord(TEXT, List.of("bare", TEXT), List.of(workload), 8, 0, 1, 1);
        return new Manifest(1, TEXT, TEXT, 0, List.of(TEXT), 1, TEXT, plan, environment);
    }

    private static Weighing weighing() {
        Reason reason = new Reason(99, Verdict.TAINTED, TEXT, TEXT);
        Figure median =
                new Figure(
                        FigureKind.RESPONSE_TIME_P50,
                        1e6,
                        Optional.empty(),
                        false,
                        List.of(reason));
        Figure none =
                new Figure(
                        FigureKind.CPU_PER_REQUEST,
                        Double.NaN,
                        Optional.empty(),
                        false,
                        List.of(new Reason(9, Verdict.INVALID, TEXT, "")));
        ScenarioResult scenario =
                new ScenarioResult(
                        TEXT,
                        TEXT,
                        true,
                        100,
                        1,
                        Tally.EMPTY,
                        Map.of(median.kind(), median, none.kind(), none),
                        Map.of(),
                        true,
                        Bottleneck.UNKNOWN,
                        TEXT,
                        List.of(reason),
                        List.of());
        return new Weighing(
                TEXT,
                List.of(scenario),
                1,
                true,
                Map.of(TEXT, 0.5),
                new Weighing.NextCommand(TEXT, TEXT),
                false);
    }
}
