package dev.tare.load.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import dev.tare.base.core.AnswerCheck;
import dev.tare.load.request.StaticRequestMaker;

/**
 * A load made ready: names resolved, requests encoded, equal targets and equal checks found.
 *
 * @param spec what was asked for
 * @param targets without two alike
 * @param endpoints in the load's order
 * @param checks how many different ones there are
 */
record LoadPlan(LoadSpec spec, List<TargetPlan> targets, List<EndpointPlan> endpoints, int checks) {

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
                            encode(endpoint, targets.get(pool), spec.cookies(), memory)));
        }
        return new LoadPlan(spec, targets, endpoints, checks.size());
    }

    private static MemorySegment encode(
            Endpoint endpoint, TargetPlan target, boolean cookies, Arena memory) {
        if (cookies || endpoint.template().isPresent()) {
            return MemorySegment.NULL;
        }
        return StaticRequestMaker.encode(
                endpoint.request(), endpoint.body(), target.authority(), memory);
    }
}
