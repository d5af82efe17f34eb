package dev.tare.lab.meshmark;

import static dev.tare.lab.verdict.FigureKind.CPU_MEAN;
import static dev.tare.lab.verdict.FigureKind.CPU_PER_REQUEST;
import static dev.tare.lab.verdict.FigureKind.ERRORS;
import static dev.tare.lab.verdict.FigureKind.GOODPUT;
import static dev.tare.lab.verdict.FigureKind.PEAK_MEMORY;
import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P50;
import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P99;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The MeshMark of a scenario, as {@code docs/meshmark.md} reads it.
 *
 * @param specimen name
 * @param workload name
 * @param absolute how much of the machine and of the users' patience is left, at the offered rate
 * @param relative the same work bare, over what it takes through the specimen; empty for bare
 */
public record MeshMark(String specimen, String workload, Score absolute, Optional<Score> relative) {
    /**
     * A response time of this length is worth one half, ns: 0.1 s is the longest that feels
     * immediate. Source: Miller, "Response time in man-computer conversational transactions", AFIPS
     * 1968.
     */
    public static final double HALF_WORTH_NS = 1e8;

    /** Why a closed loop has no score. */
    public static final String CLOSED_LOOP = "a closed loop offers no rate to keep up with";

    private static final List<FigureKind> COMMON =
            List.of(GOODPUT, ERRORS, RESPONSE_TIME_P50, RESPONSE_TIME_P99);
    private static final List<FigureKind> OF_PROXIES = List.of(CPU_MEAN, PEAK_MEMORY);

    /** The scores of every scenario, in the order of {@code weighing}. */
    public static List<MeshMark> all(BundleContent content, Weighing weighing, Weights weights) {
        String bareName = content.manifest().plan().specimens().getFirst();
        EnvironmentRecord machine = content.manifest().environment();
        Map<Work.Key, Work> works = Work.all(content);
        List<MeshMark> marks = new ArrayList<>();
        for (ScenarioResult scenario : weighing.scenarios()) {
            boolean isBare = scenario.specimen().equals(bareName);
            Optional<Score> relative =
                    isBare
                            ? Optional.empty()
                            : Optional.of(
                                    weighing.scenario(bareName, scenario.workload())
                                            .map(bare -> relative(works, scenario, bare, weights))
                                            .orElse(Score.none("bare was not measured")));
            marks.add(
                    new MeshMark(
                            scenario.specimen(),
                            scenario.workload(),
                            absolute(scenario, isBare, machine, weights),
                            relative));
        }
        return marks;
    }

    static Score absolute(
            ScenarioResult scenario, boolean isBare, EnvironmentRecord machine, Weights weights) {
        List<FigureKind> needed = new ArrayList<>(COMMON);
        needed.addAll(isBare ? List.of() : OF_PROXIES);
        Optional<Score> without = without(scenario, needed);
        if (without.isPresent()) {
            return without.get();
        }
        List<Efficiency> terms = new ArrayList<>();
        if (isBare) {
            terms.add(new Efficiency(Term.CPU, 1, 1, 1, "no proxy"));
            terms.add(new Efficiency(Term.MEMORY, 1, 1, 1, "no proxy"));
        } else {
            terms.add(left(Term.CPU, figure(scenario, CPU_MEAN), machine.cores(), 1, "cores"));
            terms.add(
                    left(
                            Term.MEMORY,
                            figure(scenario, PEAK_MEMORY),
                            (double) machine.memoryBytes(),
                            1e6,
                            "MB"));
        }
        terms.add(patience(Term.MEDIAN, figure(scenario, RESPONSE_TIME_P50)));
        terms.add(patience(Term.TAIL, figure(scenario, RESPONSE_TIME_P99)));
        Figure goodput = figure(scenario, GOODPUT);
        double offered = scenario.offeredRatePerSec();
        terms.add(
                Efficiency.of(
                        Term.DELIVERED,
                        goodput.value() / offered,
                        low(goodput) / offered,
                        high(goodput) / offered,
                        number(goodput.value()) + " of " + number(offered) + "/s"));
        double correct = 1 - figure(scenario, ERRORS).value();
        terms.add(Efficiency.of(Term.CORRECT, correct, correct, correct, percent(correct)));
        return Score.of(terms, weights, taint(needed, scenario::figure));
    }

