package dev.tare.view.report.content;

import dev.tare.lab.cost.CostFigure;
import dev.tare.lab.cost.Money;
import dev.tare.lab.cost.PageTime;
import dev.tare.lab.cost.ProxyCost;
import dev.tare.lab.cost.RunningCost;
import dev.tare.lab.meshmark.MeshMark;
import dev.tare.lab.meshmark.Score;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.report.content.BesideTable.Cell;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.Quantity.Scale;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the specimens of one workload cost to run, and their MeshMark, as every format shows it.
 *
 * @param heads of all columns but the first
 * @param rows in the plan's order, proxies under their specimen
 * @param notes what the table rests on, and why a cell is empty
 */
public record CostTable(List<Head> heads, List<Row> rows, List<String> notes) {
    /** The heading over it. */
    public static final String TITLE = "What it costs to run";

    private static final double MB = 1e6;
    private static final double MS = 1e6;
    private static final double PLAIN_MONEY = 1;
    private static final int MONEY_DIGITS = 3;
    private static final int MAX_REASONS = 6;

    /** A column: what it holds, and its unit. */
    public record Head(String what, String unit) {}

    /**
     * A line.
     *
     * @param part whether it is one proxy of the specimen above
     */
    public record Row(String label, boolean part, List<Cell> cells) {}

    /** A column, and how its cell is made of a scenario; empty where it has none. */
    private record Column(Head head, Function<Line, Optional<Cell>> cell) {}

    /** What a row shows. */
    private record Line(
            Optional<ProxyCost> proxy, Optional<RunningCost> cost, Optional<MeshMark> mark) {}

    /** The table of a workload; empty where no specimen's CPU is visible. */
    public static Optional<CostTable> of(WorkloadView view, CostView running) {
        if (!running.tells(view.workload().name())) {
            return Optional.empty();
        }
        Map<String, List<Line>> lines = new LinkedHashMap<>();
        for (ScenarioResult scenario : view.scenarios()) {
            Optional<RunningCost> cost = running.cost(scenario);
            List<Line> of = new ArrayList<>();
            of.add(new Line(cost.flatMap(RunningCost::whole), cost, running.mark(scenario)));
            cost.stream()
                    .flatMap(c -> c.proxies().stream())
                    .map(p -> new Line(Optional.of(p), Optional.empty(), Optional.empty()))
                    .forEach(of::add);
            lines.put(scenario.specimen(), of);
        }
        List<Line> all = lines.values().stream().flatMap(List::stream).toList();
        List<Column> columns =
                columns()
                        .filter(column -> all.stream().anyMatch(line -> has(column, line)))
                        .toList();
        List<Row> rows = new ArrayList<>();
        lines.forEach((specimen, of) -> {
            for (Line line : of) {
                boolean part = line.cost().isEmpty();
                String label = part ? line.proxy().orElseThrow().name() : specimen;
                rows.add(new Row(label, part, cells(columns, line)));
            }
        });
        return Optional.of(
                new CostTable(
                        columns.stream().map(Column::head).toList(), rows, notes(lines, running)));
    }

    private static boolean has(Column column, Line line) {
        return column.cell().apply(line).isPresent();
    }

    private static List<Cell> cells(List<Column> columns, Line line) {
        return columns.stream()
                .map(column -> column.cell().apply(line).orElse(Cell.plain(Quantity.ABSENT)))
                .toList();
    }

    private static Stream<Column> columns() {
        return Stream.of(
                column("vCPU", "per 1,000/s", Line::proxy, p -> p.vcpu().map(f -> plusMinus(f, 1))),
                column("memory", "MB", Line::proxy, p -> p.memoryBytes().map(CostTable::megabytes)),
                column(
                        "memory",
                        "MB per 1,000/s",
                        Line::proxy,
                        p -> p.memoryBytesPer1000().map(CostTable::megabytes)),
                column(
                        "money",
                        "per million",
                        CostTable::money,
                        m -> Optional.of(amount(m.perMillion()))),
                column(
                        "money",
                        "per month",
                        CostTable::money,
                        m -> Optional.of(amount(m.perMonth()))),
                column("MeshMark", "of 100", Line::mark, m -> score(m.absolute())),
                column(
                        "MeshMark",
                        "to bare",
                        Line::mark,
                        m -> m.relative().flatMap(CostTable::score)),
                page(50, false),
                page(50, true),
                page(99, false),
                page(99, true));
    }

    private static Optional<Money> money(Line line) {
        return line.cost().flatMap(RunningCost::money);
    }

    private static <T> Column column(
            String what,
            String unit,
            Function<Line, Optional<T>> of,
            Function<T, Optional<Cell>> cell) {
        return new Column(new Head(what, unit), line -> of.apply(line).flatMap(cell));
    }

    private static Cell megabytes(CostFigure bytes) {
        String number = bytes.shown() ? Quantity.number(bytes.value() / MB) : "";
        return new Cell(number, Optional.of(verdict(bytes)));
    }

    private static Column page(int percentile, boolean beyondBare) {
        String what = beyondBare ? "− bare" : "page p" + percentile;
        return new Column(
                new Head(what, "ms"),
                line ->
                        line.cost().stream()
                                .flatMap(cost -> cost.pages().stream())
                                .filter(page -> Math.round(page.percentile()) == percentile)
                                .findFirst()
                                .flatMap(page -> cell(page, beyondBare)));
    }

    private static Optional<Cell> cell(PageTime page, boolean beyondBare) {
        return beyondBare
                ? page.beyondBareNs().map(CostTable::difference)
                : Optional.of(cell(page.responseNs(), MS));
    }

