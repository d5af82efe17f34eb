package dev.tare.load.check;

import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.Outcome;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** The body is exactly one text. It is compared as it arrives. */
final class EqualsCondition implements Condition {
    private static final long DIFFERS = -1;

    private final MemorySegment wanted;

    /** How many bytes are as they should be, or {@link #DIFFERS}. */
    private long equalBytes;

    EqualsCondition(FurtherCheck.BodyEquals check) {
        this(MemorySegment.ofArray(check.text().getBytes(StandardCharsets.UTF_8)));
    }

    private EqualsCondition(MemorySegment wanted) {
        this.wanted = wanted;
    }

    /** Another for the same text, without a copy of it. */
    EqualsCondition another() {
        return new EqualsCondition(wanted);
    }

    @Override
    public Outcome failure() {
        return Outcome.WRONG_BODY;
    }

    @Override
    public boolean wantsBody() {
        return true;
    }

    @Override
    public void begin() {
        equalBytes = 0;
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        if (equalBytes == DIFFERS) {
            return;
        }
        long end = equalBytes + length;
        boolean equal =
                end <= wanted.byteSize()
                        && MemorySegment.mismatch(
                                        buffer, offset, offset + length, wanted, equalBytes, end)
                                < 0;
        equalBytes = equal ? end : DIFFERS;
    }

    @Override
    public boolean holds() {
        return equalBytes == wanted.byteSize();
    }
}
