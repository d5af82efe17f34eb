package dev.tare.lab.experiment;

import dev.tare.lab.bundle.BlockRecord.CounterProof;
import dev.tare.lab.bundle.SliceRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds what was sent to every specimen of a block against what the origin counted meanwhile: a
 * cache asks it less often, a retry more often.
 *
 * <p>Thread-safety: one thread.
 */
final class OriginCount {
    private final Optional<OriginProcess> origin;
    private final Map<String, CounterProof> proofs = new HashMap<>();
    private OptionalLong before = OptionalLong.empty();

    /**
     * Counts from here on.
     *
     * @param origin empty: nothing is counted
     */
    OriginCount(Optional<OriginProcess> origin) {
        this.origin = origin;
    }

    /** A slice begins. */
    void begin() {
        before = count();
    }

    /** It has ended, its drain included. */
    void end(SliceRecord slice) {
        OptionalLong after = count();
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        String source = origin.map(OriginProcess::counterSource).orElse("");
        long sent = slice.lead().sent() + slice.measured().sent();
        long seen = after.getAsLong() - before.getAsLong();
        proofs.merge(
                slice.specimen(),
                new CounterProof(sent, seen, source),
                (a, b) -> new CounterProof(a.sent() + b.sent(), a.seen() + b.seen(), source));
    }

    /** Of all slices since the last time, by specimen. */
    Map<String, CounterProof> proofs() {
        Map<String, CounterProof> block = Map.copyOf(proofs);
        proofs.clear();
        return block;
    }

    private OptionalLong count() {
        return origin.map(OriginProcess::requests).orElse(OptionalLong.empty());
    }
}
