package dev.tare.load.engine;

import dev.tare.base.stats.SplitMix64;
import dev.tare.load.spec.Endpoint;
import java.util.List;

/**
 * Which endpoint a request goes to: a pure function of its sequence number, so that all loops of a
 * load together keep to the weights, whichever of them sends a request.
 */
final class EndpointChooser {
    private final long seed;
    private final long[] upTo;
    private final long sum;

    EndpointChooser(List<Endpoint> endpoints, long seed) {
        this.seed = seed;
        upTo = new long[endpoints.size()];
        long total = 0;
        for (int i = 0; i < upTo.length; i++) {
            total += endpoints.get(i).weight();
            upTo[i] = total;
        }
        sum = total;
    }

    /** The endpoint's index. */
    int choose(long sequence) {
        if (upTo.length == 1) {
            return 0;
        }
        long bits = SplitMix64.at(seed, sequence);
        long drawn = Math.unsignedMultiplyHigh(bits, sum);
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (drawn < upTo[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
