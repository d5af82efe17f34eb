package dev.tare.io.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Parses heads that arrive whole, where they lie, and heads that arrive in pieces, in a buffer.
 *
 * <p>A head in pieces is parsed anew when a piece ends a line. A head has few lines ({@link
 * Http1Head#MAX_FIELDS}), so bytes that trickle in one by one cost no more than that many parses.
 */
final class HeadAssembler {
    /** What {@link #take} found out. */
    enum Outcome {
        NEED_MORE,
        WHOLE,
        FAULTY
    }

    /** Pieces are taken in slices, so that little of a body is copied behind its head. */
    private static final int SLICE_BYTES = 1024;

    private final Http1Head head = new Http1Head();
    private final HeadBuffer pieces;
    private final boolean request;
    private Outcome outcome = Outcome.NEED_MORE;
    private int headBytes;

    HeadAssembler(boolean request, @Nullable Arena arena) {
        this.request = request;
        pieces = new HeadBuffer(arena);
    }

    Http1Head head() {
        return head;
    }

    Outcome outcome() {
        return outcome;
    }

    /** The length of the head that is whole. */
    int headBytes() {
        return headBytes;
    }

    /** Whether a part of a head is there. */
    boolean partial() {
        return pieces.size() > 0;
    }

    void reset() {
        pieces.clear();
        outcome = Outcome.NEED_MORE;
        headBytes = 0;
    }

    /**
     * Takes bytes up to the end of the head; {@link #outcome} says whether that was reached.
     *
     * @param length 1 or more
     * @return how many bytes were consumed; all of them after a fault
     */
    int take(MemorySegment buffer, long offset, int length) {
        if (pieces.size() == 0) {
            int parsed = parse(buffer, offset, length);
            judge(parsed);
            if (outcome == Outcome.NEED_MORE) {
                // Less than MAX_HEAD_BYTES, or it would have been too large.
                pieces.append(buffer, offset, length);
            }
            return outcome == Outcome.WHOLE ? parsed : length;
        }
        int before = pieces.size();
        int taken = 0;
        while (taken < length) {
            int slice = Math.min(Math.min(length - taken, SLICE_BYTES), pieces.room());
            boolean endsLine = pieces.append(buffer, offset + taken, slice);
            taken += slice;
            if (endsLine || pieces.room() == 0) {
                int parsed = parse(pieces.bytes(), 0, pieces.size());
                judge(parsed);
                if (outcome == Outcome.WHOLE) {
                    pieces.clear();
                    return parsed - before;
                }
                if (outcome == Outcome.FAULTY) {
                    return length;
                }
            }
        }
        return length;
    }

    private int parse(MemorySegment buffer, long offset, int length) {
        return request
                ? head.parseRequest(buffer, offset, length)
                : head.parseResponse(buffer, offset, length);
    }

    private void judge(int parsed) {
        if (parsed >= 0) {
            outcome = Outcome.WHOLE;
            headBytes = parsed;
        } else {
            outcome = parsed == Http1Head.NEED_MORE ? Outcome.NEED_MORE : Outcome.FAULTY;
        }
    }
}
