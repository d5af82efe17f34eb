package dev.tare.load.engine;

import dev.tare.base.core.AnswerCheck;
import dev.tare.load.connection.EndpointPlan;
import dev.tare.load.connection.RequestMakers;
import dev.tare.load.connection.TargetPlan;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * A load made ready: names resolved, requests encoded, equal targets and equal checks found.
 *
 * @param spec what was asked for
 * @param targets without two alike
 * @param endpoints in the load's order
 * @param checks without two alike
 */
record LoadPlan(
        LoadSpec spec,
        List<TargetPlan> targets,
        List<EndpointPlan> endpoints,
        List<AnswerCheck> checks) {

    /**
     * Makes a load ready.
     *
     * @param memory where the requests are kept
     * @throws IOException when a host is unknown
     * @throws IllegalArgumentException when a request cannot be sent
     */
    static LoadPlan of(LoadSpec spec, Arena memory) throws IOException {
        List<Target> distinct = new ArrayList<>();
        List<TargetPlan> targets = new ArrayList<>();
        List<AnswerCheck> checks = new ArrayList<>();
        List<EndpointPlan> endpoints = new ArrayList<>();
        for (Endpoint endpoint : spec.endpoints()) {
            int pool = place(endpoint.target(), distinct);
            if (pool == targets.size()) {
                targets.add(TargetPlan.of(endpoint.target()));
            }
            endpoints.add(
                    new EndpointPlan(
                            endpoints.size(),
                            endpoint,
                            pool,
                            place(endpoint.check(), checks),
                            endpoint.request().method().equals("HEAD"),
                            RequestMakers.of(endpoint, targets.get(pool), memory)));
        }
        return new LoadPlan(spec, targets, endpoints, checks);
    }

    /** Where a value stands among the distinct ones; at their end if it is new. */
    private static <T> int place(T value, List<T> distinct) {
        for (int i = 0; i < distinct.size(); i++) {
            if (distinct.get(i).equals(value)) {
                return i;
            }
        }
        distinct.add(value);
        return distinct.size() - 1;
    }
}
