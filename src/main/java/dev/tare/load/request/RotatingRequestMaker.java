package dev.tare.load.request;

import java.util.List;

/** Several requests in turn. Thread-safety: that of the makers it goes through. */
public final class RotatingRequestMaker implements RequestMaker {
    private final List<RequestMaker> makers;

    /** Goes through these, 1 or more, by the sequence number. */
    public RotatingRequestMaker(List<RequestMaker> makers) {
        this.makers = List.copyOf(makers);
    }

    @Override
    public void make(long sequence, OutgoingRequest into) {
        makers.get((int) (sequence % makers.size())).make(sequence, into);
    }
}
