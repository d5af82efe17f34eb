package dev.tare.lab.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads published figures from YAML, as {@code docs/format/published-v1.md} describes them. */
public final class PublishedReader {
    private static final String[] ROW_KEYS =
            Stream.concat(
                            Stream.of("what", "specimen", "workload", "cpu", "place"),
                            Arrays.stream(PublishedFigure.values()).map(PublishedFigure::key))
                    .toArray(String[]::new);

    private PublishedReader() {}

    /**
     * Reads one document.
     *
     * @param text of the whole, at most 1,000,000 characters
     * @param source its file name, for messages
     * @throws PlanException in one line that names the source, the place, the fault and the remedy
     */
    public static Published read(String text, String source) throws PlanException {
        PlanNode root =
                PlanNode.parse(
                        text, source, "published figures are a map with title, source and rows");
        root.allow("title", "source", "note", "rows", "faults");
        String title = root.text("title");
        String from = root.text("source");
        String note = root.has("note") ? root.text("note") : "";
        List<Published.Row> rows = new ArrayList<>();
        for (PlanNode node : root.items("rows")) {
            rows.add(row(node));
        }
        List<Published.Fault> faults = new ArrayList<>();
        if (root.has("faults")) {
            for (PlanNode node : root.items("faults")) {
                faults.add(fault(node));
            }
        }
        return root.build(() -> new Published(title, from, note, rows, faults));
    }

    private static Published.Row row(PlanNode node) throws PlanException {
        node.allow(ROW_KEYS);
        Map<PublishedFigure, Double> figures = new EnumMap<>(PublishedFigure.class);
        for (PublishedFigure figure : PublishedFigure.values()) {
            if (node.has(figure.key())) {
                figures.put(figure, node.value(figure.key(), figure::read));
            }
        }
        if (figures.isEmpty()) {
            throw node.fault(
                    "has no figure; give it one of "
                            + Arrays.stream(PublishedFigure.values())
                                    .map(PublishedFigure::key)
                                    .collect(Collectors.joining(", ")));
        }
        String what = node.text("what");
        String specimen = node.text("specimen");
        String workload = node.text("workload");
        String cpu = node.has("cpu") ? node.text("cpu") : "";
        String place = node.has("place") ? node.text("place") : "";
        return node.build(() -> new Published.Row(what, specimen, workload, figures, cpu, place));
    }

    private static Published.Fault fault(PlanNode node) throws PlanException {
        node.allow("check", "name", "published");
        String key = node.text("check");
        Optional<PublishedCheck> check = PublishedCheck.of(key);
        if (check.isEmpty()) {
            throw node.fault(
                    "check \"%s\" is not known; known are %s"
                            .formatted(key, PublishedCheck.keys()));
        }
        return new Published.Fault(check.get(), node.text("name"), node.text("published"));
    }
}
