package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames into the output: heads, control frames, and bodies as windows and room allow, in
 * turn.
 *
 * <p>Allocation: none once buffers have grown. Source: RFC 9113, sections 4.2, 5.2 and 6.
 */
final class FrameWriter {
    /** The largest frame that is sent, whatever the peer takes: others want their turn. */
    private static final int MAX_SENT_FRAME_BYTES = 64 * 1024;

    /** Pieces of a body smaller than this are not sent only because there is room for them. */
    private static final int MIN_PIECE_BYTES = 4096;

    private static final int FIRST_LARGE_BYTES = 4096;
    private static final int RST_STREAM_BYTES = Frames.HEADER_BYTES + Frames.WORD_BYTES;
    private static final int GOAWAY_BYTES = Frames.HEADER_BYTES + Frames.GOAWAY_BYTES;

    private final OutputBuffer output;
    private final HpackEncoder encoder;
    private final StreamTable streams;
    private final Http2Session session;
    private final Arena arena;
    private final WaitingBlocks waiting;

    /** Holds a block that is larger than a frame. */
    private MemorySegment large = MemorySegment.NULL;

    /** Where the block goes that is being written, and whether that is {@link #large}. */
    private MemorySegment target = MemorySegment.NULL;

    private boolean apart;

    private int maxFrameBytes;
    private long window;
    private boolean pumping;
    private long bodyBytes;

    FrameWriter(OutputBuffer output, StreamTable streams, Http2Session session, Arena arena) {
        this.output = output;
        this.streams = streams;
        this.session = session;
        this.arena = arena;
        waiting = new WaitingBlocks(session.options.maxOutputBytes(), arena);
        encoder = new HpackEncoder(arena);
    }

    /** A new connection begins. */
    void reset() {
        output.clear();
        encoder.reset();
        waiting.clear();
        maxFrameBytes = Frames.MAX_FRAME_BYTES;
        window = Frames.INITIAL_WINDOW_BYTES;
        bodyBytes = 0;
    }

    HpackEncoder encoder() {
        return encoder;
    }

    /** The peer takes frames of this size. */
    void limitFrames(int bytes) {
        maxFrameBytes = Math.min(bytes, MAX_SENT_FRAME_BYTES);
    }

    /** Bytes of bodies written since {@link #reset}. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** The peer takes more bytes on the whole connection; returns whether it may. */
    boolean widen(int bytes) {
        window += bytes;
        return window <= Frames.LARGEST_WINDOW_BYTES;
    }

    void preface() {
        int at = output.reserve(Frames.PREFACE.length);
        MemorySegment.copy(
                Frames.PREFACE,
                0,
                output.bytes(),
                ValueLayout.JAVA_BYTE,
                at,
                Frames.PREFACE.length);
        output.put(Frames.PREFACE.length);
    }

    /** Announces what this side takes, and widens the connection's window to it. */
    void settings(Http2Options options, boolean client) {
        int length = 3 * Frames.SETTING_BYTES;
        int at = output.reserve(Frames.HEADER_BYTES + length);
        MemorySegment bytes = output.bytes();
        long p = Frames.putHeader(bytes, at, length, Frames.SETTINGS, 0, 0);
        p =
                client
                        ? Frames.putSetting(bytes, p, Frames.ENABLE_PUSH, 0)
                        : Frames.putSetting(
                                bytes, p, Frames.MAX_CONCURRENT_STREAMS, options.maxStreams());
        p = Frames.putSetting(bytes, p, Frames.INITIAL_WINDOW_SIZE, options.streamWindowBytes());
        Frames.putSetting(bytes, p, Frames.MAX_HEADER_LIST_SIZE, Http2Fields.MAX_LIST_BYTES);
        output.put(Frames.HEADER_BYTES + length);
        int widening = options.connectionWindowBytes() - Frames.INITIAL_WINDOW_BYTES;
        if (widening > 0) {
            windowUpdate(0, widening);
        }
    }

    // The frames that a peer makes us send; each returns whether there was room for it.

