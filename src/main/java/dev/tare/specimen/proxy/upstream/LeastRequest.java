package dev.tare.specimen.proxy.upstream;

import dev.tare.base.stats.SplitMix64;

/**
 * Of two endpoints drawn at random the one with fewer requests in flight for its weight; of equals,
 * the one drawn first.
 *
 * <p>Endpoints are drawn as often as their weights say, so that without load the shares are those
 * of the weights. The two are never the same while there are two candidates.
 *
 * <p>Source: Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001.
 */
final class LeastRequest implements LoadBalancer {
    private final Endpoints endpoints;
    private final SplitMix64 random;

    /** The weights of the candidates up to each position, itself included. */
    private final int[] weightsUpTo;

    private int generation;

    LeastRequest(Endpoints endpoints, long seed) {
        this.endpoints = endpoints;
        random = new SplitMix64(seed);
        weightsUpTo = new int[endpoints.count()];
    }

    @Override
    public int pick(long key, int avoid) {
        int count = endpoints.candidateCount();
        if (count <= 1) {
            return count == 0 ? Endpoints.NONE : endpoints.candidate(0);
        }
        int first = draw(count);
        int second = draw(count);
        if (second == first) {
            second = first + 1 < count ? first + 1 : 0;
        }
        int a = endpoints.candidate(first);
        int b = endpoints.candidate(second);
        if (a == avoid || b == avoid) {
            return a == avoid ? b : a;
        }
        long burdenOfA = (long) endpoints.active(a) * endpoints.weight(b);
        long burdenOfB = (long) endpoints.active(b) * endpoints.weight(a);
        return burdenOfB < burdenOfA ? b : a;
    }

    /** A position among the candidates. */
    private int draw(int count) {
        if (endpoints.equalWeights()) {
            return random.nextInt(count);
        }
        if (generation != endpoints.generation()) {
            generation = endpoints.generation();
            int sum = 0;
            for (int k = 0; k < count; k++) {
                sum += endpoints.weight(endpoints.candidate(k));
                weightsUpTo[k] = sum;
            }
        }
        int wanted = random.nextInt(weightsUpTo[count - 1]);
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (weightsUpTo[middle] > wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
