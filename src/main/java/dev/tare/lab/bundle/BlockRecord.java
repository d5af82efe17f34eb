package dev.tare.lab.bundle;

import java.util.List;
import java.util.Map;

/**
 * {@code blocks/NNNN/block.json}: one balanced rotation of slices, the unit of pairing, of
 * resampling and of resume. Its folder is written whole or not at all.
 *
 * @param index from 0
 * @param round in which it was measured
 * @param startedEpochNs wall-clock time
 * @param slices in the order in which they ran
 * @param idle what each specimen used while others were loaded, by name
 * @param proofs requests by the instrument's count and by the specimen's own, by name; absent where
 *     the specimen does not count
 * @param losses what became of processes: one sentence for each that was restarted, replaced or
 *     lost during the block; empty when all were still there
 */
public record BlockRecord(
        int index,
        int round,
        long startedEpochNs,
        List<SliceRecord> slices,
        Map<String, Usage> idle,
        Map<String, CounterProof> proofs,
        List<String> losses) {

    public BlockRecord {
        slices = List.copyOf(slices);
        idle = Map.copyOf(idle);
        proofs = Map.copyOf(proofs);
        losses = List.copyOf(losses);
    }

    /**
     * Two counts of the same requests.
     *
     * @param sent by the instrument to this specimen during the block, all phases
     * @param seen by the specimen itself during the block
     * @param source where the specimen's count was read, such as {@code stub_status}
     */
    public record CounterProof(long sent, long seen, String source) {}
}
