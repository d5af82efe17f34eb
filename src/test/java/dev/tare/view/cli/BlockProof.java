package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BlockRecord;

/** Holds a block's counts of requests against each other. */
final class BlockProof {
    private BlockProof() {}

    /**
     * Every specimen that counts has counted exactly what was sent to it.
     *
     * @param counting one that does
     */
    static void assertCountersAgree(BlockRecord block, String counting) {
        assertThat(block.proofs()).containsKey(counting);
        assertThat(block.proofs())
                .allSatisfy((name, proof) -> assertThat(proof.seen()).isEqualTo(proof.sent()));
    }
}