    private static Cell difference(CostFigure ns) {
        Figure cost =
                new Figure(
                        FigureKind.RESPONSE_TIME_P99,
                        ns.value(),
                        ns.interval(),
                        false,
                        ns.reasons());
        return new Cell(FigureText.cost(cost, new Scale(MS, "ms")), Optional.of(verdict(ns)));
    }

    private static Cell cell(CostFigure figure, double unit) {
        String number = Quantity.number(figure.value() / unit, figure.margin() / unit);
        return new Cell(figure.shown() ? number : "", Optional.of(verdict(figure)));
    }

    private static Cell plusMinus(CostFigure figure, double unit) {
        if (!figure.shown() || figure.interval().isEmpty()) {
            return cell(figure, unit);
        }
        double margin = figure.margin() / unit;
        String number = Quantity.number(figure.value() / unit, margin);
        return new Cell(number + " ± " + Quantity.margin(margin), Optional.of(figure.verdict()));
    }

    /** Small sums keep three digits. */
    private static Cell amount(CostFigure figure) {
        if (!figure.shown() || figure.value() >= PLAIN_MONEY) {
            return plusMinus(figure, 1);
        }
        String number = rounded(figure.value(), MONEY_DIGITS);
        String margin = " ± " + rounded(figure.margin(), 1);
        return new Cell(
                figure.interval().isPresent() ? number + margin : number,
                Optional.of(figure.verdict()));
    }

    private static String rounded(double value, int digits) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(digits, RoundingMode.HALF_UP))
                .toPlainString();
    }

    private static Verdict verdict(CostFigure figure) {
        return figure.shown() ? figure.verdict() : Verdict.INVALID;
    }

    /** A closed loop has no score, and needs no mark that says so in every row. */
    private static boolean told(Score score) {
        return !score.reason().equals(MeshMark.CLOSED_LOOP);
    }

    private static Optional<Cell> score(Score score) {
        if (!told(score)) {
            return Optional.empty();
        }
        if (Double.isNaN(score.value())) {
            return Optional.of(new Cell("", Optional.of(Verdict.INVALID)));
        }
        String margin =
                score.interval()
                        .map(i -> Math.max(i.high() - score.value(), score.value() - i.low()))
                        .map(m -> String.format(Locale.ROOT, " ± %.1f", m))
                        .orElse("");
        String number = String.format(Locale.ROOT, "%.1f", score.value());
        return Optional.of(new Cell(number + margin, Optional.of(score.verdict())));
    }

    private static List<String> notes(Map<String, List<Line>> lines, CostView running) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "Proxies only, for 1,000 requests of the load a second; memory is the most they"
                        + " held at this rate.");
        List<Line> wholes = lines.values().stream().map(List::getFirst).toList();
        wholes.stream()
                .flatMap(line -> line.cost().flatMap(RunningCost::money).stream())
                .findFirst()
                .ifPresent(money -> notes.add(moneyNote(money, running)));
        boolean pages =
                wholes.stream()
                        .anyMatch(l -> l.cost().map(c -> !c.pages().isEmpty()).orElse(false));
        if (pages) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "A page makes %,d calls at once and waits for the slowest; calls are"
                                    + " taken for independent (docs/cost.md). MeshMark:"
                                    + " docs/meshmark.md.",
                            running.question().pageCalls()));
        }
        notes.addAll(reasons(lines));
        return notes;
    }

    private static List<String> reasons(Map<String, List<Line>> lines) {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        lines.forEach((specimen, of) -> {
            Line line = of.getFirst();
            String absolute = line.mark().map(mark -> mark.absolute().reason()).orElse("");
            line.mark()
                    .map(MeshMark::absolute)
                    .ifPresent(score -> add(reasons, score, "MeshMark", specimen));
            line.mark()
                    .flatMap(MeshMark::relative)
                    .filter(score -> !score.reason().equals(absolute))
                    .ifPresent(score -> add(reasons, score, "MeshMark to bare", specimen));
            line.cost().stream()
                    .flatMap(cost -> cost.pages().stream())
                    .filter(page -> !page.responseNs().shown())
                    .forEach(page -> add(reasons, page, specimen));
        });
        return reasons.entrySet().stream()
                .limit(MAX_REASONS)
                .map(entry -> entry.getKey() + " (" + String.join(", ", entry.getValue()) + ").")
                .toList();
    }

    private static void add(
            Map<String, List<String>> reasons, Score score, String what, String specimen) {
        if (told(score) && score.verdict() != Verdict.TAINTED && !score.reason().isEmpty()) {
            String kind = Double.isNaN(score.value()) ? "No " + what : what + " 0";
            reasons.computeIfAbsent(kind + ": " + score.reason(), key -> new ArrayList<>())
                    .add(specimen);
        }
    }

    private static void add(Map<String, List<String>> reasons, PageTime page, String specimen) {
        page.responseNs().reasons().stream()
                .filter(reason -> reason.verdict() == Verdict.INVALID)
                .map(Reason::sentence)
                .findFirst()
                .ifPresent(sentence ->
                        reasons.computeIfAbsent(
                                        "No page p%.0f: %s".formatted(page.percentile(), sentence),
                                        key -> new ArrayList<>())
                                .add(specimen));
    }

    private static String moneyNote(Money money, CostView running) {
        String rate =
                running.question().atRatePerSec().isPresent()
                        ? "at " + Quantity.number(money.atRatePerSec()) + "/s"
                        : "at the measured rate";
        return running.question()
                .prices()
                .map(prices ->
                        "Money %s, a vCPU hour %s, a GB hour %s, a month of %.0f hours."
                                .formatted(
                                        rate,
                                        price(prices.vcpuHour()),
                                        price(prices.gbHour()),
                                        RunningCost.HOURS_PER_MONTH))
                .orElse("");
    }

    private static String price(double price) {
        return BigDecimal.valueOf(price).stripTrailingZeros().toPlainString();
    }
}
