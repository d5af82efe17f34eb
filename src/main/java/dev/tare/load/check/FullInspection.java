package dev.tare.load.check;

import dev.tare.base.core.Outcome;
import dev.tare.io.wire.FieldsView;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plain inspection with further conditions. */
final class FullInspection implements AnswerInspection {
    private final PlainInspection plain;
    private final @Nullable CollectedBody collected;

    /** In the order in which their failures count. */
    private final Condition[] conditions;

    private final boolean wantsHead;
    private final boolean wantsBody;
    private final boolean wantsTrailers;

    /**
     * An inspection at the begin of its first answer.
     *
     * @param collected what some of the conditions look at; null where none does
     */
    FullInspection(
            PlainInspection plain, @Nullable CollectedBody collected, List<Condition> conditions) {
        this.plain = plain;
        this.collected = collected;
        this.conditions =
                conditions.stream()
                        .sorted(Comparator.comparing(Condition::failure))
                        .toArray(Condition[]::new);
        wantsHead = conditions.stream().anyMatch(Condition::wantsHead);
        wantsBody =
                plain.wantsBody()
                        || collected != null
                        || conditions.stream().anyMatch(Condition::wantsBody);
        wantsTrailers = conditions.stream().anyMatch(Condition::wantsTrailers);
    }

    @Override
    public boolean wantsHead() {
        return wantsHead;
    }

    @Override
    public boolean wantsBody() {
        return wantsBody;
    }

    @Override
    public boolean wantsTrailers() {
        return wantsTrailers;
    }

    @Override
    public void begin() {
        plain.begin();
        if (collected != null) {
            collected.clear();
        }
        for (Condition condition : conditions) {
            condition.begin();
        }
    }

    @Override
    public void onHead(FieldsView head) {
        for (Condition condition : conditions) {
            condition.onHead(head);
        }
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        plain.onBody(buffer, offset, length);
        if (collected != null) {
            collected.add(buffer, offset, length);
        }
        for (Condition condition : conditions) {
            condition.onBody(buffer, offset, length);
        }
    }

    @Override
    public void onTrailers(FieldsView trailers) {
        for (Condition condition : conditions) {
            condition.onTrailers(trailers);
        }
    }

    @Override
    public Outcome outcome(int status, long bodyBytes) {
        Outcome outcome = plain.outcome(status, bodyBytes);
        if (outcome == Outcome.CORRECT || outcome == Outcome.WRONG_BODY) {
            outcome = furtherOutcome(outcome);
        }
        if (collected != null) {
            // Its buffer is free for the next answer of any inspection.
            collected.clear();
        }
        return outcome;
    }

    /** The first failure in order, that of the pattern among them. */
    private Outcome furtherOutcome(Outcome plainOutcome) {
        for (Condition condition : conditions) {
            boolean later =
                    plainOutcome != Outcome.CORRECT
                            && condition.failure().compareTo(plainOutcome) >= 0;
            if (later) {
                return plainOutcome;
            }
            if (!condition.holds()) {
                return condition.failure();
            }
        }
        return plainOutcome;
    }
}
