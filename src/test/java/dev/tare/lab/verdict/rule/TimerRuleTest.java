package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Tally;
import dev.tare.base.core.TcpSummary;
import dev.tare.base.core.Throttling;
import dev.tare.base.histogram.SparseHistogram;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.SliceHealth;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.ScenarioResult.Bottleneck;
import dev.tare.lab.verdict.judge.Planted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Timers, the network, quotas and backlogs, with what the kernel counts of them. */
final class TimerRuleTest {
    private static final double MS = 1e6;

    @Test
    void whatTheKernelCountedStandsBesideTheTimer() {
        ScenarioResult result =
                Planted.result(idle(41 * MS, Map.of("DelayedACKs", 1_234L)), "envoy", CLOSED);
        assertThat(Planted.remarks(result))
                .contains("cluster near 40 ms, as Nagle's algorithm with delayed ACK")
                .contains("; the kernel counted 29,616 DelayedACKs");
    }

    @Test
    void aTimerThatTookMostOfTheTimeIsTheLimit() {
        ScenarioResult result =
                Planted.result(idle(201 * MS, Map.of("TCPTimeouts", 7L)), "envoy", CLOSED);
        assertThat(result.bottleneck()).isEqualTo(Bottleneck.TIMER);
        assertThat(result.bottleneckSentence())
                .contains("a timer set the limit: 100 % of all response time")
                .contains("near 200 ms, as a TCP retransmission")
                .contains("168 TCPTimeouts");
    }

    @Test
    void withoutATimerItIsStillNotKnown() {
        assertThat(Planted.result(idle(17 * MS, Map.of()), "envoy", CLOSED).bottleneck())
                .isEqualTo(Bottleneck.UNKNOWN);
    }

    @Test
    void aWayThatTakesMostOfTheResponseIsTheLimit() {
        ScenarioResult result =
                Planted.result(
                        connections(new TcpSummary(16, 10_000, 0, 12_000_000, 14_000_000)),
                        "envoy",
                        CLOSED);
        assertThat(result.bottleneck()).isEqualTo(Bottleneck.NETWORK);
        assertThat(result.bottleneckSentence())
                .contains("its round trip of 12.0 ms is 71 % of the median response time");
    }

    @Test
    void segmentsThatWereSentAgainAreTheNetworks() {
        ScenarioResult result =
                Planted.result(
                        connections(new TcpSummary(16, 10_000, 40, 20_000, 30_000)),
                        "envoy",
                        CLOSED);
        assertThat(result.bottleneck()).isEqualTo(Bottleneck.NETWORK);
        assertThat(result.bottleneckSentence())
                .contains("0.40 % of the instrument's TCP segments were sent again");
    }

    @Test
    void aShortWayOrAHandfulOfRepeatsIsNoLimit() {
        assertThat(
                        Planted.result(
                                        connections(new TcpSummary(16, 10_000, 5, 60_000, 90_000)),
                                        "envoy",
                                        CLOSED)
                                .bottleneck())
                .isEqualTo(Bottleneck.UNKNOWN);
    }

    @Test
    void aQuotaIsTheLimitOfWhomItHoldsBack() {
        BundleContent planted =
                Planted.slices(
                        idle(17 * MS, Map.of()),
                        Planted.of("envoy", CLOSED),
                        slice ->
                                slice.with(
                                        new SliceHealth(
                                                true,
                                                GeneratorHealth.UNKNOWN,
                                                Map.of(
                                                        SliceHealth.SPECIMEN,
                                                        new Throttling(
                                                                9, 9, slice.measuredNs() / 2)),
                                                Map.of(),
                                                0,
                                                List.of(),
                                                TcpSummary.NONE)));
        ScenarioResult result = Planted.result(planted, "envoy", CLOSED);
        assertThat(result.bottleneck()).isEqualTo(Bottleneck.SPECIMEN);
        assertThat(result.bottleneckSentence())
                .contains("specimen set the limit: its CPU quota held it back 50 % of the time");
    }

