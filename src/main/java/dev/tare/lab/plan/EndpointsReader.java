package dev.tare.lab.plan;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RequestSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads endpoints from YAML or JSON, or from a line each, as {@code docs/load.md} describes. */
public final class EndpointsReader {
    private static final String LINE_FORM = "\"NAME=WEIGHT METHOD URL\"";
    private static final String SHAPE = "a file of endpoints is a map with the key endpoints";

    private EndpointsReader() {}

    /**
     * Reads a document: a map whose key {@code endpoints} is a list.
     *
     * @param text of the whole document, at most {@link PlanNode#MAX_DOCUMENT_LENGTH} characters
     * @param source its file name, for messages
     * @throws PlanException in one line that names the source, the place, the fault and the remedy
     */
    public static List<EndpointSpec> read(String text, String source) throws PlanException {
        PlanNode root = PlanNode.parse(text, source, SHAPE);
        root.allow("endpoints");
        List<EndpointSpec> endpoints = new ArrayList<>();
        for (PlanNode node : root.items("endpoints")) {
            endpoints.add(endpoint(node));
        }
        if (endpoints.isEmpty()) {
            throw root.child("endpoints").fault("is empty; name one endpoint or more");
        }
        return endpoints;
    }

    private static EndpointSpec endpoint(PlanNode node) throws PlanException {
        return endpoint(node, "url");
    }

    /** One with a path where others have a URL: it goes to whatever is weighed. */
    static EndpointSpec onPath(PlanNode node) throws PlanException {
        EndpointSpec endpoint = endpoint(node, "path");
        node.build(() ->
                new RequestSpec(
                        endpoint.method(), endpoint.url(), endpoint.fields(), endpoint.body()));
        return endpoint;
    }

    private static EndpointSpec endpoint(PlanNode node, String urlKey) throws PlanException {
        node.allow("name", "weight", "method", urlKey, "headers", "body", "check");
        String method = PlanReader.method(node);
        String url = node.text(urlKey);
        String name = node.has("name") ? node.text("name") : EndpointSpec.nameOf(method, url);
        int weight =
                node.has("weight")
                        ? node.value(
                                "weight", t -> QuantityText.count(t, 1, EndpointSpec.MAX_WEIGHT))
                        : 1;
        List<Field> fields = PlanReader.fields(node);
        String body = node.has("body") ? node.text("body") : "";
        Optional<AnswerCheck> check =
                node.has("check")
                        ? Optional.of(PlanReader.check(node.child("check")))
                        : Optional.empty();
        return node.build(() -> new EndpointSpec(name, weight, method, url, fields, body, check));
    }

    /**
     * Reads one line: name and weight, the method, the URL. The first two may be left out.
     *
     * @throws IllegalArgumentException that names the line and the form
     */
    public static EndpointSpec line(String line) {
        List<String> words = List.of(line.strip().split("\\s+"));
        int before = words.size() - 1;
        boolean weighted = words.getFirst().contains("=") && before > 0;
        boolean methodNamed = before == (weighted ? 2 : 1);
        if (before > (weighted ? 2 : 1) || words.getLast().isEmpty()) {
            throw new IllegalArgumentException(
                    "\"%s\" is not of the form %s".formatted(line, LINE_FORM));
        }
        String method = methodNamed ? words.get(before - 1).toUpperCase(Locale.ROOT) : "GET";
        String url = words.getLast();
        if (!weighted) {
            String name = EndpointSpec.nameOf(method, url);
            return new EndpointSpec(name, 1, method, url, List.of(), "", Optional.empty());
        }
        String first = words.getFirst();
        int equals = first.lastIndexOf('=');
        String name = first.substring(0, equals);
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"%s\" has no name; the form is %s".formatted(line, LINE_FORM));
        }
        int weight = QuantityText.count(first.substring(equals + 1), 1, EndpointSpec.MAX_WEIGHT);
        return new EndpointSpec(name, weight, method, url, List.of(), "", Optional.empty());
    }
}
