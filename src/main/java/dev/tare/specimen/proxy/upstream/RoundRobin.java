package dev.tare.specimen.proxy.upstream;

import dev.tare.base.stats.SplitMix64;
import java.util.Arrays;

/**
 * Endpoints in turn, each as often as its weight says.
 *
 * <p>With unequal weights it is nginx's smooth way: every candidate's credit grows by its weight,
 * the richest is chosen and pays the sum of the weights. In as many choices as the weights add up
 * to, each endpoint is chosen exactly as often as its weight, evenly mixed: 3:1 gives A A B A, not
 * A A A B. A choice costs one step a candidate; with equal weights, one step.
 */
final class RoundRobin implements LoadBalancer {
    private final Endpoints endpoints;
    private final long[] credits;
    private int generation;
    private int next;

    /**
     * Begins somewhere.
     *
     * @param seed of where, so that threads do not begin with the same endpoint
     */
    RoundRobin(Endpoints endpoints, long seed) {
        this.endpoints = endpoints;
        credits = new long[endpoints.count()];
        next = new SplitMix64(seed).nextInt(endpoints.count());
        if (!endpoints.equalWeights()) {
            for (int i = next; i > 0; i--) {
                pick(0, Endpoints.NONE);
            }
        }
    }

    @Override
    public int pick(long key, int avoid) {
        int count = endpoints.candidateCount();
        if (count == 0) {
            return Endpoints.NONE;
        }
        if (!endpoints.equalWeights()) {
            return pickWeighted(count, avoid);
        }
        int chosen = step(count);
        return chosen == avoid && count > 1 ? step(count) : chosen;
    }

    private int step(int count) {
        int position = next < count ? next : 0;
        next = position + 1;
        return endpoints.candidate(position);
    }

    private int pickWeighted(int count, int avoid) {
        if (generation != endpoints.generation()) {
            generation = endpoints.generation();
            Arrays.fill(credits, 0);
        }
        int best = Endpoints.NONE;
        long total = 0;
        for (int k = 0; k < count; k++) {
            int i = endpoints.candidate(k);
            total += endpoints.weight(i);
            credits[i] += endpoints.weight(i);
            boolean wanted = i != avoid || count == 1;
            if (wanted && (best == Endpoints.NONE || credits[i] > credits[best])) {
                best = i;
            }
        }
        credits[best] -= total;
        return best;
    }
}