    @Test
    void aBacklogThatOverflowedIsNamed() {
        ScenarioResult result =
                Planted.result(idle(17 * MS, Map.of("ListenOverflows", 2L)), "envoy", CLOSED);
        assertThat(Planted.remarks(result))
                .contains("a listen backlog overflowed 48 times (ListenOverflows)")
                .contains("net.core.somaxconn");
        assertThat(Planted.remarks(Planted.result(idle(17 * MS, Map.of()), "envoy", CLOSED)))
                .doesNotContain("backlog");
    }

    @Test
    void aBacklogThatKeptConnectionsFromOpeningIsTheLimit() {
        BundleContent planted =
                Planted.slices(
                        idle(17 * MS, Map.of("ListenOverflows", 31L)),
                        Planted.of("envoy", CLOSED),
                        slice ->
                                SyntheticBundle.withLead(slice, halfOpened(slice.lead()))
                                        .with(slice.health()));
        ScenarioResult result = Planted.result(planted, "envoy", CLOSED);
        assertThat(result.bottleneck()).isEqualTo(Bottleneck.TIMER);
        assertThat(result.bottleneckSentence())
                .contains("a listen backlog set the limit: it overflowed 744 times")
                .contains("50 % of the connections were not open when measuring began");
    }

    private static Tally halfOpened(Tally lead) {
        return new Tally(
                lead.planned(),
                lead.sent(),
                lead.unsent(),
                lead.outcomes(),
                lead.inFlightAtEnd(),
                lead.doneInside(),
                lead.correctInside(),
                lead.bytesInside(),
                lead.bodyBytes(),
                lead.connectsOpened() / 2,
                lead.connectsFailed());
    }

    @Test
    void aMedianThatDoesNotMoveWithTheConnectionsIsAFixedWait() {
        BundleContent planted = withFewer(idle(41 * MS, Map.of("DelayedACKs", 1L)), "8-closed", 8);
        assertThat(Planted.remarks(Planted.result(planted, "envoy", CLOSED)))
                .contains("the median stays at 41.0 ms from 8 connections to 64")
                .contains("a fixed wait, near 40 ms, as Nagle's algorithm");
        // Said once, of the one with the most connections.
        assertThat(Planted.remarks(Planted.result(planted, "envoy", "8-closed")))
                .doesNotContain("the median stays");
        BundleContent other = withFewer(idle(17 * MS, Map.of()), "8-closed", 8);
        assertThat(Planted.remarks(Planted.result(other, "envoy", CLOSED)))
                .contains("a fixed wait, of a timer or of the service itself");
    }

    @Test
    void aLoadThatIsHardlyAnotherProvesNothing() {
        BundleContent planted = withFewer(idle(41 * MS, Map.of()), "50-closed", 50);
        assertThat(Planted.remarks(Planted.result(planted, "envoy", CLOSED)))
                .doesNotContain("the median stays");
    }

    @Test
    void whoIsBusyOrStandsWhereBareStandsIsNotAccused() {
        BundleContent busy =
                Planted.slices(
                        withFewer(idle(17 * MS, Map.of()), "8-closed", 8),
                        Planted.of("envoy", CLOSED),
                        slice ->
                                SyntheticBundle.withSpecimenUsage(
                                        slice, usage(slice.measuredNs(), 0.8)));
        assertThat(Planted.remarks(Planted.result(busy, "envoy", CLOSED)))
                .doesNotContain("the median stays");
        BundleContent bareToo =
                Planted.histograms(
                        withFewer(idle(17 * MS, Map.of()), "8-closed", 8),
                        Planted.of("bare", CLOSED),
                        h -> at(h, 17 * MS));
        assertThat(Planted.remarks(Planted.result(bareToo, "envoy", CLOSED)))
                .doesNotContain("the median stays");
    }

    /** A closed loop of envoy whose every response takes as long, while nobody is busy. */
    private static BundleContent idle(double responseNs, Map<String, Long> counts) {
        BundleContent slow =
                Planted.histograms(
                        Planted.healthy(), Planted.of("envoy", CLOSED), h -> at(h, responseNs));
        return Planted.slices(
                slow, Planted.of("envoy", CLOSED), slice -> idle(slice, counts, TcpSummary.NONE));
    }