    boolean settingsAck() {
        if (output.lastRoom() < Frames.HEADER_BYTES) {
            return false;
        }
        int at = output.reserve(Frames.HEADER_BYTES);
        Frames.putHeader(output.bytes(), at, 0, Frames.SETTINGS, Frames.ACK, 0);
        output.put(Frames.HEADER_BYTES);
        return true;
    }

    boolean pingAck(MemorySegment payload, long offset) {
        int length = Frames.HEADER_BYTES + Frames.PING_BYTES;
        if (output.lastRoom() < length) {
            return false;
        }
        int at = output.reserve(length);
        MemorySegment bytes = output.bytes();
        long p = Frames.putHeader(bytes, at, Frames.PING_BYTES, Frames.PING, Frames.ACK, 0);
        MemorySegment.copy(payload, offset, bytes, p, Frames.PING_BYTES);
        output.put(length);
        return true;
    }

    boolean windowUpdate(int streamId, int bytes) {
        return word(Frames.WINDOW_UPDATE, streamId, bytes);
    }

    boolean rstStream(int streamId, Http2Error error) {
        return word(Frames.RST_STREAM, streamId, error.code());
    }

    private boolean word(int type, int streamId, int value) {
        if (output.lastRoom() < RST_STREAM_BYTES) {
            return false;
        }
        int at = output.reserve(RST_STREAM_BYTES);
        MemorySegment bytes = output.bytes();
        long p = Frames.putHeader(bytes, at, Frames.WORD_BYTES, type, 0, streamId);
        Frames.putWord(bytes, p, value);
        output.put(RST_STREAM_BYTES);
        return true;
    }

    boolean goAway(int lastStreamId, Http2Error error) {
        if (output.lastRoom() < GOAWAY_BYTES) {
            return false;
        }
        int at = output.reserve(GOAWAY_BYTES);
        MemorySegment bytes = output.bytes();
        long p = Frames.putHeader(bytes, at, Frames.GOAWAY_BYTES, Frames.GOAWAY, 0, 0);
        Frames.putWord(bytes, Frames.putWord(bytes, p, lastStreamId), error.code());
        output.put(GOAWAY_BYTES);
        return true;
    }

    /**
     * Writes a whole head or trailers.
     *
     * @param contentLength for a field behind the list, or -1 for none
     * @return whether there was room for it; if not, nothing was written
     */
    boolean head(
            int streamId,
            boolean endStream,
            PreparedFields list,
            @Nullable RequestVariation variation,
            long contentLength) {
        int most =
                HpackEncoder.MAX_UPDATE_BYTES
                        + list.maxEncodedBytes()
                        + (variation == null ? 0 : variation.pathBytes() + variation.fieldBytes())
                        + HpackEncoder.MAX_CONTENT_LENGTH_BYTES;
        if (!hasRoomFor(most)) {
            return false;
        }
        long at = beginBlock(most);
        endBlock(streamId, endStream, block(at, list, variation, contentLength));
        return true;
    }

    /** Writes a whole head or trailers put together on the spot; false without room for it. */
    boolean head(int streamId, boolean endStream, HeadFields fields) {
        int most = HpackEncoder.MAX_UPDATE_BYTES + fields.listBytes();
        if (!hasRoomFor(most)) {
            return false;
        }
        long at = beginBlock(most);
        int updates = encoder.begin(target, at);
        int length = encoder.encode(fields, target, at + updates);
        endBlock(streamId, endStream, updates + length);
        return true;
    }

    /** Writes one that has waited. */
    private boolean waitingHead(int streamId, boolean endStream, int number) {
        int waitingBytes = waiting.lengthOf(number);
        int most = HpackEncoder.MAX_UPDATE_BYTES + waitingBytes;
        if (!hasRoomFor(most)) {
            return false;
        }
        long at = beginBlock(most);
        int updates = encoder.begin(target, at);
        waiting.copyTo(number, target, at + updates);
        endBlock(streamId, endStream, updates + waitingBytes);
        waiting.drop(number);
        return true;
    }

