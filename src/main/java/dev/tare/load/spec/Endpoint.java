package dev.tare.load.spec;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.load.request.TemplateData;
import java.util.List;
import java.util.Optional;

/**
 * One of the requests that a load is made of.
 *
 * @param name stands in results; unique within a load
 * @param target where it goes
 * @param request what is sent
 * @param payloads bodies that requests have in turn, such as gRPC messages; none: the request's own
 * @param check what a correct answer is
 * @param weight its share of all requests is its weight over the sum of all weights, 1 to 10^6
 * @param template fills the {@code {{holes}}} of the request; absent: the request is sent as it is
 */
public record Endpoint(
        String name,
        Target target,
        RequestSpec request,
        List<RequestBody> payloads,
        AnswerCheck check,
        int weight,
        Optional<TemplateData> template) {
    private static final int MAX_WEIGHT = 1_000_000;
    private static final int MAX_NAME_LENGTH = 256;

    public Endpoint {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "an endpoint's name must have 1 to %d characters".formatted(MAX_NAME_LENGTH));
        }
        payloads = List.copyOf(payloads);
        if (!payloads.isEmpty() && !request.body().isEmpty()) {
            throw new IllegalArgumentException("\"%s\" has two bodies".formatted(name));
        }
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException(
                    "weight of \"%s\" is %d, must be 1 to %d".formatted(name, weight, MAX_WEIGHT));
        }
    }

    /** What is sent after the head, in turn: 1 or more. */
    public List<RequestBody> bodies() {
        return payloads.isEmpty() ? List.of(RequestBody.of(request.body())) : payloads;
    }

    /** The only endpoint of a load, named by method and request target. */
    public static Endpoint single(Target target, RequestSpec request, AnswerCheck check) {
        String name = request.method() + " " + request.target();
        return new Endpoint(
                name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH)),
                target,
                request,
                List.of(),
                check,
                1,
                Optional.empty());
    }
}
