package dev.tare.load.connection;

import dev.tare.load.check.AnswerInspection;
import dev.tare.load.request.CookieJar;
import dev.tare.load.request.OutgoingRequest;
import org.jspecify.annotations.Nullable;

/**
 * Room for one request and its answer on a connection: an HTTP/1.1 connection has one, or as many
 * as are pipelined; an HTTP/2 connection has one a stream.
 *
 * <p>Thread-safety: the loop's own thread only.
 *
 * <p>Allocation: none but the inspections, at the first use of each.
 */
public final class Exchange extends Linked<Exchange> {
    /** What {@link #sentNs} is until the kernel has taken a byte of the request. */
    public static final long NOT_SENT = Long.MIN_VALUE;

    /** What {@link #dueNs} is while nobody thinks. */
    public static final long NOT_DUE = Long.MIN_VALUE;

    private final ClientConnection connection;

    /** Its place among the connection's exchanges, from 0. */
    final int slot;

    /** The bytes of the request, for as long as it is being sent. */
    final OutgoingRequest outgoing;

    private long dueNs = NOT_DUE;
    private final @Nullable AnswerInspection[] inspections;
    private @Nullable EndpointWork endpoint;
    private long intendedNs;
    private long sentNs = NOT_SENT;
    private int answersDue;
    private long sequence;
    private boolean headRequest;

    /**
     * Room for a request.
     *
     * @param checks how many different ones answers may be held against
     * @param cookies the client's; null where it keeps none
     */
    Exchange(ClientConnection connection, int slot, int checks, @Nullable CookieJar cookies) {
        outgoing = cookies == null ? new OutgoingRequest() : new OutgoingRequest(cookies);
        this.connection = connection;
        this.slot = slot;
        inspections = new AnswerInspection[checks];
    }

    /** What it has room on. */
    public ClientConnection connection() {
        return connection;
    }

    /** When a thinking client's next request is to start; {@link #NOT_DUE} while nobody thinks. */
    public long dueNs() {
        return dueNs;
    }

    /** The client thinks until then. */
    public void thinkUntil(long thoughtNs) {
        dueNs = thoughtNs;
    }

    /**
     * A request takes the room.
     *
     * @param ofSequence the request's number
     */
    public void begin(EndpointWork work, long ofSequence, long intendedStartNs) {
        sequence = ofSequence;
        endpoint = work;
        intendedNs = intendedStartNs;
        sentNs = NOT_SENT;
        answersDue = 1;
        headRequest = work.headRequest();
        dueNs = NOT_DUE;
    }

    /** What the request is one of. */
    public EndpointWork endpoint() {
        EndpointWork work = endpoint;
        if (work == null) {
            throw new IllegalStateException("nothing was begun in this exchange");
        }
        return work;
    }

    /** The request's number. */
    long sequence() {
        return sequence;
    }

    /** The request will have more answers than one: it is several, sent at once. */
    void expect(int answers, boolean toHead) {
        answersDue = answers;
        headRequest = toHead;
    }

    /** Whether it is a HEAD request, whose answer has no body. */
    boolean headRequest() {
        return headRequest;
    }

    /** When the request was to start. */
    public long intendedNs() {
        return intendedNs;
    }

    /** When the kernel took the first byte; {@link #NOT_SENT} if it has not. */
    public long sentNs() {
        return sentNs;
    }

    void sent(long nowNs) {
        sentNs = nowNs;
    }

    /** How many answers are still due. */
    public int answersDue() {
        return answersDue;
    }

    /** One answer was read; how many are still due. */
    int answered() {
        return --answersDue;
    }

    /** What holds the answer against the endpoint's check, ready for the next answer. */
    AnswerInspection beginInspection() {
        EndpointWork work = endpoint();
        AnswerInspection inspection = inspections[work.checkIndex()];
        if (inspection == null) {
            inspection = work.newInspection();
            inspections[work.checkIndex()] = inspection;
        }
        inspection.begin();
        return inspection;
    }

    /** What {@link #beginInspection} has given last. */
    AnswerInspection inspection() {
        AnswerInspection inspection = inspections[endpoint().checkIndex()];
        if (inspection == null) {
            throw new IllegalStateException("no inspection was begun in this exchange");
        }
        return inspection;
    }
}
