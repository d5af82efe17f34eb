package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.OutlierPolicy;

/**
 * Ejects endpoints that fail many times in a row, each time for longer, and takes them back.
 *
 * <p>The nth ejection lasts n times the first one, up to the longest; for every such time that an
 * endpoint then stays in, n is one less. At no moment are more ejected than the policy's share of
 * all, rounded down: of one endpoint, or of nine at 10 %, none ever is.
 *
 * <p>Each thread judges by its own requests: what one has learnt the others learn for themselves.
 *
 * <p>Thread-safety: one thread, that of its {@link Endpoints}. Allocation: none.
 */
public final class OutlierDetector {
    private final OutlierPolicy policy;
    private final Endpoints endpoints;
    private final int maxEjected;
    private final int[] serverErrors;
    private final int[] gatewayFailures;

    /** How often each endpoint was ejected, less what was forgiven. */
    private final int[] ejections;

    /** When an ejected endpoint comes back; when one that is in is forgiven an ejection. */
    private final long[] nextNs;

    /** Nobody is ejected. */
    public OutlierDetector(OutlierPolicy policy, Endpoints endpoints) {
        this.policy = policy;
        this.endpoints = endpoints;
        int count = endpoints.count();
        maxEjected = count * policy.maxEjectedPercent() / 100;
        serverErrors = new int[count];
        gatewayFailures = new int[count];
        ejections = new int[count];
        nextNs = new long[count];
    }

    /** A try at an endpoint has come to an end. */
    public void on(int endpoint, TryResult result, long nowNs) {
        switch (result) {
            case ANSWERED -> {
                serverErrors[endpoint] = 0;
                gatewayFailures[endpoint] = 0;
                return;
            }
            case SERVER_ERROR -> {
                serverErrors[endpoint]++;
                gatewayFailures[endpoint] = 0;
            }
            case GATEWAY_ERROR, CONNECT_FAILED, RESET, TIMED_OUT -> {
                serverErrors[endpoint]++;
                gatewayFailures[endpoint]++;
            }
        }
        boolean tooMany =
                reaches(serverErrors[endpoint], policy.consecutiveServerErrors())
                        || reaches(gatewayFailures[endpoint], policy.consecutiveGatewayFailures());
        // What was in flight when it was ejected may still fail.
        if (tooMany && !endpoints.isEjected(endpoint) && endpoints.ejectedCount() < maxEjected) {
            eject(endpoint, nowNs);
        }
    }

    private static boolean reaches(int count, int threshold) {
        return threshold > 0 && count >= threshold;
    }

    private void eject(int endpoint, long nowNs) {
        ejections[endpoint]++;
        long lastsNs = Math.min(policy.ejectNs() * ejections[endpoint], policy.maxEjectNs());
        nextNs[endpoint] = nowNs + lastsNs;
        endpoints.eject(endpoint);
    }

    /** Takes back whose time is over, and forgives; to be called every second or more often. */
    public void tick(long nowNs) {
        for (int i = 0; i < nextNs.length; i++) {
            if (ejections[i] == 0 || nowNs - nextNs[i] < 0) {
                continue;
            }
            if (endpoints.isEjected(i)) {
                endpoints.readmit(i);
                serverErrors[i] = 0;
                gatewayFailures[i] = 0;
            } else {
                ejections[i]--;
            }
            nextNs[i] = nowNs + policy.ejectNs();
        }
    }
}
