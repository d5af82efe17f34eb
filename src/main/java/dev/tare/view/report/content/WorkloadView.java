package dev.tare.view.report.content;

import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.Quantity.Scale;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * One workload as every format shows it: its scenarios, which figures they have, and one unit for
 * each column.
 *
 * @param workload as planned
 * @param scenarios its results, specimens in the plan's order
 * @param scales of the figures, by kind; all response times share one
 * @param costScales of the tare costs, by kind
 */
public record WorkloadView(
        WorkloadRecord workload,
        List<ScenarioResult> scenarios,
        Map<FigureKind, Scale> scales,
        Map<FigureKind, Scale> costScales) {

    /** The figures that a summary leads with. */
    public static final List<FigureKind> HEADLINES =
            List.of(FigureKind.CPU_PER_REQUEST, FigureKind.RESPONSE_TIME_P50);

    /** The workloads of the plan that have results, in the plan's order. */
    public static List<WorkloadView> all(ReportInput input) {
        return input.bundle().manifest().plan().workloads().stream()
                .map(workload -> of(workload, input))
                .filter(view -> !view.scenarios().isEmpty())
                .toList();
    }

    private static WorkloadView of(WorkloadRecord workload, ReportInput input) {
        List<ScenarioResult> scenarios =
                input.weighing().scenarios().stream()
                        .filter(scenario -> scenario.workload().equals(workload.name()))
                        .toList();
        Map<FigureKind, Scale> scales = new EnumMap<>(FigureKind.class);
        Map<FigureKind, Scale> costScales = new EnumMap<>(FigureKind.class);
        Scale responseTime =
                Quantity.columnScale(
                        Arrays.stream(FigureKind.values())
                                .filter(FigureKind::isResponseTime)
                                .flatMapToDouble(kind -> values(scenarios, kind)),
                        Unit.NS);
        for (FigureKind kind : FigureKind.values()) {
            Scale own = Quantity.columnScale(values(scenarios, kind), kind.unit());
            scales.put(kind, kind.isResponseTime() ? responseTime : own);
            costScales.put(kind, Quantity.columnScale(costs(scenarios, kind), kind.unit()));
        }
        return new WorkloadView(workload, scenarios, scales, costScales);
    }

    private static DoubleStream values(List<ScenarioResult> scenarios, FigureKind kind) {
        return scenarios.stream()
                .flatMap(scenario -> scenario.figure(kind).stream())
                .filter(FigureText::shown)
                .mapToDouble(Figure::value);
    }

    private static DoubleStream costs(List<ScenarioResult> scenarios, FigureKind kind) {
        return scenarios.stream()
                .flatMap(scenario -> scenario.tareCost(kind).stream())
                .filter(FigureText::shown)
                .mapToDouble(FigureText::largest);
    }

    /** The kinds of which at least one scenario has a figure, in the order of the table. */
    public List<FigureKind> kinds() {
        return Arrays.stream(FigureKind.values())
                .filter(kind -> scenarios.stream().anyMatch(s -> s.figure(kind).isPresent()))
                .toList();
    }

    /** The kinds of which at least one scenario has a tare cost, headlines first. */
    public List<FigureKind> costKinds() {
        return Stream.concat(HEADLINES.stream(), Arrays.stream(FigureKind.values()))
                .distinct()
                .filter(kind -> scenarios.stream().anyMatch(s -> s.tareCost(kind).isPresent()))
                .toList();
    }

    /** The scenarios that have a tare cost. */
    public List<ScenarioResult> costly() {
        return scenarios.stream().filter(s -> !s.tareCosts().isEmpty()).toList();
    }

    /** In which unit all figures of a kind are shown. */
    public Scale scale(FigureKind kind) {
        return scales.getOrDefault(kind, new Scale(1, ""));
    }

    /** In which unit all tare costs of a kind are shown. */
    public Scale costScale(FigureKind kind) {
        return costScales.getOrDefault(kind, new Scale(1, ""));
    }

    /** The level of confidence of the intervals in percent, such as {@code 95 %}. */
    public String level() {
        return scenarios.stream()
                .flatMap(s ->
                        Stream.concat(
                                s.tareCosts().values().stream(), s.figures().values().stream()))
                .flatMap(figure -> figure.interval().stream())
                .mapToDouble(Interval::level)
                .boxed()
                .findFirst()
                .map(level -> Quantity.percent(level))
                .orElse("95 %");
    }

    /**
     * What is sent and how, such as {@code GET /byte/100, open loop at 6,000/s, 64 connections}.
     */
    public String description() {
        int endpoints = workload.endpoints().size();
        String request =
                endpoints > 0
                        ? endpoints + " endpoints by their weights"
                        : workload.request().method() + " " + workload.request().target();
        String connections =
                workload.connections()
                        + (workload.connections() == 1 ? " connection" : " connections");
        return request + protocol() + ", " + loop() + ", " + connections;
    }

    private String protocol() {
        return switch (workload.protocol()) {
            case "http2" -> " by HTTP/2";
            case "grpc" -> " by gRPC";
            // HTTP/1.1 goes without saying.
            default -> "";
        };
    }

    private String loop() {
        if (!workload.open()) {
            return "closed loop";
        }
        double rate =
                scenarios.stream()
                        .mapToDouble(ScenarioResult::offeredRatePerSec)
                        .filter(offered -> offered > 0)
                        .findFirst()
                        .orElse(workload.offeredRatePerSec());
        String law = workload.law().isEmpty() ? "" : ", " + workload.law() + " arrivals";
        return "open loop at " + Quantity.of(rate, Unit.PER_SEC) + law;
    }
}
