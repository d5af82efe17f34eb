package dev.tare.load.connection;

import dev.tare.load.spec.Endpoint;

/**
 * What is known of an endpoint before the loops begin, the same for all of them.
 *
 * @param index its place in the load
 * @param endpoint as asked for
 * @param pool its target's place among the load's targets
 * @param check its check's place among the load's checks: equal checks share one
 * @param headRequest whether its requests are HEAD, whose answers have no body
 * @param makers make its requests; all loops share them
 */
public record EndpointPlan(
        int index,
        Endpoint endpoint,
        int pool,
        int check,
        boolean headRequest,
        RequestMakers makers) {}