    /**
     * Keeps fields until they can be sent.
     *
     * @return their number among the blocks that wait, or {@link WaitingBlocks#NONE} when too much
     *     waits
     */
    int keep(HeadFields fields) {
        growLarge(fields.listBytes());
        int length = encoder.encodeApart(fields, large, 0);
        return waiting.keep(large, 0, length);
    }

    /** Forgets what waits of a stream. */
    void dropWaiting(int slot) {
        waiting.drop(streams.waitingHead[slot]);
        waiting.drop(streams.waitingTrailers[slot]);
    }

    private boolean hasRoomFor(int most) {
        int frames = most / maxFrameBytes + 1;
        return most + frames * Frames.HEADER_BYTES <= output.room();
    }

    /**
     * Makes room for a block of at most so many bytes: in the output, or beside it where it may be
     * larger than a frame.
     *
     * @return where in {@link #target} it goes
     */
    private long beginBlock(int most) {
        apart = most >= maxFrameBytes;
        if (apart) {
            growLarge(most);
            target = large;
            return 0;
        }
        int at = output.reserve(Frames.HEADER_BYTES + most);
        target = output.bytes();
        return at + (long) Frames.HEADER_BYTES;
    }

    /** Makes frames of a block that was begun and written. */
    private void endBlock(int streamId, boolean endStream, int length) {
        int endFlag = endStream ? Frames.END_STREAM : 0;
        if (apart) {
            largeHead(streamId, endFlag, length);
            return;
        }
        int at = output.reserve(Frames.HEADER_BYTES + length);
        int flags = endFlag | Frames.END_HEADERS;
        Frames.putHeader(target, at, length, Frames.HEADERS, flags, streamId);
        output.put(Frames.HEADER_BYTES + length);
    }

    private void growLarge(int neededBytes) {
        if (large.byteSize() < neededBytes) {
            long capacity = Math.max(FIRST_LARGE_BYTES, large.byteSize());
            while (capacity < neededBytes) {
                capacity *= 2;
            }
            large = arena.allocate(capacity);
        }
    }

    private int block(
            long offset,
            PreparedFields list,
            @Nullable RequestVariation variation,
            long contentLength) {
        long at = offset + encoder.begin(target, offset);
        if (variation != null && variation.pathBytes() > 0) {
            MemorySegment.copy(variation.path(), 0, target, at, variation.pathBytes());
            at += variation.pathBytes();
        }
        at += encoder.encode(list, target, at);
        if (variation != null && variation.fieldBytes() > 0) {
            MemorySegment.copy(variation.fields(), 0, target, at, variation.fieldBytes());
            at += variation.fieldBytes();
        }
        if (contentLength >= 0) {
            at = HpackEncoder.contentLength(target, at, contentLength);
        }
        return (int) (at - offset);
    }

    /** Writes a head that may need CONTINUATION. */
    private void largeHead(int streamId, int endFlag, int length) {
        int written = 0;
        do {
            int payload = Math.min(maxFrameBytes, length - written);
            int at = output.reserve(Frames.HEADER_BYTES + payload);
            int type = written == 0 ? Frames.HEADERS : Frames.CONTINUATION;
            int flags = written == 0 ? endFlag : 0;
            if (written + payload == length) {
                flags |= Frames.END_HEADERS;
            }
            MemorySegment bytes = output.bytes();
            long p = Frames.putHeader(bytes, at, payload, type, flags, streamId);
            MemorySegment.copy(large, written, bytes, p, payload);
            output.put(Frames.HEADER_BYTES + payload);
            written += payload;
        } while (written < length);
    }

    /** Writes what bodies there are, a frame of each stream in turn, as far as it goes. */
    void pump() {
        if (pumping || streams.isQueueEmpty()) {
            return;
        }
        pumping = true;
        boolean more = true;
        while (more && !streams.isQueueEmpty()) {
            more = sendNext(streams.queueFirst());
        }
        if (window <= 0) {
            sendWithoutWindow();
        }
        pumping = false;
    }

