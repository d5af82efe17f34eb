package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of a connection: what is known of each, by slot, and which slot an id has.
 *
 * <p>Fields of one kind lie in one array. Ids are found by open addressing: streams of one side
 * have every second id, so those in flight mostly have places of their own.
 *
 * <p>Allocation: when more slots are used than ever before.
 */
final class StreamTable {
    /** What {@link #slotOf} returns for an id that is not open. */
    static final int NONE = -1;

    /** The other side may send no more. */
    static final int REMOTE_ENDED = 1;

    /** This side has sent END_STREAM. */
    static final int LOCAL_ENDED = 2;

    /** The final head of the other side's message was read. */
    static final int HEAD_READ = 4;

    /** The answer has no body, whatever its Content-Length says. */
    static final int BODILESS = 8;

    /** Nothing comes after the body bytes that are ready: END_STREAM goes with the last. */
    static final int BODY_ENDS = 16;

    /** It stands in the queue of those that have something to send. */
    static final int QUEUED = 32;

    /** Bytes received are credited to the peer by the owner. */
    static final int CREDIT_BY_OWNER = 64;

    /** The owner is asked for the bytes of the body that is sent. */
    static final int STREAMED = 128;

    /** An answer is whole whose request is not, and may become so. */
    static final int HALF_CLOSED = 256;

    private static final int FIRST_SLOTS = 16;
    private static final int FACTOR = 4;

    private final int maxStreams;

    int[] id;
    int[] flags;
    int[] sendWindow;
    int[] receiveWindow;

    /** Bytes received, handed on, and not yet credited to the peer. */
    int[] uncredited;

    /** Bytes handed on to an owner who has not yet said that they may be credited. */
    int[] held;

    /** Bytes that the other side's body still has to come by its Content-Length, or -1. */
    long[] bodyLeft;

    int[] informational;

    /** The body that is sent: bytes that may be fetched now, and where they begin. */
    long[] ready;

    long[] position;
    MemorySegment[] body;

    /** The head that is to be sent before the body, or null. */
    @Nullable PreparedFields[] head;

    /** What Content-Length behind that head says, or -1. */
    long[] headLength;

    /** What follows the body, or null. */
    @Nullable PreparedFields[] trailers;

    /** The same two as blocks of {@link WaitingBlocks}, where no list was prepared. */
    int[] waitingHead;

    int[] waitingTrailers;

    private int[] next;
    private int queueFirst = NONE;
    private int queueLast = NONE;
    private int queued;

    private int[] places;
    private int mask;
    private int count;

    StreamTable(int maxStreams) {
        this.maxStreams = maxStreams;
        int slots = Math.min(FIRST_SLOTS, maxStreams);
        id = new int[slots];
        flags = new int[slots];
        sendWindow = new int[slots];
        receiveWindow = new int[slots];
        uncredited = new int[slots];
        held = new int[slots];
        bodyLeft = new long[slots];
        informational = new int[slots];
        ready = new long[slots];
        position = new long[slots];
        body = new MemorySegment[slots];
        Arrays.fill(body, MemorySegment.NULL);
        head = new @Nullable PreparedFields[slots];
        headLength = new long[slots];
        trailers = new @Nullable PreparedFields[slots];
        waitingHead = new int[slots];
        waitingTrailers = new int[slots];
        next = new int[slots];
        places = noPlaces(slots);
        mask = places.length - 1;
    }

    private static int[] noPlaces(int slots) {
        int[] places = new int[Integer.highestOneBit(slots) * FACTOR];
        Arrays.fill(places, NONE);
        return places;
    }

    private void growTo(int neededSlots) {
        int slots = Math.min(maxStreams, Math.max(neededSlots, id.length * 2));
        int oldSlots = id.length;
        id = Arrays.copyOf(id, slots);
        flags = Arrays.copyOf(flags, slots);
        sendWindow = Arrays.copyOf(sendWindow, slots);
        receiveWindow = Arrays.copyOf(receiveWindow, slots);
        uncredited = Arrays.copyOf(uncredited, slots);
        held = Arrays.copyOf(held, slots);
        bodyLeft = Arrays.copyOf(bodyLeft, slots);
        informational = Arrays.copyOf(informational, slots);
        ready = Arrays.copyOf(ready, slots);
        position = Arrays.copyOf(position, slots);
        body = Arrays.copyOf(body, slots);
        Arrays.fill(body, oldSlots, slots, MemorySegment.NULL);
        head = Arrays.copyOf(head, slots);
        headLength = Arrays.copyOf(headLength, slots);
        trailers = Arrays.copyOf(trailers, slots);
        waitingHead = Arrays.copyOf(waitingHead, slots);
        waitingTrailers = Arrays.copyOf(waitingTrailers, slots);
        next = Arrays.copyOf(next, slots);
        places = noPlaces(slots);
        mask = places.length - 1;
        for (int slot = 0; slot < oldSlots; slot++) {
            if (id[slot] != 0) {
                place(slot);
            }
        }
    }

