package dev.tare.lab.plan;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import java.util.List;
import java.util.Optional;

/**
 * One of several endpoints as a person writes it down.
 *
 * @param name stands in results; unique within a load
 * @param weight its share of all requests is its weight over the sum of all weights, 1 to {@link
 *     #MAX_WEIGHT}
 * @param method in capitals
 * @param url as it was written: it may have holes
 * @param fields header fields of its own
 * @param body empty for none
 * @param check what a correct answer is; absent: what it is for the others
 */
public record EndpointSpec(
        String name,
        int weight,
        String method,
        String url,
        List<Field> fields,
        String body,
        Optional<AnswerCheck> check) {
    public static final int MAX_WEIGHT = 1_000_000;

    public EndpointSpec {
        fields = List.copyOf(fields);
        if (name.isBlank()) {
            throw new IllegalArgumentException("an endpoint needs a name");
        }
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException(
                    "weight of \"%s\" is %d, must be 1 to %d".formatted(name, weight, MAX_WEIGHT));
        }
    }

    /** The name of an endpoint that was given none: method and path, without the query. */
    static String nameOf(String method, String url) {
        int scheme = url.indexOf("://");
        int slash = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
        int query = url.indexOf('?');
        int end = query < 0 ? url.length() : query;
        return method + " " + (slash < 0 || slash > end ? "/" : url.substring(slash, end));
    }
}
