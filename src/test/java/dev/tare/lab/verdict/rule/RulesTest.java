package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static dev.tare.lab.bundle.SyntheticBundle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.SparseHistogram;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Planted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Every rule is set off by its planted fault, and no other rule is. */
final class RulesTest {
    private final BundleContent healthy = Planted.healthy();

    @Test
    void aHealthyOpenLoopSaysHowItsTimeIsMeasured() {
        ScenarioResult result = Planted.result(healthy, "envoy", OPEN);
        assertThat(Planted.sentences(Planted.figure(result, FigureKind.RESPONSE_TIME_P50)))
                .contains("response time runs from the intended start")
                .contains("service time alone");
    }

    @Test
    void aClosedLoopSaysThatItsTimesAreNoUsers() {
        ScenarioResult result = Planted.result(healthy, "envoy", CLOSED);
        assertThat(Planted.sentences(Planted.figure(result, FigureKind.RESPONSE_TIME_P99)))
                .contains("closed loop: response time under saturation, not a user's");
    }

    @Test
    void aLostRequestMakesEverythingOfItsScenarioInvalid() {
        BundleContent planted =
                Planted.tallies(
                        healthy,
                        slice -> Planted.of("envoy", OPEN).test(slice) && slice.index() == 5,
                        tally ->
                                new Tally(
                                        tally.planned(),
                                        tally.sent() - 1,
                                        tally.unsent(),
                                        tally.outcomes(),
                                        0,
                                        tally.doneInside(),
                                        tally.correctInside(),
                                        tally.bytesInside(),
                                        tally.bodyBytes(),
                                        0,
                                        0));
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).containsExactly(2);
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        assertThat(result.figures().values())
                .allMatch(figure -> figure.verdict() == Verdict.INVALID);
        assertThat(Planted.sentences(Planted.figure(result, FigureKind.ERRORS)))
                .contains("requests are lost");
        assertThat(Planted.newAlarms(planted, "envoy", CLOSED)).isEmpty();
    }

    @Test
    void aResponseTimeThatWasNotRecordedIsALostRequest() {
        BundleContent planted =
                Planted.histograms(
                        healthy,
                        Planted.of("envoy", OPEN),
                        h -> {
                            Histogram more = h.responseTime().toHistogram();
                            more.recordValue(100_000);
                            return new SliceHistograms(
                                    SparseHistogram.of(more),
                                    h.serviceTime(),
                                    h.sendLag(),
                                    h.connectTime());
                        });
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).containsExactly(2);
    }

    @Test
    void aFaultOfBareSpoilsTheDifferencesButNotTheSpecimensOwnCpu() {
        BundleContent planted =
                Planted.tallies(
                        healthy,
                        Planted.of("bare", OPEN),
                        tally ->
                                new Tally(
                                        tally.planned() + 1,
                                        tally.sent(),
                                        Map.of(),
                                        tally.outcomes(),
                                        0,
                                        tally.doneInside(),
                                        tally.correctInside(),
                                        tally.bytesInside(),
                                        tally.bodyBytes(),
                                        0,
                                        0));
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        Figure median = Planted.cost(result, FigureKind.RESPONSE_TIME_P50);
        assertThat(median.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(Planted.sentences(median)).contains("bare: block 0");
        assertThat(Planted.cost(result, FigureKind.CPU_PER_REQUEST).verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void whatWasNeverSentIsShown() {
        BundleContent planted =
                Planted.tallies(
                        healthy,
                        Planted.of("envoy", OPEN),
                        tally -> Planted.withUnsent(tally, 2, Unsent.ALL_BUSY));
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        assertThat(Planted.remarks(result))
                .contains("48 were never sent: every connection was busy until their timeout");
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).isEmpty();
    }

    @Test
    void aSpecimenThatCannotKeepUpIsAResultWithoutTareCostOfTimes() {
        BundleContent planted =
                Planted.tallies(
                        healthy,
                        Planted.of("envoy", OPEN),
                        tally -> Planted.withUnsent(tally, tally.sent() / 4, Unsent.ALL_BUSY));
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).containsExactly(3);
        assertThat(result.saturated()).isTrue();
        assertThat(Planted.figure(result, FigureKind.GOODPUT).verdict()).isEqualTo(Verdict.VALID);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P99).verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(Planted.cost(result, FigureKind.RESPONSE_TIME_P99).verdict())
                .isEqualTo(Verdict.INVALID);
        assertThat(Planted.cost(result, FigureKind.CPU_PER_REQUEST).verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(Planted.remarks(result)).contains("saturated: of 120,000 planned requests");
    }

    @Test
    void sendLagBeyondHalfOfTheIntervalTaints() {
        BundleContent planted = withLag("envoy", 60_000);
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).containsExactly(3);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.TAINTED);
        assertThat(Planted.cost(result, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.TAINTED);
    }

    @Test
    void sendLagBeyondTheCostItselfMakesThatCostInvalid() {
        ScenarioResult result = Planted.result(withLag("envoy", 400_000), "envoy", OPEN);
        Figure median = Planted.cost(result, FigureKind.RESPONSE_TIME_P50);
        assertThat(median.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(Planted.sentences(median)).contains("is larger than the tare cost of");
    }

    @Test
    void sendLagOfBareCountsAgainstTheCostToo() {
        ScenarioResult result = Planted.result(withLag("bare", 400_000), "envoy", OPEN);
        assertThat(Planted.cost(result, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.INVALID);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P50).verdict())
                .isEqualTo(Verdict.VALID);
    }

    private BundleContent withLag(String specimen, long lagNs) {
        return Planted.histograms(
                healthy,
                Planted.of(specimen, OPEN),
                h -> {
                    Histogram lag = SyntheticBundle.histogram();
                    lag.recordValueWithCount(lagNs, h.responseTime().totalCount());
                    return new SliceHistograms(
                            h.responseTime(),
                            h.serviceTime(),
                            SparseHistogram.of(lag),
                            h.connectTime());
                });
    }

    @Test
    void aCostThatMayBeZeroIsNotResolvableAndItsBoundIsStated() {
        BundleContent content = new SyntheticBundle(5).specimen("envoy", 31_000, 0).content();
        Figure median =
                Planted.cost(Planted.result(content, "envoy", OPEN), FigureKind.RESPONSE_TIME_P50);
        assertThat(median.verdict()).isEqualTo(Verdict.NOT_RESOLVABLE);
        assertThat(Planted.sentences(median)).contains("no difference larger than");
    }

    @Test
    void aPercentileOfTooFewRequestsIsNotPrinted() {
        BundleContent few =
                Planted.tallies(
                        Planted.histograms(
                                healthy, Planted.of("envoy", OPEN), h -> firstOf(h, 100)),
                        Planted.of("envoy", OPEN),
                        tally -> SyntheticBundle.tally(100, 25_000, 10_000));
        ScenarioResult result = Planted.result(few, "envoy", OPEN);
        Figure p999 = Planted.figure(result, FigureKind.RESPONSE_TIME_P999);
        assertThat(p999.value()).isNaN();
        assertThat(p999.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(Planted.sentences(p999))
                .contains("2,400 requests cannot bound the p99.9: it needs 1,288 more");
        assertThat(Planted.cost(result, FigureKind.RESPONSE_TIME_P999).verdict())
                .isEqualTo(Verdict.INVALID);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P99).verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(Planted.newAlarms(few, "envoy", OPEN)).containsExactly(6);
    }

    private static SliceHistograms firstOf(SliceHistograms all, int count) {
        return new SliceHistograms(
                firstOf(all.responseTime(), count),
                firstOf(all.serviceTime(), count),
                firstOf(all.sendLag(), count),
                all.connectTime());
    }

    private static SparseHistogram firstOf(SparseHistogram histogram, int count) {
        Histogram few = SyntheticBundle.histogram();
        for (int i = 1; i <= count; i++) {
            few.recordValue(histogram.percentileNs(100.0 * i / count));
        }
        return SparseHistogram.of(few);
    }

    @Test
    void aTrendBeyondTheIntervalTaintsTheFigureThatHasIt() {
        BundleContent quiet =
                new SyntheticBundle(5)
                        .specimen("envoy", 31_000, 120_000)
                        .spread(0.01, 0.01)
                        .content();
        BundleContent planted =
                SyntheticBundle.mapBlocks(
                        quiet,
                        block ->
                                new BundleContent.Block(
                                        SyntheticBundle.withSlices(
                                                block.blockRecord(),
                                                block.blockRecord().slices().stream()
                                                        .map(slice ->
                                                                rising(
                                                                        slice,
                                                                        block.blockRecord()
                                                                                .index()))
                                                        .toList()),
                                        block.sliceHistograms()));
        ScenarioResult result = Planted.result(planted, "envoy", OPEN);
        Figure cpu = Planted.figure(result, FigureKind.CPU_PER_REQUEST);
        assertThat(cpu.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(Planted.sentences(cpu)).contains("it rose by").contains("over the run");
        assertThat(Planted.alarms(result)).isSubsetOf(4, 7);
        assertThat(Planted.alarms(Planted.result(quiet, "envoy", OPEN))).isSubsetOf(4);
    }

    private static dev.tare.lab.bundle.SliceRecord rising(
            dev.tare.lab.bundle.SliceRecord slice, int block) {
        Usage usage = slice.specimenUsage();
        return usage.visible()
                ? SyntheticBundle.withSpecimenUsage(
                        slice,
                        new Usage(
                                true,
                                usage.cpuNs() + usage.cpuNs() * block / 50,
                                usage.windowNs(),
                                usage.peakResidentBytes(),
                                1,
                                0))
                : slice;
    }

    /** As wrk in the first of the seed documents: what took longer than its timeout was dropped. */
    @Test
    void timesThatLittlesLawForbidsAreInvalid() {
        BundleContent planted =
                Planted.histograms(
                        healthy,
                        Planted.of("envoy", CLOSED),
                        h ->
                                new SliceHistograms(
                                        Planted.scaled(h.responseTime(), 0.16),
                                        Planted.scaled(h.serviceTime(), 0.16),
                                        h.sendLag(),
                                        h.connectTime()));
        ScenarioResult result = Planted.result(planted, "envoy", CLOSED);
        assertThat(Planted.newAlarms(planted, "envoy", CLOSED)).contains(10).isSubsetOf(4, 10);
        assertThat(Planted.sentences(Planted.figure(result, FigureKind.RESPONSE_TIME_MEAN)))
                .contains("Little's law is broken in 24 of 24 slices")
                .contains("10.2 in flight, with 64 connections");
    }

    @Test
    void anOpenLoopCannotHaveMoreInFlightThanConnections() {
        BundleContent planted =
                Planted.histograms(
                        healthy,
                        Planted.of("envoy", OPEN),
                        h ->
                                new SliceHistograms(
                                        h.responseTime(),
                                        Planted.scaled(h.serviceTime(), 1_000),
                                        h.sendLag(),
                                        h.connectTime()));
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).containsExactly(10);
    }

    @Test
    void aClusterAtFortyMillisecondsIsRemarkedUponUnlessBareHasItToo() {
        BundleContent planted = withDelayedAcks(healthy, "envoy");
        assertThat(Planted.remarks(Planted.result(planted, "envoy", OPEN)))
                .contains("5 % of the response times cluster near 40 ms");
        BundleContent both = withDelayedAcks(planted, "bare");
        assertThat(Planted.remarks(Planted.result(both, "envoy", OPEN)))
                .doesNotContain("cluster near");
    }

    private static BundleContent withDelayedAcks(BundleContent content, String specimen) {
        return Planted.histograms(
                content,
                Planted.of(specimen, OPEN),
                h -> {
                    Histogram late = firstOf(h.responseTime(), 3_800).toHistogram();
                    late.recordValueWithCount(41_000_000, 200);
                    return new SliceHistograms(
                            SparseHistogram.of(late),
                            h.serviceTime(),
                            h.sendLag(),
                            h.connectTime());
                });
    }

    @Test
    void severalVersionsUnderOneNameTaint() {
        List<RoundRecord> rounds = new ArrayList<>(healthy.rounds());
        RoundRecord first = rounds.getFirst();
        RoundRecord.SpecimenRecord envoy = first.specimens().get(1);
        rounds.add(
                new RoundRecord(
                        1,
                        0,
                        List.of(
                                new RoundRecord.SpecimenRecord(
                                        envoy.name(),
                                        envoy.kind(),
                                        "2.0",
                                        envoy.command(),
                                        "",
                                        "",
                                        "",
                                        List.of(),
                                        "")),
                        List.of(),
                        Map.of()));
        BundleContent planted =
                new BundleContent(healthy.manifest(), rounds, healthy.blocks(), healthy.end());
        assertThat(Planted.newAlarms(planted, "envoy", OPEN)).containsExactly(11);
    }
}
