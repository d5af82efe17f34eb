package dev.tare.load.engine;

import dev.tare.load.connection.Linked;
import dev.tare.load.request.OutgoingRequest;

/**
 * A request that is made and waits until an exchange of its address is free.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: where it is longer than those that it
 * held before.
 */
final class HeldRequest extends Linked<HeldRequest> {
    private final OutgoingRequest request = new OutgoingRequest();
    private long sequence;
    private long intendedNs;
    private int answers;
    private boolean headRequest;

    /** Room for the next request, which is still to be copied here. */
    OutgoingRequest begin(long ofSequence, long intendedStartNs, int answersDue, boolean toHead) {
        sequence = ofSequence;
        intendedNs = intendedStartNs;
        answers = answersDue;
        headRequest = toHead;
        return request;
    }

    void copyTo(OutgoingRequest into) {
        into.beginMaking().append(request.bytes(), request.offset(), request.length());
        into.made();
    }

    long sequence() {
        return sequence;
    }

    /** When it was to start. */
    long intendedNs() {
        return intendedNs;
    }

    /** How many answers there will be. */
    int answers() {
        return answers;
    }

    boolean headRequest() {
        return headRequest;
    }

    /** The memory that it takes. */
    long memoryBytes() {
        return request.bytes().byteSize();
    }
}