    private static BundleContent connections(TcpSummary summary) {
        return Planted.slices(
                idle(17 * MS, Map.of()),
                Planted.of("envoy", CLOSED),
                slice -> idle(slice, Map.of(), summary));
    }

    private static SliceRecord idle(
            SliceRecord slice, Map<String, Long> counts, TcpSummary connections) {
        long windowNs = slice.measuredNs();
        return new SliceRecord(
                        slice.index(),
                        slice.specimen(),
                        slice.workload(),
                        slice.startNs(),
                        slice.measuredStartNs(),
                        slice.measuredEndNs(),
                        slice.endNs(),
                        0,
                        slice.lead(),
                        slice.measured(),
                        usage(windowNs, 0.1),
                        usage(windowNs, 0.1),
                        usage(windowNs, 0.1),
                        "nio")
                .with(
                        new SliceHealth(
                                true,
                                GeneratorHealth.UNKNOWN,
                                Map.of(),
                                Map.of(),
                                0,
                                List.of(
                                        new SliceHealth.NetworkCounts(
                                                List.of(SliceHealth.SPECIMEN), counts)),
                                connections));
    }

    private static Usage usage(long windowNs, double cores) {
        return new Usage(true, Math.round(cores * windowNs), windowNs, 1, 1, 0);
    }

    private static SliceHistograms at(SliceHistograms old, double ns) {
        Histogram times = SyntheticBundle.histogram();
        times.recordValueWithCount(Math.round(ns), old.responseTime().totalCount());
        SparseHistogram all = SparseHistogram.of(times);
        return new SliceHistograms(all, all, old.sendLag(), old.connectTime());
    }

    /** The same, and the same request once more with fewer connections and the same times. */
    private static BundleContent withFewer(BundleContent content, String name, int connections) {
        PlanRecord plan = content.manifest().plan();
        List<WorkloadRecord> workloads = new ArrayList<>(plan.workloads());
        WorkloadRecord own = workloads.getFirst();
        workloads.add(
                new WorkloadRecord(
                        name,
                        own.request(),
                        own.check(),
                        connections,
                        own.threads(),
                        own.timeoutNs(),
                        own.model(),
                        own.law(),
                        0,
                        0));
        Manifest manifest = content.manifest();
        BundleContent more =
                SyntheticBundle.mapBlocks(
                        content,
                        block -> {
                            List<SliceRecord> slices =
                                    new ArrayList<>(block.blockRecord().slices());
                            List<SliceHistograms> histograms =
                                    new ArrayList<>(block.sliceHistograms());
                            for (SliceRecord slice : block.blockRecord().slices()) {
                                if (slice.workload().equals(CLOSED)) {
                                    slices.add(named(slice, slices.size(), name));
                                    histograms.add(block.sliceHistograms().get(slice.index()));
                                }
                            }
                            return new BundleContent.Block(
                                    SyntheticBundle.withSlices(block.blockRecord(), slices),
                                    histograms);
                        });
        return new BundleContent(
                new Manifest(
                        manifest.formatVersion(),
                        manifest.tareVersion(),
                        manifest.commit(),
                        manifest.createdEpochNs(),
                        manifest.commandLine(),
                        manifest.seed(),
                        manifest.planSha256(),
                        new PlanRecord(
                                plan.name(),
                                plan.specimens(),
                                workloads,
                                plan.blocks(),
                                plan.leadNs(),
                                plan.measuredNs(),
                                plan.warmUpNs()),
                        manifest.environment()),
                more.rounds(),
                more.blocks(),
                more.end());
    }

    private static SliceRecord named(SliceRecord slice, int index, String workload) {
        return new SliceRecord(
                index,
                slice.specimen(),
                workload,
                slice.startNs(),
                slice.measuredStartNs(),
                slice.measuredEndNs(),
                slice.endNs(),
                0,
                slice.lead(),
                slice.measured(),
                slice.specimenUsage(),
                slice.originUsage(),
                slice.instrumentUsage(),
                slice.ioBackEnd());
    }
}