    private static Efficiency left(Term term, Figure used, double of, double unit, String symbol) {
        return Efficiency.of(
                term,
                1 - used.value() / of,
                1 - low(used) / of,
                1 - high(used) / of,
                number(used.value() / unit) + " of " + number(of / unit) + " " + symbol);
    }

    private static Efficiency patience(Term term, Figure ns) {
        return Efficiency.of(
                term,
                HALF_WORTH_NS / (HALF_WORTH_NS + ns.value()),
                HALF_WORTH_NS / (HALF_WORTH_NS + low(ns)),
                HALF_WORTH_NS / (HALF_WORTH_NS + high(ns)),
                number(ns.value() / 1e6) + " ms, where 100 ms are worth one half");
    }

    private static Score relative(
            Map<Work.Key, Work> works,
            ScenarioResult scenario,
            ScenarioResult bare,
            Weights weights) {
        return relative(scenario, bare, work(works, scenario), work(works, bare), weights);
    }

    private static Optional<Work> work(Map<Work.Key, Work> works, ScenarioResult scenario) {
        return Optional.ofNullable(
                works.get(new Work.Key(scenario.specimen(), scenario.workload())));
    }

    static Score relative(
            ScenarioResult scenario,
            ScenarioResult bare,
            Optional<Work> work,
            Optional<Work> bareWork,
            Weights weights) {
        List<FigureKind> needed = new ArrayList<>(COMMON);
        needed.addAll(List.of(CPU_PER_REQUEST, PEAK_MEMORY));
        Optional<Score> without = without(scenario, needed);
        if (without.isPresent()) {
            return without.get();
        }
        if (bare.saturated()) {
            return Score.none("bare is saturated: there is nothing to compare with");
        }
        Optional<Score> bareWithout = without(bare, COMMON);
        if (bareWithout.isPresent()) {
            return Score.none("bare: " + bareWithout.get().reason());
        }
        List<FigureKind> paired = List.of(RESPONSE_TIME_P50, RESPONSE_TIME_P99);
        for (FigureKind kind : paired) {
            Optional<String> fault = fault(kind, scenario.tareCost(kind), "the tare cost of ");
            if (fault.isPresent()) {
                return Score.none(fault.get());
            }
        }
        if (bareWork.isEmpty() || work.isEmpty()) {
            return Score.none("the CPU of the origin is not visible");
        }
        List<Efficiency> terms = new ArrayList<>();
        Figure cpu = figure(scenario, CPU_PER_REQUEST);
        terms.add(
                over(
                        Term.CPU,
                        bareWork.get().cpuNsPerRequest(),
                        work.get().cpuNsPerRequest(),
                        cpu,
                        1e3,
                        "µs a request"));
        Figure memory = figure(scenario, PEAK_MEMORY);
        double bytes = bareWork.get().peakBytes();
        terms.add(over(Term.MEMORY, bytes, bytes, memory, 1e6, "MB"));
        terms.add(ratio(Term.MEDIAN, scenario, bare, RESPONSE_TIME_P50));
        terms.add(ratio(Term.TAIL, scenario, bare, RESPONSE_TIME_P99));
        terms.addAll(value(scenario, bare));
        return Score.of(terms, weights, taint(needed, kind -> costOrFigure(scenario, kind)));
    }

    private static Optional<Figure> costOrFigure(ScenarioResult scenario, FigureKind kind) {
        return kind.isResponseTime() ? scenario.tareCost(kind) : scenario.figure(kind);
    }

