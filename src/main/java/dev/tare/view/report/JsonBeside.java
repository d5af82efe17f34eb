package dev.tare.view.report;

import dev.tare.lab.beside.Beside;
import dev.tare.lab.beside.FaultAnswer;
import dev.tare.lab.plan.PublishedFigure;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Published figures beside ours for programs: ours stand under {@code scenarios}. */
final class JsonBeside {
    private JsonBeside() {}

    static void write(ObjectNode node, Beside beside) {
        node.put("title", beside.published().title());
        node.put("source", beside.published().source());
        node.put("note", beside.published().note());
        ArrayNode rows = node.putArray("rows");
        for (Beside.Line line : beside.lines()) {
            ObjectNode row = rows.addObject();
            row.put("what", line.row().what());
            row.put("place", line.row().place());
            row.put("specimen", line.row().specimen());
            row.put("workload", line.row().workload());
            row.put("in_this_run", line.ours().isPresent());
            ObjectNode figures = row.putObject("figures");
            for (PublishedFigure figure : PublishedFigure.values()) {
                Double value = line.row().figures().get(figure);
                if (value != null) {
                    figures.put(name(figure), value);
                }
            }
            row.put("cpu", line.row().cpu());
            line.ours().ifPresent(ours -> ours(row.putObject("ours"), ours));
        }
        ArrayNode faults = node.putArray("faults");
        for (FaultAnswer answer : beside.answers()) {
            ObjectNode fault = faults.addObject();
            fault.put("check", answer.fault().check().key());
            fault.put("name", answer.fault().name());
            fault.put("published", answer.fault().published());
            fault.put("state", answer.state().name().toLowerCase(Locale.ROOT));
            fault.put("sentence", answer.sentence());
        }
    }

    private static void ours(ObjectNode node, Beside.Ours ours) {
        ours.coresLow().ifPresent(cores -> node.put("least_cores", cores));
        ours.coresHigh().ifPresent(cores -> node.put("most_cores", cores));
        node.put("calls", ours.calls());
        node.put("failed", ours.failed());
        node.put("sockets", ours.sockets());
    }

    private static String name(PublishedFigure figure) {
        return switch (figure) {
            case RATE -> "rate_per_sec";
            case BYTES -> "bytes_per_sec";
            case MEAN -> "response_time_ns_mean";
            case P50 -> "response_time_ns_p50";
            case P90 -> "response_time_ns_p90";
            case P99 -> "response_time_ns_p99";
            case P999 -> "response_time_ns_p999";
            case CALLS -> "calls";
            case FAILED -> "failed";
            case SOCKETS -> "sockets";
        };
    }
}
