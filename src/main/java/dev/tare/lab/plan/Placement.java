package dev.tare.lab.plan;

import dev.tare.specimen.control.proxy.ProxyFunction;
import dev.tare.specimen.mesh.Topology;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a proxy stands, and what it does there besides passing on.
 *
 * @param topology as sidecars; empty: one gateway before everything
 * @param mutualTls whether calls between two sidecars are secured by mTLS
 * @param functions of every sidecar
 * @param values for places of the application's chart, instead of the plan's, for this one alone
 */
public record Placement(
        Optional<Topology> topology,
        boolean mutualTls,
        Set<ProxyFunction> functions,
        Map<String, String> values) {
    /** One gateway before everything, as every plan has it that says nothing. */
    public static final Placement GATEWAY =
            new Placement(Optional.empty(), false, Set.of(), Map.of());

    public Placement {
        functions = Set.copyOf(functions);
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        if (topology.isEmpty() && (mutualTls || !functions.isEmpty())) {
            throw new IllegalArgumentException(
                    "mtls and functions are for sidecars; add a topology (%s)"
                            .formatted(String.join(", ", Topology.keys())));
        }
    }
}
