package dev.tare.view.load;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.lab.load.LoadInterval;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.lab.verdict.load.LoadFigure;
import dev.tare.lab.verdict.load.TimeKind;
import dev.tare.load.result.EndpointResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * Tables of a load: a row an interval, or a row for the whole and for every endpoint. Names carry
 * their unit; columns are only ever added at the end; a cell is empty where there is no figure, as
 * an invalid one.
 *
 * <p>Source: RFC 4180, but that lines end in a line feed alone.
 */
final class LoadCsv {
    private static final List<Statistic> OF_INTERVALS =
            List.of(
                    Statistic.Whole.MEAN,
                    new Statistic.Percentile(50),
                    new Statistic.Percentile(90),
                    new Statistic.Percentile(99),
                    Statistic.Whole.MAX);
    private static final List<String> COUNTS = counts();

    private LoadCsv() {}

    private static List<String> counts() {
        List<String> names = new ArrayList<>(List.of("planned", "sent", "done", "correct"));
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.CORRECT) {
                names.add(outcome.key());
            }
        }
        for (Unsent reason : Unsent.values()) {
            names.add("unsent_" + reason.key());
        }
        return names;
    }

    private static List<String> counts(Tally tally) {
        List<Long> counts =
                new ArrayList<>(
                        List.of(
                                tally.planned(),
                                tally.sent(),
                                tally.doneInside(),
                                tally.count(Outcome.CORRECT)));
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.CORRECT) {
                counts.add(tally.count(outcome));
            }
        }
        for (Unsent reason : Unsent.values()) {
            counts.add(tally.count(reason));
        }
        return counts.stream().map(String::valueOf).toList();
    }

    /** A row an interval, in the order of time. */
    static String intervals(LoadReport report) {
        StringBuilder out = new StringBuilder();
        List<String> head = new ArrayList<>(List.of("start_s", "end_s"));
        head.addAll(COUNTS);
        head.addAll(List.of("rate_per_sec", "goodput_per_sec", "received_bytes_per_sec"));
        OF_INTERVALS.forEach(statistic -> head.add(name(TimeKind.RESPONSE_TIME, statistic)));
        OF_INTERVALS.forEach(statistic -> head.add(name(TimeKind.SEND_LAG, statistic)));
        head.add("connects_opened");
        head.add("connects_failed");
        line(out, head);
        LoadRecord load = report.load();
        for (LoadInterval interval : load.intervals()) {
            Tally tally = interval.tally();
            List<String> cells = new ArrayList<>();
            cells.add(seconds(interval.startNs() - load.result().measuredStartNs()));
            cells.add(seconds(interval.endNs() - load.result().measuredStartNs()));
            cells.addAll(counts(tally));
            cells.add(number(tally.doneInside() / interval.seconds()));
            cells.add(number(tally.correctInside() / interval.seconds()));
            cells.add(number(tally.bytesInside() / interval.seconds()));
            times(cells, interval.responseTime());
            times(cells, interval.sendLag());
            cells.add(Long.toString(tally.connectsOpened()));
            cells.add(Long.toString(tally.connectsFailed()));
            line(out, cells);
        }
        return out.toString();
    }

    private static void times(List<String> cells, Histogram times) {
        for (Statistic statistic : OF_INTERVALS) {
            cells.add(times.getTotalCount() == 0 ? "" : number(statistic.of(times)));
        }
    }

    /** A row for the whole load, then one for every endpoint that has a result of its own. */
    static String totals(LoadReport report) {
        StringBuilder out = new StringBuilder();
        List<String> head = new ArrayList<>(List.of("endpoint", "seconds"));
        head.addAll(COUNTS);
        head.addAll(List.of("error_ratio", "rate_per_sec", "goodput_per_sec"));
        List<Statistic> statistics = statistics();
        statistics.forEach(statistic -> head.add(name(TimeKind.RESPONSE_TIME, statistic)));
        line(out, head);
        JudgedLoad judged = report.judged();
        line(
                out,
                totals(
                        report,
                        "",
                        judged.load().result().measured().tally(),
                        List.of(judged.rate(), judged.goodput()),
                        statistic -> judged.figure(TimeKind.RESPONSE_TIME, statistic)));
        for (EndpointResult endpoint : judged.load().result().endpoints()) {
            line(
                    out,
                    totals(
                            report,
                            endpoint.name(),
                            endpoint.tally(),
                            List.of(judged.rate(endpoint), judged.goodput(endpoint)),
                            statistic -> judged.figure(endpoint, statistic)));
        }
        return out.toString();
    }

    private static List<Statistic> statistics() {
        List<Statistic> statistics = new ArrayList<>(List.of(Statistic.Whole.MEAN));
        JudgedLoad.PERCENTILES.forEach(p -> statistics.add(new Statistic.Percentile(p)));
        statistics.add(Statistic.Whole.MAX);
        return statistics;
    }

    private static List<String> totals(
            LoadReport report,
            String endpoint,
            Tally tally,
            List<LoadFigure> rates,
            Function<Statistic, LoadFigure> figures) {
        List<String> cells = new ArrayList<>();
        cells.add(endpoint);
        cells.add(number(report.load().measuredSeconds()));
        cells.addAll(counts(tally));
        cells.add(figure(report.judged().errorRatio(tally)));
        rates.forEach(rate -> cells.add(figure(rate)));
        statistics().forEach(statistic -> cells.add(figure(figures.apply(statistic))));
        return cells;
    }

    private static String figure(LoadFigure figure) {
        return figure.shown() ? number(figure.value()) : "";
    }

    /** Such as {@code response_time_ns_p999}. */
    static String name(TimeKind kind, Statistic statistic) {
        return kind.key() + "_ns_" + statistic.label().replace(".", "");
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.3f", ns / 1e9);
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append(cells.stream().map(LoadCsv::quoted).collect(Collectors.joining(",")));
        out.append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
