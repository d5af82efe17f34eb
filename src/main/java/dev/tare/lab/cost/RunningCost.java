package dev.tare.lab.cost;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.PartResult;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.estimate.ResponseTimePercentiles;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one scenario's specimen costs to run.
 *
 * @param specimen name
 * @param workload name
 * @param whole all proxies of the specimen together; empty for bare, and where no CPU is visible
 * @param proxies one by one, where there are several
 * @param money for the whole; empty without prices, or where its CPU is not known
 * @param pages one for each percentile; none in a closed loop, whose response times are no user's
 */
public record RunningCost(
        String specimen,
        String workload,
        Optional<ProxyCost> whole,
        List<ProxyCost> proxies,
        Optional<Money> money,
        List<PageTime> pages) {
    /** 365 days of 24 hours, over 12. */
    public static final double HOURS_PER_MONTH = 730;

    /** From so many on, workloads share the cores. */
    private static final int MANY_SCENARIOS = 32;

    private static final double NS_PER_S = 1e9;
    private static final double BYTES_PER_GB = 1e9;
    private static final double S_PER_HOUR = 3_600;
    private static final double PER_1000 = 1_000;
    private static final double MILLION = 1e6;

    public RunningCost {
        proxies = List.copyOf(proxies);
        pages = List.copyOf(pages);
    }

    /** The cost of every scenario, in the order of {@code weighing}. */
    public static List<RunningCost> all(
            BundleContent content, Weighing weighing, CostQuestion question) {
        List<ScenarioResult> scenarios = weighing.scenarios();
        String bare = content.manifest().plan().specimens().getFirst();
        Map<String, List<ScenarioResult>> byWorkload = new LinkedHashMap<>();
        scenarios.forEach(scenario ->
                byWorkload
                        .computeIfAbsent(scenario.workload(), unseen -> new ArrayList<>())
                        .add(scenario));
        boolean many = scenarios.size() >= MANY_SCENARIOS;
        Stream<Map.Entry<String, List<ScenarioResult>>> workloads = byWorkload.entrySet().stream();
        IdentityHashMap<ScenarioResult, RunningCost> costs = new IdentityHashMap<>();
        (many ? workloads.parallel() : workloads)
                .map(entry -> {
                    Pages pages =
                            new Pages(
                                    new ResponseTimePercentiles(content),
                                    weighing.scenario(bare, entry.getKey()),
                                    question);
                    return entry.getValue().stream()
                            .map(scenario -> Map.entry(scenario, of(scenario, question, pages)))
                            .toList();
                })
                .toList()
                .forEach(of -> of.forEach(cost -> costs.put(cost.getKey(), cost.getValue())));
        return scenarios.stream().map(costs::get).map(Objects::requireNonNull).toList();
    }

    private static RunningCost of(ScenarioResult scenario, CostQuestion question, Pages pages) {
        Optional<ProxyCost> whole =
                scenario.figure(FigureKind.CPU_PER_REQUEST)
                        .map(cpu ->
                                proxy(
                                        scenario,
                                        scenario.specimen(),
                                        Optional.of(cpu),
                                        scenario.figure(FigureKind.PEAK_MEMORY)));
        List<ProxyCost> proxies =
                scenario.parts().stream()
                        .filter(part -> part.role() == PartUsage.Role.PROXY)
                        .filter(part -> !part.name().equals(PartResult.ALL_PROXIES))
                        .map(part ->
                                proxy(
                                        scenario,
                                        part.name(),
                                        part.figure(FigureKind.CPU_PER_REQUEST),
                                        part.figure(FigureKind.PEAK_MEMORY)))
                        .toList();
        return new RunningCost(
                scenario.specimen(),
                scenario.workload(),
                whole,
                proxies.size() > 1 ? proxies : List.of(),
                question.prices().flatMap(prices -> money(scenario, prices, question)),
                pages.of(scenario));
    }

    private static ProxyCost proxy(
            ScenarioResult scenario, String name, Optional<Figure> cpu, Optional<Figure> memory) {
        // Nanoseconds of CPU a request, times 1,000 requests a second, are nanoseconds a second.
        return new ProxyCost(
                name,
                cpu.map(figure -> CostFigure.scaled(figure, PER_1000 / NS_PER_S)),
                memory.map(figure -> CostFigure.scaled(figure, 1)),
                memory.flatMap(held ->
                        scenario.figure(FigureKind.GOODPUT)
                                .filter(rate -> rate.value() > 0)
                                .map(rate -> perRate(held, rate))));
    }

    private static CostFigure perRate(Figure held, Figure rate) {
        double bytes = held.value() * PER_1000;
        Optional<Interval> interval =
                rate.interval()
                        .filter(i -> i.low() > 0)
                        .map(i -> new Interval(bytes / i.high(), bytes / i.low(), i.level()));
        return new CostFigure(bytes / rate.value(), interval, held.reasons()).with(rate.reasons());
    }

    /**
     * CPU grows with the rate. Memory is held whatever the rate, up to the one that was measured;
     * beyond it more copies are needed, and it grows in proportion.
     */
    private static Optional<Money> money(
            ScenarioResult scenario, Prices prices, CostQuestion question) {
        Optional<Figure> cpu = scenario.figure(FigureKind.CPU_PER_REQUEST);
        Optional<Figure> memory = scenario.figure(FigureKind.PEAK_MEMORY);
        Optional<Figure> goodput = scenario.figure(FigureKind.GOODPUT).filter(f -> f.value() > 0);
        if (cpu.isEmpty() || memory.isEmpty() || goodput.isEmpty()) {
            return Optional.empty();
        }
        double measuredPerSec = goodput.get().value();
        double ratePerSec = question.atRatePerSec().orElse(measuredPerSec);
        double gb = memory.get().value() / BYTES_PER_GB * Math.max(1, ratePerSec / measuredPerSec);
        CostFigure perHour =
                CostFigure.scaled(cpu.get(), ratePerSec / NS_PER_S * prices.vcpuHour())
                        .linear(1, gb * prices.gbHour())
                        .with(memory.get().reasons())
                        .with(goodput.get().reasons());
        double hoursPerMillion = MILLION / ratePerSec / S_PER_HOUR;
        return Optional.of(
                new Money(
                        ratePerSec,
                        perHour.linear(hoursPerMillion, 0),
                        perHour.linear(HOURS_PER_MONTH, 0)));
    }
}
