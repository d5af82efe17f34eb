package dev.tare.view.load;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Tally;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.lab.verdict.load.LoadFigure;
import dev.tare.lab.verdict.load.TimeKind;
import dev.tare.load.result.EndpointResult;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;
import dev.tare.view.text.TextTable;
import dev.tare.view.text.TextTable.Cell;
import java.util.ArrayList;
import java.util.List;

/** The tables of a load's screen: times by statistic, and endpoints. */
final class LoadTables {
    private static final String INDENT = "  ";
    private static final List<Double> PERCENTILES = List.of(50.0, 75.0, 90.0, 99.0, 99.9);
    private static final List<Double> OF_ENDPOINTS = List.of(50.0, 99.0);

    private final JudgedLoad judged;
    private final TextStyle style;
    private final boolean detailed;
    private final List<LoadFigure> responseTimes;

    LoadTables(JudgedLoad judged, TextStyle style, boolean detailed) {
        this.judged = judged;
        this.style = style;
        this.detailed = detailed;
        responseTimes =
                statistics().stream()
                        .map(statistic -> judged.figure(TimeKind.RESPONSE_TIME, statistic))
                        .toList();
    }

    private List<Statistic> statistics() {
        List<Statistic> statistics = new ArrayList<>();
        statistics.add(Statistic.Whole.MEAN);
        (detailed ? JudgedLoad.PERCENTILES : PERCENTILES)
                .forEach(p -> statistics.add(new Statistic.Percentile(p)));
        statistics.add(Statistic.Whole.MAX);
        return statistics;
    }

    /** The response times that the table shows, or withholds. */
    List<LoadFigure> figures() {
        return responseTimes;
    }

    void times(StringBuilder out) {
        boolean open = judged.load().spec().model() instanceof LoadModel.OpenLoop;
        TextTable table = new TextTable(style);
        List<Cell> head = new ArrayList<>();
        head.add(Cell.of(""));
        head.add(Cell.of("response time", Tone.STRONG));
        head.add(Cell.of("95 % interval", Tone.FAINT));
        if (open) {
            head.add(Cell.of("service time"));
            head.add(Cell.of("send lag"));
        }
        table.header(head);
        List<Statistic> statistics = statistics();
        for (int i = 0; i < statistics.size(); i++) {
            LoadFigure figure = responseTimes.get(i);
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(figure.label()));
            row.add(cell(figure, Tone.STRONG));
            row.add(Cell.of(interval(figure), Tone.FAINT));
            if (open) {
                row.add(cell(judged.figure(TimeKind.SERVICE_TIME, statistics.get(i)), Tone.PLAIN));
                row.add(cell(judged.figure(TimeKind.SEND_LAG, statistics.get(i)), Tone.PLAIN));
            }
            table.row(row);
        }
        table.appendTo(out, INDENT);
    }

    private static Cell cell(LoadFigure figure, Tone tone) {
        String mark = LoadText.mark(figure.verdict());
        return figure.shown()
                ? new Cell(
                        Quantity.duration(figure.value()),
                        mark.isEmpty() ? "" : " " + mark,
                        tone,
                        LoadText.tone(figure.verdict()))
                : Cell.of(Quantity.ABSENT);
    }

    private static String interval(LoadFigure figure) {
        if (!figure.shown() || figure.interval().isEmpty()) {
            return "";
        }
        Interval interval = figure.interval().get();
        String low = Quantity.duration(interval.low());
        String high = Quantity.duration(interval.high());
        int space = low.lastIndexOf(' ');
        boolean oneUnit = space >= 0 && high.endsWith(low.substring(space));
        return (oneUnit ? low.substring(0, space) : low) + " to " + high;
    }

    void endpoints(StringBuilder out) {
        TextTable table = new TextTable(style);
        List<Cell> head = new ArrayList<>();
        for (String name : List.of("endpoint", "sent", "failed", "goodput", "mean")) {
            head.add(Cell.of(name));
        }
        OF_ENDPOINTS.forEach(p -> head.add(Cell.of(new Statistic.Percentile(p).label())));
        head.add(Cell.of("max"));
        table.header(head);
        for (EndpointResult endpoint : judged.load().result().endpoints()) {
            Tally tally = endpoint.tally();
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(endpoint.name()));
            row.add(Cell.of(Quantity.count(tally.sent())));
            row.add(
                    Cell.of(
                            Quantity.count(tally.failed()),
                            tally.failed() > 0 ? Tone.BAD : Tone.PLAIN));
            row.add(Cell.of(Quantity.of(judged.goodput(endpoint).value(), judged.rate().unit())));
            row.add(cell(judged.figure(endpoint, Statistic.Whole.MEAN), Tone.PLAIN));
            for (double percentile : OF_ENDPOINTS) {
                row.add(
                        cell(
                                judged.figure(endpoint, new Statistic.Percentile(percentile)),
                                Tone.PLAIN));
            }
            row.add(cell(judged.figure(endpoint, Statistic.Whole.MAX), Tone.PLAIN));
            table.row(row);
        }
        table.appendTo(out, INDENT);
    }
}
