package dev.tare.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.BundleWriter;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.experiment.BundleStart;
import dev.tare.lab.experiment.Experiment;
import dev.tare.lab.experiment.ExperimentListener;
import dev.tare.lab.plan.BuiltInPlan;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.PlanReader;
import dev.tare.lab.verdict.estimate.ScenarioPair;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.Minivoy;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Costs that are known beforehand must come out of a whole run: 5 ms, and nothing. */
@SocketTest
final class KnownCostTest {
    @TempDir private Path folder = Path.of("");

    private BundleContent run(String yaml) throws Exception {
        Plan plan = PlanReader.read(yaml, "plan.yaml", BuiltInPlan.of(List.of(), true));
        Path bundle = folder.resolve("bundle");
        try (BundleWriter writer =
                BundleStart.create(
                        Optional.of(bundle), plan, List.of("test"), "test", "unknown", List.of())) {
            EndRecord end = new Experiment(plan, writer, new Quiet()).run();
            assertThat(end.state()).as(end.reason()).isEqualTo(EndRecord.State.COMPLETE);
        }
        return BundleReader.read(bundle);
    }

    /**
     * The delay lies behind minivoy, whose own cost is known from the same run.
     *
     * <p>False alarms: medians of some hundred requests each are compared, at an allowance of the
     * larger of 2 % and twice the floor that the run itself shows between two bare specimens. On an
     * idle machine medians repeat within 30 µs, so that an alarm is rarer than one in ten thousand.
     * Nothing is retried.
     */
    @Test
    @Timeout(90)
    void aDelayOfFiveMillisecondsBehindASpecimenIsATareCostOfFiveMilliseconds() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard());
                Minivoy minivoy = Minivoy.start(ProxyOptions.to(origin.address()))) {
            BundleContent content =
                    run(
                            """
                            duration: 8s
                            blocks: 6
                            specimens:
                              - {name: bare, url: "http://127.0.0.1:%1$d/byte/100"}
                              - {name: again, url: "http://127.0.0.1:%1$d/byte/100"}
                              - {name: prompt, url: "http://127.0.0.1:%2$d/byte/100"}
                              - {name: delayed, url: "http://127.0.0.1:%2$d/byte/100?delay=5ms"}
                            workloads:
                              - name: open
                                path: /byte/100
                                rate: 200/s
                                connections: 8
                                check: {status: 200, length: 100}
                            """
                                    .formatted(
                                            origin.address().getPort(),
                                            minivoy.address().getPort()));

            double bareMs = medianMs(content, "bare");
            double floorMs = Math.abs(medianMs(content, "again") - bareMs);
            double proxyMs = medianMs(content, "prompt") - bareMs;
            double costMs = medianMs(content, "delayed") - bareMs - proxyMs;
            double allowanceMs = Math.max(0.02 * 5, 2 * floorMs);
            assertThat(costMs).isBetween(5 - allowanceMs, 5 + allowanceMs);
        }
    }

    private static double medianMs(BundleContent content, String specimen) {
        Histogram pooled = HistogramLayout.newHistogram();
        for (BundleContent.Block block : content.blocks()) {
            for (int i = 0; i < block.sliceHistograms().size(); i++) {
                if (block.blockRecord().slices().get(i).specimen().equals(specimen)) {
                    block.sliceHistograms().get(i).responseTime().addTo(pooled);
                }
            }
        }
        return pooled.getValueAtPercentile(50) / 1e6;
    }

    /** False alarms: one in a thousand, by the level of the interval. Nothing is retried. */
    @Test
    @Timeout(90)
    void bareAgainstBareCostsNoCpu() throws Exception {
        BundleContent content =
                run(
                        """
                        duration: 12s
                        blocks: 8
                        specimens:
                          - bare
                          - {name: again, kind: bare}
                        workloads:
                          - {name: closed, path: /byte/100, connections: 16}
                        """);

        ScenarioPair.Difference difference =
                Judge.originCpuDifference(content, "again", "bare", "closed", 0.999).orElseThrow();
        assertThat(difference.interval().contains(0)).as(difference.toString()).isTrue();
    }

    /** Prints nothing. */
    private static final class Quiet implements ExperimentListener {
        @Override
        public void note(String sentence) {}

        @Override
        public void stage(String what) {}

        @Override
        public void live(Live live) {}

        @Override
        public void warmedUp(List<WarmUpRow> rows) {}

        @Override
        public void blockDone(BundleContent soFar) {}
    }
}
