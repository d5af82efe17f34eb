package dev.tare.base.core;

import java.util.EnumMap;
import java.util.Map;

/**
 * Exact counts of what became of the planned requests of one phase.
 *
 * <p>A request belongs to the phase in which it was <em>intended</em> to start, whenever it ends,
 * so that no stall can push its victims out of the figures. Only {@code doneInside} and {@code
 * correctInside} count by the time of the end: they are what a rate and a CPU time a request are
 * made of.
 *
 * @param planned requests whose intended start fell due; in a closed loop equal to {@code sent}
 *     plus those that found no connection
 * @param sent requests of which at least one byte was handed to the kernel
 * @param unsent planned requests never sent, by reason; a reason that is absent counts 0
 * @param outcomes sent requests by how they ended; an outcome that is absent counts 0
 * @param inFlightAtEnd sent requests without an outcome when the drain ended
 * @param doneInside requests that ended, in whatever way, between the phase's start and end,
 *     whenever they began
 * @param correctInside those of {@code doneInside} that were correct
 * @param bytesInside bytes received between the phase's start and end, heads included
 * @param bodyBytes decoded body bytes of the phase's correct answers
 * @param connectsOpened connections opened between the phase's start and end
 * @param connectsFailed connections that could not be opened, likewise
 */
public record Tally(
        long planned,
        long sent,
        Map<Unsent, Long> unsent,
        Map<Outcome, Long> outcomes,
        long inFlightAtEnd,
        long doneInside,
        long correctInside,
        long bytesInside,
        long bodyBytes,
        long connectsOpened,
        long connectsFailed) {

    public static final Tally EMPTY = new Tally(0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, 0, 0);

    public Tally {
        unsent = Map.copyOf(unsent);
        outcomes = Map.copyOf(outcomes);
    }

    /** How many sent requests ended as {@code outcome}. */
    public long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** How many planned requests were never sent because of {@code reason}. */
    public long count(Unsent reason) {
        return unsent.getOrDefault(reason, 0L);
    }

    /** Planned requests never sent, over all reasons. */
    public long unsentTotal() {
        return unsent.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Sent requests with any outcome. */
    public long ended() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Sent requests that ended in any way but {@link Outcome#CORRECT}. */
    public long failed() {
        return ended() - count(Outcome.CORRECT);
    }

    /** Whether planned = sent + unsent, and sent = ended + in flight (rule 2). */
    public boolean conserved() {
        return planned == sent + unsentTotal() && sent == ended() + inFlightAtEnd;
    }

    /** The counts of both, added. */
    public Tally plus(Tally other) {
        return new Tally(
                planned + other.planned,
                sent + other.sent,
                sum(Unsent.class, unsent, other.unsent),
                sum(Outcome.class, outcomes, other.outcomes),
                inFlightAtEnd + other.inFlightAtEnd,
                doneInside + other.doneInside,
                correctInside + other.correctInside,
                bytesInside + other.bytesInside,
                bodyBytes + other.bodyBytes,
                connectsOpened + other.connectsOpened,
                connectsFailed + other.connectsFailed);
    }

    private static <E extends Enum<E>> Map<E, Long> sum(
            Class<E> type, Map<E, Long> left, Map<E, Long> right) {
        Map<E, Long> sum = new EnumMap<>(type);
        left.forEach((key, value) -> sum.merge(key, value, Long::sum));
        right.forEach((key, value) -> sum.merge(key, value, Long::sum));
        return sum;
    }
}
