package dev.tare.load.check;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.io.wire.FieldsView;
import java.lang.foreign.MemorySegment;

/** Status, length and pattern: what most loads check, without anything more. */
final class PlainInspection implements AnswerInspection {
    private final int statusMin;
    private final int statusMax;
    private final long bodyLength;
    private final BodyPattern pattern;
    private int matched;

    PlainInspection(AnswerCheck check, BodyPattern pattern) {
        statusMin = check.statusMin();
        statusMax = check.statusMax();
        bodyLength = check.bodyLength();
        this.pattern = pattern;
    }

    @Override
    public boolean wantsHead() {
        return false;
    }

    @Override
    public boolean wantsBody() {
        return !pattern.isWhole(BodyPattern.NOTHING_MATCHED);
    }

    @Override
    public boolean wantsTrailers() {
        return false;
    }

    @Override
    public void begin() {
        matched = BodyPattern.NOTHING_MATCHED;
    }

    @Override
    public void onHead(FieldsView head) {
        // Of a head only the status counts here, which outcome() is told.
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        matched = pattern.match(matched, buffer, offset, length);
    }

    @Override
    public void onTrailers(FieldsView trailers) {
        // No plain check looks at them.
    }

    @Override
    public Outcome outcome(int status, long bodyBytes) {
        if (status < statusMin || status > statusMax) {
            return Outcome.WRONG_STATUS;
        }
        if (bodyLength != AnswerCheck.ANY_LENGTH && bodyBytes != bodyLength) {
            return Outcome.WRONG_LENGTH;
        }
        return pattern.isWhole(matched) ? Outcome.CORRECT : Outcome.WRONG_BODY;
    }
}
