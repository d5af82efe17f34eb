package dev.tare.specimen.app.wamp;

import dev.tare.specimen.app.wamp.callee.Arithmetic;
import dev.tare.specimen.app.wamp.client.JoinOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What callees offer, and to whom.
 *
 * @param procedures each callee offers all of them
 * @param invoke the protocol's word for who is called: {@code single}, {@code roundrobin}, …
 * @param callees how many there are, each with a link of its own, 1 to {@link #MAX_CALLEES}
 */
public record CalleeOptions(
        CalleeTarget target,
        JoinOptions join,
        List<Arithmetic> procedures,
        String invoke,
        int callees) {
    public static final int MAX_CALLEES = 1_000;

    private static final String SINGLE = "single";
    private static final Set<String> RULES =
            Set.of(SINGLE, "roundrobin", "random", "first", "last");

    public CalleeOptions {
        procedures = List.copyOf(procedures);
        if (procedures.isEmpty()) {
            throw new IllegalArgumentException("procedures: there must be one");
        }
        if (!RULES.contains(invoke)) {
            throw new IllegalArgumentException(
                    "invoke \"%s\" must be single, roundrobin, random, first or last"
                            .formatted(invoke));
        }
        if (callees < 1 || callees > MAX_CALLEES) {
            throw new IllegalArgumentException(
                    "callees: %d must be 1 to %d".formatted(callees, MAX_CALLEES));
        }
        if (callees > 1 && invoke.equals(SINGLE)) {
            throw new IllegalArgumentException(
                    "%d callees share a procedure only by another rule than single, such as"
                                    .formatted(callees)
                            + " roundrobin");
        }
    }

    /** One callee of one procedure. */
    public static CalleeOptions of(CalleeTarget target, JoinOptions join, Arithmetic procedure) {
        return new CalleeOptions(target, join, List.of(procedure), SINGLE, 1);
    }

    /** So many callees that share by a rule. */
    public CalleeOptions shared(String rule, int count) {
        return new CalleeOptions(target, join, procedures, rule, count);
    }

    Map<String, @Nullable Object> registerOptions() {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        if (!invoke.equals(SINGLE)) {
            options.put("invoke", invoke);
        }
        return options;
    }
}
