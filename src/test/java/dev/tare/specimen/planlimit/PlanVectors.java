package dev.tare.specimen.planlimit;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What whoever limits pulls by plan must answer: {@code vectors.json}. */
public final class PlanVectors {
    private static final long SECOND_NS = 1_000_000_000L;

    /** The fields of an answer that the vectors speak of. */
    public static final List<String> FIELDS =
            List.of("x-rate-limit", "x-app-user", "retry-after", "www-authenticate");

    /**
     * Requests that come one after the other, from a clean slate on.
     *
     * @param name a sentence
     */
    public record Scenario(String name, List<Request> requests) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * One request and its answer.
     *
     * @param epochNs what the wall clock shows
     * @param authorization the values of the fields of that name
     * @param fields of the answer, of {@link #FIELDS}
     */
    public record Request(
            long epochNs,
            List<String> authorization,
            int status,
            String text,
            Map<String, String> fields) {}

    private PlanVectors() {}

    /** All scenarios. */
    public static Stream<Scenario> all() throws IOException {
        try (InputStream in = PlanVectors.class.getResourceAsStream("vectors.json")) {
            JsonNode root = JsonMapper.builder().build().readTree(Objects.requireNonNull(in));
            return root.get("scenarios").valueStream().map(PlanVectors::scenario).toList().stream();
        }
    }

    private static Scenario scenario(JsonNode node) {
        List<Request> requests = new ArrayList<>();
        for (JsonNode request : node.get("requests")) {
            int times = request.has("times") ? request.get("times").intValue() : 1;
            for (int i = 0; i < times; i++) {
                requests.add(request(request));
            }
        }
        return new Scenario(node.get("name").stringValue(), requests);
    }

    private static Request request(JsonNode node) {
        Map<String, String> fields = new LinkedHashMap<>();
        node.get("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().stringValue()));
        return new Request(
                node.get("epoch_s").longValue() * SECOND_NS,
                node.get("authorization").valueStream().map(JsonNode::stringValue).toList(),
                node.get("status").intValue(),
                node.get("text").stringValue(),
                fields);
    }
}
