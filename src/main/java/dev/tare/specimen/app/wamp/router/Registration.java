package dev.tare.specimen.app.wamp.router;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A procedure that one callee or several offer, in the order in which they came.
 *
 * <p>Thread-safety: the router's thread.
 */
final class Registration {
    private final long id;
    private final String procedure;
    private final MatchPolicy match;
    private final InvokePolicy invoke;
    private final List<CalleeSlot> slots = new ArrayList<>();
    private int next;

    Registration(long id, String procedure, MatchPolicy match, InvokePolicy invoke) {
        this.id = id;
        this.procedure = procedure;
        this.match = match;
        this.invoke = invoke;
    }

    long id() {
        return id;
    }

    String procedure() {
        return procedure;
    }

    MatchPolicy match() {
        return match;
    }

    InvokePolicy invoke() {
        return invoke;
    }

    void add(CalleeSlot slot) {
        slots.add(slot);
    }

    boolean has(Session callee) {
        return slots.stream().anyMatch(slot -> slot.callee() == callee);
    }

    /** Takes a callee out; returns whether it was the last one. */
    boolean remove(Session callee) {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).callee() == callee) {
                slots.remove(i);
                // So that the callees behind it do not miss their turn.
                next = i < next ? next - 1 : next;
                break;
            }
        }
        return slots.isEmpty();
    }

    /** The callee whose turn it is; null when it, or every one that may take its place, is busy. */
    @Nullable CalleeSlot choose(RandomGenerator random) {
        return switch (invoke) {
            case SINGLE, FIRST -> freeOrNull(slots.getFirst());
            case LAST -> freeOrNull(slots.getLast());
            case ROUNDROBIN -> {
                CalleeSlot chosen = null;
                for (int tries = slots.size(); tries > 0 && chosen == null; tries--) {
                    next = next >= slots.size() ? 0 : next;
                    chosen = freeOrNull(slots.get(next++));
                }
                yield chosen;
            }
            case RANDOM -> {
                CalleeSlot first = slots.get(random.nextInt(slots.size()));
                if (first.isFree()) {
                    yield first;
                }
                List<CalleeSlot> free = slots.stream().filter(CalleeSlot::isFree).toList();
                yield free.isEmpty() ? null : free.get(random.nextInt(free.size()));
            }
        };
    }

    private static @Nullable CalleeSlot freeOrNull(CalleeSlot slot) {
        return slot.isFree() ? slot : null;
    }

    /** The largest number of calls at once that a callee takes; for messages. */
    long concurrency() {
        return slots.stream().mapToLong(CalleeSlot::concurrency).max().orElse(0);
    }
}
