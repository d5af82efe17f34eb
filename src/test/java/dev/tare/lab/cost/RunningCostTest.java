package dev.tare.lab.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.PartResult;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.judge.Judge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class RunningCostTest {
    private static final BundleContent CONTENT =
            new SyntheticBundle(7).specimen("envoy", 31_000, 120_000).blocks(8).content();
    private static final Weighing WEIGHING = Judge.weigh(CONTENT);

    private static RunningCost cost(CostQuestion question, String specimen, String workload) {
        return cost(CONTENT, WEIGHING, question, specimen, workload);
    }

    private static RunningCost cost(
            BundleContent content,
            Weighing weighing,
            CostQuestion question,
            String specimen,
            String workload) {
        return RunningCost.all(content, weighing, question).stream()
                .filter(cost -> cost.specimen().equals(specimen))
                .filter(cost -> cost.workload().equals(workload))
                .findFirst()
                .orElseThrow();
    }

    private static CostQuestion priced(double vcpuHour, double gbHour, double ratePerSec) {
        return new CostQuestion(
                Optional.of(new Prices(vcpuHour, gbHour)), OptionalDouble.of(ratePerSec), 20);
    }

    private static CostQuestion page(int calls) {
        return new CostQuestion(Optional.empty(), OptionalDouble.empty(), calls);
    }

    private static Figure figure(String specimen, FigureKind kind) {
        return WEIGHING.scenario(specimen, SyntheticBundle.OPEN)
                .flatMap(scenario -> scenario.figure(kind))
                .orElseThrow();
    }

    @Test
    void aMicrosecondARequestIsAThousandthOfACoreForAThousandASecond() {
        ProxyCost whole =
                cost(CostQuestion.DEFAULT, "envoy", SyntheticBundle.OPEN).whole().orElseThrow();
        Figure cpu = figure("envoy", FigureKind.CPU_PER_REQUEST);

        CostFigure vcpu = whole.vcpu().orElseThrow();
        assertThat(vcpu.value()).isCloseTo(cpu.value() / 1e6, within(1e-12));
        assertThat(vcpu.interval().orElseThrow().high())
                .isCloseTo(cpu.interval().orElseThrow().high() / 1e6, within(1e-12));
        assertThat(whole.memoryBytes().orElseThrow().value())
                .isEqualTo(figure("envoy", FigureKind.PEAK_MEMORY).value());
        assertThat(whole.memoryBytesPer1000().orElseThrow().value())
                .isCloseTo(
                        1_000
                                * figure("envoy", FigureKind.PEAK_MEMORY).value()
                                / figure("envoy", FigureKind.GOODPUT).value(),
                        within(1e-6));
    }

    @Test
    void bareHasNoProxies() {
        RunningCost bare = cost(priced(1, 1, 1_000), "bare", SyntheticBundle.OPEN);

        assertThat(bare.whole()).isEmpty();
        assertThat(bare.money()).isEmpty();
        assertThat(bare.pages()).hasSize(2);
        assertThat(bare.pages().getFirst().beyondBareNs()).isEmpty();
    }

    @Test
    void moneyIsCpuTimesRateAndTheMemoryThatIsHeld() {
        double rate = figure("envoy", FigureKind.GOODPUT).value() / 2;

        Money money =
                cost(priced(0.04, 0.005, rate), "envoy", SyntheticBundle.OPEN)
                        .money()
                        .orElseThrow();

        double cores = figure("envoy", FigureKind.CPU_PER_REQUEST).value() * rate / 1e9;
        double gb = figure("envoy", FigureKind.PEAK_MEMORY).value() / 1e9;
        double perHour = cores * 0.04 + gb * 0.005;
        assertThat(money.perMonth().value()).isCloseTo(730 * perHour, within(1e-9));
        assertThat(money.perMillion().value())
                .isCloseTo(perHour * 1e6 / rate / 3_600, within(1e-9));
        assertThat(money.perMonth().interval().orElseThrow().contains(money.perMonth().value()))
                .isTrue();
    }

    @Test
    void beyondTheMeasuredRateMemoryGrowsWithIt() {
        double measured = figure("envoy", FigureKind.GOODPUT).value();

        double once = month(priced(0, 1, measured));

        assertThat(month(priced(0, 1, measured / 10))).isCloseTo(once, within(1e-9));
        assertThat(month(priced(0, 1, measured * 3))).isCloseTo(3 * once, within(1e-9));
    }

    private static double month(CostQuestion question) {
        return cost(question, "envoy", SyntheticBundle.OPEN)
                .money()
                .orElseThrow()
                .perMonth()
                .value();
    }

    @Test
    void withoutPricesThereIsNoMoney() {
        assertThat(cost(CostQuestion.DEFAULT, "envoy", SyntheticBundle.OPEN).money()).isEmpty();
    }

    @Test
    void aPageOfOneCallIsThatCall() {
        PageTime median = cost(page(1), "envoy", SyntheticBundle.OPEN).pages().getFirst();
        Figure own = figure("envoy", FigureKind.RESPONSE_TIME_P50);

        assertThat(median.callPercentile()).isEqualTo(50);
        assertThat(median.responseNs().value()).isEqualTo(own.value());
        assertThat(median.responseNs().interval()).isEqualTo(own.interval());
        assertThat(median.beyondBareNs().orElseThrow().value())
                .isEqualTo(
                        WEIGHING.scenario("envoy", SyntheticBundle.OPEN)
                                .flatMap(s -> s.tareCost(FigureKind.RESPONSE_TIME_P50))
                                .orElseThrow()
                                .value());
    }

    @Test
    void theMedianOfTwentyCallsIsNearTheirP97() {
        PageTime median = cost(page(20), "bare", SyntheticBundle.OPEN).pages().getFirst();
        Histogram merged = SyntheticBundle.histogram();
        merged.setAutoResize(true);
        CONTENT.blocks()
                .forEach(block ->
                        block.blockRecord().slices().stream()
                                .filter(slice -> slice.specimen().equals("bare"))
                                .filter(slice -> slice.workload().equals(SyntheticBundle.OPEN))
                                .forEach(slice ->
                                        block.sliceHistograms()
                                                .get(slice.index())
                                                .responseTime()
                                                .addTo(merged)));

        assertThat(median.callPercentile()).isCloseTo(96.594, within(0.001));
        assertThat(median.responseNs().value())
                .isEqualTo((double) merged.getValueAtPercentile(median.callPercentile()));
    }

    @Test
    void aPageThatTheSamplesCannotBoundIsNotTold() {
        PageTime tail = cost(page(10_000), "envoy", SyntheticBundle.OPEN).pages().getLast();

        assertThat(tail.responseNs().shown()).isFalse();
        assertThat(tail.responseNs().reasons().getLast().sentence())
                .startsWith(
                        "a page of 10,000 calls needs the p99.9999 of a call, which fewer than ");
        assertThat(tail.beyondBareNs()).isEmpty();
    }

    @Test
    void aClosedLoopHasNoPage() {
        assertThat(cost(CostQuestion.DEFAULT, "envoy", SyntheticBundle.CLOSED).pages()).isEmpty();
    }

    @Test
    void eachOfSeveralProxiesIsToldButNoApplication() {
        ScenarioResult envoy = WEIGHING.scenario("envoy", SyntheticBundle.OPEN).orElseThrow();
        Map<FigureKind, Figure> figures = envoy.figures();
        List<PartResult> parts =
                List.of(
                        new PartResult("front", PartUsage.Role.APPLICATION, figures, 1, 1),
                        new PartResult("front-sidecar", PartUsage.Role.PROXY, figures, 1, 1),
                        new PartResult("back-sidecar", PartUsage.Role.PROXY, figures, 1, 1),
                        new PartResult(
                                PartResult.ALL_PROXIES, PartUsage.Role.PROXY, figures, 1, 1));

        RunningCost cost = of(with(envoy, envoy.figures(), parts));

        assertThat(cost.proxies())
                .extracting(ProxyCost::name)
                .containsExactly("front-sidecar", "back-sidecar");
    }

    @Test
    void whatIsInvalidStaysInvalid() {
        ScenarioResult envoy = WEIGHING.scenario("envoy", SyntheticBundle.OPEN).orElseThrow();
        Map<FigureKind, Figure> figures = new java.util.EnumMap<>(envoy.figures());
        Reason lost = new Reason(9, Verdict.INVALID, "a process was lost", "");
        figures.computeIfPresent(
                FigureKind.CPU_PER_REQUEST,
                (kind, f) -> new Figure(kind, f.value(), f.interval(), false, List.of(lost)));

        RunningCost cost = of(with(envoy, figures, List.of()));

        assertThat(cost.whole().orElseThrow().vcpu().orElseThrow().shown()).isFalse();
        assertThat(cost.money().orElseThrow().perMonth().reasons()).contains(lost);
        assertThat(cost.money().orElseThrow().perMonth().shown()).isFalse();
    }

    private static RunningCost of(ScenarioResult scenario) {
        Weighing weighing =
                new Weighing(
                        "", List.of(scenario), 8, false, Map.of(), WEIGHING.nextCommand(), true);
        return cost(CONTENT, weighing, priced(1, 1, 100), "envoy", SyntheticBundle.OPEN);
    }

    private static ScenarioResult with(
            ScenarioResult s, Map<FigureKind, Figure> figures, List<PartResult> parts) {
        return new ScenarioResult(
                s.specimen(),
                s.workload(),
                s.open(),
                s.offeredRatePerSec(),
                s.blocks(),
                s.tally(),
                figures,
                s.tareCosts(),
                s.saturated(),
                s.bottleneck(),
                s.bottleneckSentence(),
                s.remarks(),
                parts);
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Prices(-1, 0))
                .hasMessage("vcpu-hour -1.0 must lie from 0 to 1000000");
        assertThatThrownBy(() -> new Prices(0, Double.NaN))
                .hasMessage("gb-hour NaN must lie from 0 to 1000000");
        assertThatThrownBy(() -> page(0)).hasMessage("page-calls 0 must lie from 1 to 10000");
        assertThatThrownBy(() -> page(10_001))
                .hasMessage("page-calls 10001 must lie from 1 to 10000");
        assertThatThrownBy(() -> priced(1, 1, 0)).hasMessageContaining("must be more than 0");
        assertThatThrownBy(() -> priced(1, 1, 2e9)).hasMessageContaining("at most 1000000000/s");
    }
}
