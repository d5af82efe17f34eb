package dev.tare.io.wire.forward;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What an intermediary changes of the head that it passes on, beside what the protocol wants: which
 * fields stay behind, and what a request asks for instead. Fields that it adds are the caller's.
 *
 * <p>Pseudo-header fields and the body's framing cannot be left out by it.
 *
 * <p>Thread-safety: the thread that puts the head together. Allocation: none.
 */
public interface HeadChange {
    /** All stays as it is. */
    HeadChange NONE = new HeadChange() {};

    /** Whether {@link #drops} may say so of any field. */
    default boolean dropsSome() {
        return false;
    }

    /** Whether fields with this name stay behind, the case of its letters aside. */
    default boolean drops(MemorySegment bytes, long nameOffset, int nameLength) {
        return false;
    }

    /** Host and port to be named in place of those that the request names; null for these. */
    default byte @Nullable [] authority() {
        return null;
    }

    /**
     * What comes in place of the first {@link #replacedPathBytes} of a request's path; null where
     * the path stays. Empty, or it begins with a slash; an asterisk stays whatever this says.
     */
    default byte @Nullable [] pathPrefix() {
        return null;
    }

    /** How much of the path goes; more than it has means all of it, and never its query. */
    default int replacedPathBytes() {
        return 0;
    }
}