    /** Sends heads and ends, which need no window, past the bodies that wait for one. */
    private void sendWithoutWindow() {
        for (int left = streams.queueLength(); left > 0 && !streams.isQueueEmpty(); left--) {
            int slot = streams.queueFirst();
            if (!sendNext(slot)) {
                streams.dequeue();
                streams.enqueue(slot);
            }
        }
    }

    /** Sends something of the stream whose turn it is; returns whether others may go on. */
    private boolean sendNext(int slot) {
        if (streams.headWaits(slot) && !sendHead(slot)) {
            return false;
        }
        long ready = streams.ready[slot];
        boolean ends = streams.has(slot, StreamTable.BODY_ENDS);
        if (streams.has(slot, StreamTable.LOCAL_ENDED)) {
            streams.dequeue();
            session.onLocalEnd(slot);
            return true;
        }
        if (ready == 0 && ends) {
            return sendEnd(slot);
        }
        int streamWindow = streams.sendWindow[slot];
        if (ready == 0 || streamWindow <= 0) {
            streams.dequeue();
            return true;
        }
        int most = (int) Math.min(Math.min(ready, streamWindow), Math.min(window, maxFrameBytes));
        int room = output.room() - Frames.HEADER_BYTES;
        if (most <= 0 || room < Math.min(most, MIN_PIECE_BYTES)) {
            return false;
        }
        int length = Math.min(most, room);
        boolean last = ends && length == ready && !streams.trailersWait(slot);
        data(slot, length, last);
        streams.ready[slot] = ready - length;
        streams.position[slot] += length;
        streams.sendWindow[slot] = streamWindow - length;
        window -= length;
        bodyBytes += length;
        streams.dequeue();
        if (last) {
            end(slot);
        } else {
            streams.enqueue(slot);
        }
        return true;
    }

    /** Sends the head that waits; returns whether there was room for it. */
    private boolean sendHead(int slot) {
        boolean last =
                streams.ready[slot] == 0
                        && streams.has(slot, StreamTable.BODY_ENDS)
                        && !streams.trailersWait(slot);
        PreparedFields head = streams.head[slot];
        int streamId = streams.id[slot];
        boolean sent =
                head != null
                        ? head(streamId, last, head, null, streams.headLength[slot])
                        : waitingHead(streamId, last, streams.waitingHead[slot]);
        if (!sent) {
            return false;
        }
        streams.head[slot] = null;
        streams.waitingHead[slot] = WaitingBlocks.NONE;
        if (last) {
            streams.set(slot, StreamTable.LOCAL_ENDED);
        }
        return true;
    }

    private void data(int slot, int length, boolean last) {
        int at = output.reserve(Frames.HEADER_BYTES + length);
        MemorySegment bytes = output.bytes();
        int flags = last ? Frames.END_STREAM : 0;
        long p = Frames.putHeader(bytes, at, length, Frames.DATA, flags, streams.id[slot]);
        if (length > 0) {
            session.copyBody(slot, streams.position[slot], bytes, p, length);
        }
        output.put(Frames.HEADER_BYTES + length);
    }

    private boolean sendEnd(int slot) {
        if (streams.trailersWait(slot)) {
            if (!sendTrailers(slot)) {
                return false;
            }
        } else if (output.room() < Frames.HEADER_BYTES) {
            return false;
        } else {
            data(slot, 0, true);
        }
        streams.dequeue();
        end(slot);
        return true;
    }

    private boolean sendTrailers(int slot) {
        PreparedFields trailers = streams.trailers[slot];
        int streamId = streams.id[slot];
        boolean sent =
                trailers != null
                        ? head(streamId, true, trailers, null, StreamTable.NONE)
                        : waitingHead(streamId, true, streams.waitingTrailers[slot]);
        if (sent) {
            streams.waitingTrailers[slot] = WaitingBlocks.NONE;
        }
        return sent;
    }

    private void end(int slot) {
        streams.set(slot, StreamTable.LOCAL_ENDED);
        session.onLocalEnd(slot);
    }
}
