package dev.tare.specimen.proxy.upstream;

import dev.tare.base.stats.SplitMix64;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Consistent hashing: every endpoint has {@link #POINTS_A_WEIGHT} points for each unit of its
 * weight on a ring of 64-bit numbers, and a request goes to the first candidate at or behind its
 * key.
 *
 * <p>A point depends on the endpoint's address alone. So when an endpoint goes only its own keys
 * move, and they spread over the others; when one comes it takes about its share and nothing else
 * moves. Every thread, and every minivoy with the same endpoints, has the same ring.
 *
 * <p>With 160 points an endpoint's share of the keys has a standard deviation of about 8 %
 * (1/√160).
 *
 * <p>Source: Karger et al., "Consistent Hashing and Random Trees", 1997; 160 points as in Ketama.
 */
final class RingHash implements LoadBalancer {
    /** How many points of the ring an endpoint of weight 1 has. */
    static final int POINTS_A_WEIGHT = 160;

    private final Endpoints endpoints;

    /** In ascending order. */
    private final long[] points;

    /** Whose each point is. */
    private final int[] owners;

    private record Point(long position, String name, int owner) {}

    /**
     * The ring of these endpoints.
     *
     * @param names what each endpoint's points are made of, in the endpoints' order
     */
    RingHash(Endpoints endpoints, List<String> names) {
        this.endpoints = endpoints;
        List<Point> ring = new ArrayList<>();
        for (int i = 0; i < endpoints.count(); i++) {
            String name = names.get(i);
            long seed = SplitMix64.derive(0, name);
            for (int k = 0; k < POINTS_A_WEIGHT * endpoints.weight(i); k++) {
                ring.add(new Point(SplitMix64.at(seed, k), name, i));
            }
        }
        // By name where two meet, so that the order of the document makes no difference.
        ring.sort(Comparator.comparingLong(Point::position).thenComparing(Point::name));
        points = ring.stream().mapToLong(Point::position).toArray();
        owners = ring.stream().mapToInt(Point::owner).toArray();
    }

    @Override
    public int pick(long key, int avoid) {
        int count = endpoints.candidateCount();
        if (count == 0) {
            return Endpoints.NONE;
        }
        int position = firstAtOrBehind(key);
        int chosen = owners[position];
        while (!endpoints.isCandidate(chosen) || (chosen == avoid && count > 1)) {
            position = position + 1 < owners.length ? position + 1 : 0;
            chosen = owners[position];
        }
        return chosen;
    }

    private int firstAtOrBehind(long key) {
        int low = 0;
        int high = points.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < points.length ? low : 0;
    }
}
