package dev.tare.lab.bundle;

/**
 * A party that was lost while a block was being measured. The block is no block, and is not in the
 * bundle; that its party was lost stays in {@code losses.json}, whatever a resumed run adds.
 *
 * @param round in which it was lost
 * @param block that was being measured
 * @param specimen whose process it was; empty: the origin, which all scenarios share
 * @param sentence what became of it
 * @param epochNs wall-clock time at which it was seen
 */
public record LossRecord(int round, int block, String specimen, String sentence, long epochNs) {}
