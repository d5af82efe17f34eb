package dev.tare.load.connection;

import dev.tare.io.wire.BodySink;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Hands a body to two who want to see it. Thread-safety: the loop's own thread only. */
final class ObservedBody implements BodySink {
    private final @Nullable BodySink observer;
    private @Nullable BodySink inspection;

    ObservedBody(@Nullable BodySink observer) {
        this.observer = observer;
    }

    /** For the answer that this inspection looks at. */
    ObservedBody of(BodySink of) {
        inspection = of;
        return this;
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        if (inspection != null) {
            inspection.onBody(buffer, offset, length);
        }
        if (observer != null) {
            observer.onBody(buffer, offset, length);
        }
    }
}
