package dev.tare.load.check;

import dev.tare.base.core.Outcome;
import dev.tare.io.wire.FieldsView;
import java.lang.foreign.MemorySegment;

/**
 * One further check of one answer after another; what it does not look at it is told in vain.
 *
 * <p>Thread-safety: one thread at a time.
 */
interface Condition {
    /** What an answer counts as where this does not hold. */
    Outcome failure();

    /** Whether it looks at heads. */
    default boolean wantsHead() {
        return false;
    }

    /** Whether it looks at bodies as they arrive. */
    default boolean wantsBody() {
        return false;
    }

    /** Whether it looks at trailers. */
    default boolean wantsTrailers() {
        return false;
    }

    /** Begins with the next answer. */
    default void begin() {}

    /** As {@link AnswerInspection#onHead}. */
    default void onHead(FieldsView head) {}

    /** As {@link AnswerInspection#onBody}. */
    default void onBody(MemorySegment buffer, long offset, int length) {}

    /** As {@link AnswerInspection#onTrailers}. */
    default void onTrailers(FieldsView trailers) {}

    /** Whether it holds for an answer that is whole. */
    boolean holds();
}