    /** Bare's use over the whole path's: what the origin and applications take, and the proxies. */
    private static Efficiency over(
            Term term, double bare, double work, Figure proxies, double unit, String symbol) {
        double whole = work + proxies.value();
        return Efficiency.of(
                term,
                bare / whole,
                bare / (work + low(proxies)),
                bare / (work + high(proxies)),
                number(bare / unit)
                        + " "
                        + symbol
                        + " bare, "
                        + number(whole / unit)
                        + " with the proxies");
    }

    private static Efficiency ratio(
            Term term, ScenarioResult scenario, ScenarioResult bare, FigureKind kind) {
        double bareNs = figure(bare, kind).value();
        Figure cost = scenario.tareCost(kind).orElseThrow();
        return Efficiency.of(
                term,
                over(bareNs, cost.value()),
                over(bareNs, low(cost)),
                over(bareNs, high(cost)),
                number(bareNs / 1e6)
                        + " ms bare, "
                        + number((bareNs + cost.value()) / 1e6)
                        + " ms through it");
    }

    /** An interval may reach below no time at all; that is as good as bare. */
    private static double over(double bareNs, double costNs) {
        return costNs <= 0 ? 1 : bareNs / (bareNs + costNs);
    }

    private static List<Efficiency> value(ScenarioResult scenario, ScenarioResult bare) {
        Figure mine = figure(scenario, GOODPUT);
        double theirs = figure(bare, GOODPUT).value();
        double correct = 1 - figure(scenario, ERRORS).value();
        double bareCorrect = 1 - figure(bare, ERRORS).value();
        double share = bareCorrect > 0 ? correct / bareCorrect : 0;
        return List.of(
                Efficiency.of(
                        Term.DELIVERED,
                        mine.value() / theirs,
                        low(mine) / theirs,
                        high(mine) / theirs,
                        number(mine.value()) + " of bare's " + number(theirs) + "/s"),
                Efficiency.of(
                        Term.CORRECT,
                        share,
                        share,
                        share,
                        percent(correct) + ", bare " + percent(bareCorrect)));
    }

    /** The score that is already known before anything is added up. */
    private static Optional<Score> without(ScenarioResult scenario, List<FigureKind> needed) {
        if (!scenario.open()) {
            return Optional.of(Score.none(CLOSED_LOOP));
        }
        Optional<String> rate = fault(GOODPUT, scenario.figure(GOODPUT), "");
        if (rate.isEmpty() && scenario.saturated()) {
            return Optional.of(Score.saturated());
        }
        return needed.stream()
                .flatMap(kind -> fault(kind, scenario.figure(kind), "").stream())
                .findFirst()
                .map(Score::none);
    }

    private static Optional<String> fault(FigureKind kind, Optional<Figure> figure, String whose) {
        if (figure.isEmpty()) {
            return Optional.of(whose + kind.label() + " is not there");
        }
        if (figure.get().verdict() == Verdict.INVALID || !Double.isFinite(figure.get().value())) {
            String why =
                    figure.get().reasons().stream()
                            .filter(reason -> reason.verdict() == Verdict.INVALID)
                            .map(Reason::sentence)
                            .findFirst()
                            .orElse("it has no value");
            return Optional.of(whose + kind.label() + " is invalid: " + why);
        }
        return Optional.empty();
    }

    private static String taint(
            List<FigureKind> needed, Function<FigureKind, Optional<Figure>> figures) {
        return needed.stream()
                .flatMap(kind -> figures.apply(kind).stream())
                .filter(figure -> figure.verdict() == Verdict.TAINTED)
                .map(figure -> figure.kind().label() + " is tainted")
                .findFirst()
                .orElse("");
    }

    private static Figure figure(ScenarioResult scenario, FigureKind kind) {
        return scenario.figure(kind).orElseThrow();
    }

    private static double low(Figure figure) {
        return figure.interval().map(i -> i.low()).orElse(figure.value());
    }

    private static double high(Figure figure) {
        return figure.interval().map(i -> i.high()).orElse(figure.value());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4f %%", 100 * share);
    }
}
