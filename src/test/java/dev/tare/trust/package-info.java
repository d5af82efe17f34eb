/**
 * The fault bench: faults that are planted on purpose, each in a real run with real processes, and
 * the rules of trust that must catch them. {@code bench/trust} runs all of them; {@link
 * dev.tare.trust.TrustTest} ten, chosen by a seed.
 *
 * <p>May use everything. Threads: one drives a run; a disturbance of a run has a thread of its own,
 * which ends with it.
 */
@NullMarked
package dev.tare.trust;

import org.jspecify.annotations.NullMarked;
