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
 * @param protocols what the connections of each specimen really spoke, by name: how many of {@code
 *     HTTP/1.1}, of {@code HTTP/1.1, TLSv1.3, TLS_AES_128_GCM_SHA256} and so on; empty where it was
 *     not written down
 * @param originProofs requests that were sent to a specimen and those that the origin counted
 *     meanwhile, by the specimen's name, bare's too; empty where the origin is not Tare's own
 */
public record BlockRecord(
        int index,
        int round,
        long startedEpochNs,
        List<SliceRecord> slices,
        Map<String, Usage> idle,
        Map<String, CounterProof> proofs,
        List<String> losses,
        Map<String, Map<String, Long>> protocols,
        Map<String, CounterProof> originProofs) {

    public BlockRecord {
        slices = List.copyOf(slices);
        idle = Map.copyOf(idle);
        proofs = Map.copyOf(proofs);
        losses = List.copyOf(losses);
        protocols = Map.copyOf(protocols);
        originProofs = Map.copyOf(originProofs);
    }

    /** Without what the origin counted. */
    public BlockRecord(
            int index,
            int round,
            long startedEpochNs,
            List<SliceRecord> slices,
            Map<String, Usage> idle,
            Map<String, CounterProof> proofs,
            List<String> losses,
            Map<String, Map<String, Long>> protocols) {
        this(index, round, startedEpochNs, slices, idle, proofs, losses, protocols, Map.of());
    }

    /** Without what the connections spoke. */
    public BlockRecord(
            int index,
            int round,
            long startedEpochNs,
            List<SliceRecord> slices,
            Map<String, Usage> idle,
            Map<String, CounterProof> proofs,
            List<String> losses) {
        this(index, round, startedEpochNs, slices, idle, proofs, losses, Map.of());
    }

    /**
     * Two counts of the same requests.
     *
     * @param sent by the instrument to this specimen during the block, all phases
     * @param seen by the specimen itself, or by the origin, during the block
     * @param source where that count was read, such as {@code stub_status}
     */
    public record CounterProof(long sent, long seen, String source) {}
}
