package dev.tare.load.check;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.io.wire.BodySink;
import dev.tare.io.wire.FieldsView;
import java.lang.foreign.MemorySegment;

/**
 * Holds one answer after another against a check. For each: {@link #begin}, then {@link #onHead},
 * {@link #onBody} any number of times and {@link #onTrailers} as they arrive, then {@link
 * #outcome}; an answer that never becomes whole just ends with the next {@link #begin}.
 *
 * <p>Thread-safety: one thread at a time. Allocation: none for status, length, pattern, header,
 * equality, CRC32 and gRPC status; none once buffers have grown for JSON and SHA-256; a regular
 * expression may allocate what Java's matching does.
 */
public interface AnswerInspection extends BodySink {

    /** An inspection of its own; {@link AnswerInspector} makes many that share what they can. */
    static AnswerInspection of(AnswerCheck check) {
        return AnswerInspector.of(check).inspection();
    }

    /** Whether {@link #onHead} must be called; if not, it may be. */
    boolean wantsHead();

    /** Whether {@link #onBody} must be called; if not, it may be. */
    boolean wantsBody();

    /** Whether {@link #onTrailers} must be called; if not, it may be. */
    boolean wantsTrailers();

    /** Begins with the next answer. */
    void begin();

    /**
     * The final head; informational ones are nobody's concern.
     *
     * @param head valid during the call only
     */
    void onHead(FieldsView head);

    @Override
    void onBody(MemorySegment buffer, long offset, int length);

    /**
     * The fields behind the body.
     *
     * @param trailers valid during the call only
     */
    void onTrailers(FieldsView trailers);

    /**
     * What an answer that is whole counts as. The first fault counts, in this order: status, body
     * length, header, body, gRPC status.
     *
     * @param status 100 to 999
     * @param bodyBytes length of the decoded body, 0 or more
     */
    Outcome outcome(int status, long bodyBytes);
}