    void clear() {
        Arrays.fill(id, 0);
        Arrays.fill(body, MemorySegment.NULL);
        Arrays.fill(head, null);
        Arrays.fill(trailers, null);
        Arrays.fill(places, NONE);
        queueFirst = NONE;
        queueLast = NONE;
        queued = 0;
        count = 0;
    }

    /** Slots from here on have never been open. */
    int slots() {
        return id.length;
    }

    /** How many streams are open. */
    int count() {
        return count;
    }

    boolean isOpen(int slot) {
        return slot < id.length && id[slot] != 0;
    }

    /** Whether a head of the stream waits to be sent. */
    boolean headWaits(int slot) {
        return head[slot] != null || waitingHead[slot] != WaitingBlocks.NONE;
    }

    /** Whether trailers are to follow the stream's body. */
    boolean trailersWait(int slot) {
        return trailers[slot] != null || waitingTrailers[slot] != WaitingBlocks.NONE;
    }

    boolean has(int slot, int flag) {
        return (flags[slot] & flag) != 0;
    }

    void set(int slot, int flag) {
        flags[slot] |= flag;
    }

    /** Opens a stream in a free slot. */
    void open(int slot, int streamId, int sendWindowBytes, int receiveWindowBytes) {
        if (slot >= id.length) {
            growTo(slot + 1);
        }
        assert id[slot] == 0;
        id[slot] = streamId;
        flags[slot] = 0;
        sendWindow[slot] = sendWindowBytes;
        receiveWindow[slot] = receiveWindowBytes;
        uncredited[slot] = 0;
        held[slot] = 0;
        bodyLeft[slot] = NONE;
        informational[slot] = 0;
        ready[slot] = 0;
        position[slot] = 0;
        waitingHead[slot] = WaitingBlocks.NONE;
        waitingTrailers[slot] = WaitingBlocks.NONE;
        place(slot);
        count++;
    }

    private void place(int slot) {
        int place = home(id[slot]);
        while (places[place] != NONE) {
            place = (place + 1) & mask;
        }
        places[place] = slot;
    }

    int slotOf(int streamId) {
        int place = home(streamId);
        int slot = places[place];
        while (slot != NONE && id[slot] != streamId) {
            place = (place + 1) & mask;
            slot = places[place];
        }
        return slot;
    }

    /** Frees a slot. */
    void close(int slot) {
        if (has(slot, QUEUED)) {
            unqueue(slot);
        }
        removePlace(id[slot]);
        id[slot] = 0;
        body[slot] = MemorySegment.NULL;
        head[slot] = null;
        trailers[slot] = null;
        count--;
    }

    private int home(int streamId) {
        return (streamId >>> 1) & mask;
    }

    /** Empties a place and moves back those that were put further on because of it. */
    private void removePlace(int streamId) {
        int hole = home(streamId);
        while (id[places[hole]] != streamId) {
            hole = (hole + 1) & mask;
        }
        int place = hole;
        while (true) {
            place = (place + 1) & mask;
            int slot = places[place];
            if (slot == NONE) {
                break;
            }
            int distance = (place - home(id[slot])) & mask;
            if (distance >= ((place - hole) & mask)) {
                places[hole] = slot;
                hole = place;
            }
        }
        places[hole] = NONE;
    }

    /** Whether a stream may have something to send. */
    boolean isQueueEmpty() {
        return queueFirst == NONE;
    }

    /** How many streams may have something to send. */
    int queueLength() {
        return queued;
    }

    /** The stream whose turn it is to send; the queue is not empty. */
    int queueFirst() {
        return queueFirst;
    }

    /** Puts a stream at the queue's end, unless it is in it. */
    void enqueue(int slot) {
        if (has(slot, QUEUED)) {
            return;
        }
        set(slot, QUEUED);
        next[slot] = NONE;
        if (queueFirst == NONE) {
            queueFirst = slot;
        } else {
            next[queueLast] = slot;
        }
        queueLast = slot;
        queued++;
    }

    /** Takes out the stream whose turn it is. */
    void dequeue() {
        int slot = queueFirst;
        flags[slot] &= ~QUEUED;
        queueFirst = next[slot];
        if (queueFirst == NONE) {
            queueLast = NONE;
        }
        queued--;
    }

    private void unqueue(int slot) {
        if (queueFirst == slot) {
            dequeue();
            return;
        }
        int before = queueFirst;
        while (next[before] != slot) {
            before = next[before];
        }
        next[before] = next[slot];
        if (queueLast == slot) {
            queueLast = before;
        }
        flags[slot] &= ~QUEUED;
        queued--;
    }
}
