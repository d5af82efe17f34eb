/**
 * What a load generator printed, as records: what was asked of it, what it did, its latencies and
 * answers, each figure with the precision of its printing, the words around it and where it stood.
 *
 * <p>What a tool did not print is empty, never zero. Texts are kept as they stood, control
 * characters included, but for terminal colours; who shows them strips them.
 *
 * <p>Depends on nothing of Tare's. Immutable: any thread.
 */
@NullMarked
package dev.tare.lab.foreign.reader.result;

import org.jspecify.annotations.NullMarked;
