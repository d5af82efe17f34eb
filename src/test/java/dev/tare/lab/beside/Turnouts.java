package dev.tare.lab.beside;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Scenarios whose every figure is known: one slice each, all requests alike but for those said. */
final class Turnouts {
    static final int BYTES = 16_384;
    private static final long MS = 1_000_000;

    private Turnouts() {}

    /**
     * A scenario in which all is well.
     *
     * @param calls requests, half of which take 1 ms less and half 1 ms more than {@code medianMs}
     */
    static Turnout healthy(String specimen, int connections, long calls, long medianMs) {
        Histogram times = HistogramLayout.newHistogram();
        times.recordValueWithCount((medianMs - 1) * MS, calls / 2);
        times.recordValueWithCount((medianMs + 1) * MS, calls - calls / 2);
        return of(specimen, connections, tally(calls, calls, 0), times);
    }

    static Turnout of(String specimen, int connections, Tally measured, Histogram times) {
        WorkloadRecord workload =
                new WorkloadRecord(
                        "16k-" + connections,
                        RequestSpec.get("/byte/" + BYTES),
                        AnswerCheck.okWithLength(BYTES),
                        connections,
                        1,
                        10_000 * MS,
                        "closed",
                        "",
                        0,
                        0);
        SliceRecord slice =
                new SliceRecord(
                        0,
                        specimen,
                        workload.name(),
                        0,
                        1,
                        1_000 * MS,
                        1_001 * MS,
                        0,
                        new Tally(0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, connections, 0),
                        measured,
                        new Usage(true, 700 * MS, 1_000 * MS, 0, 1, 0),
                        Usage.NOT_VISIBLE,
                        Usage.NOT_VISIBLE,
                        "nio");
        return new Turnout(specimen, workload, List.of(slice), Tally.EMPTY, measured, times);
    }

    static Tally tally(long sent, long correct, long opened) {
        return new Tally(
                sent,
                sent,
                Map.of(),
                Map.of(Outcome.CORRECT, correct, Outcome.TIMED_OUT, sent - correct),
                0,
                sent,
                correct,
                sent * BYTES,
                correct * BYTES,
                opened,
                0);
    }
}
