package dev.tare.specimen.proxy.route;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.RouteAction;
import java.util.Map;

/**
 * Divides requests among clusters, each as often as its weight says.
 *
 * <p>Thread-safety: immutable; the caller brings random numbers of its own. Allocation: none.
 */
public final class ClusterSplit {
    private final int[] clusters;

    /** The weights up to each cluster, itself included. */
    private final int[] weightsUpTo;

    ClusterSplit(RouteAction.Forward forward, Map<String, Integer> clusterIndexes) {
        int count = forward.targets().size();
        clusters = new int[count];
        weightsUpTo = new int[count];
        int sum = 0;
        for (int i = 0; i < count; i++) {
            RouteAction.Target target = forward.targets().get(i);
            Integer index = clusterIndexes.get(target.cluster());
            if (index == null) {
                throw new IllegalArgumentException("no cluster \"" + target.cluster() + "\"");
            }
            clusters[i] = index;
            sum += target.weight();
            weightsUpTo[i] = sum;
        }
    }

    /**
     * Chooses a cluster.
     *
     * @param random drawn from only where there is a choice
     * @return its position in the configuration
     */
    public int pick(SplitMix64 random) {
        int last = clusters.length - 1;
        if (last == 0) {
            return clusters[0];
        }
        int wanted = random.nextInt(weightsUpTo[last]);
        int i = 0;
        while (weightsUpTo[i] <= wanted) {
            i++;
        }
        return clusters[i];
    }
}
