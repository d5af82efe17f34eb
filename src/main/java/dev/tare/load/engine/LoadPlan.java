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
            if (!distinct.contains(endpoint.target())) {
                distinct.add(endpoint.target());
                targets.add(TargetPlan.of(endpoint.target()));
            }
            int pool = distinct.indexOf(endpoint.target());
            if (!checks.contains(endpoint.check())) {
                checks.add(endpoint.check());
            }
            endpoints.add(
                    new EndpointPlan(
                            endpoints.size(),
                            endpoint,
                            pool,
                            checks.indexOf(endpoint.check()),
                            endpoint.request().method().equals("HEAD"),
                            RequestMakers.of(endpoint, targets.get(pool), memory)));
        }
        return new LoadPlan(spec, targets, endpoints, checks);
    }
}
