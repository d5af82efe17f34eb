package dev.tare.io.wire.http2;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Frames made by hand, byte by byte, well-formed or not; and frames taken apart. */
public final class FrameBytes {
    /** A frame as it goes over the wire. */
    @SuppressWarnings("ArrayRecordComponent") // Frames are never compared.
    public record Frame(int type, int flags, int streamId, byte[] payload) {
        public boolean isHeaders() {
            return type == Frames.HEADERS;
        }

        public boolean isGoAway() {
            return type == Frames.GOAWAY;
        }

        /** Four bytes of the payload as a number. */
        public int word(int at) {
            return (payload[at] & 0xff) << 24
                    | (payload[at + 1] & 0xff) << 16
                    | (payload[at + 2] & 0xff) << 8
                    | (payload[at + 3] & 0xff);
        }
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public FrameBytes frame(int type, int flags, int streamId, byte... payload) {
        return header(payload.length, type, flags, streamId).raw(payload);
    }

    public FrameBytes header(int length, int type, int flags, int streamId) {
        bytes.write(length >>> 16);
        bytes.write(length >>> 8);
        bytes.write(length);
        bytes.write(type);
        bytes.write(flags);
        return word(streamId);
    }

    public FrameBytes raw(byte... payload) {
        bytes.writeBytes(payload);
        return this;
    }

    private FrameBytes word(int value) {
        bytes.write(value >>> 24);
        bytes.write(value >>> 16);
        bytes.write(value >>> 8);
        bytes.write(value);
        return this;
    }

    /** Pairs of a parameter and its value. */
    public FrameBytes settings(int... pairs) {
        header(pairs.length * 3, Frames.SETTINGS, 0, 0);
        for (int i = 0; i < pairs.length; i += 2) {
            bytes.write(pairs[i] >>> 8);
            bytes.write(pairs[i]);
            word(pairs[i + 1]);
        }
        return this;
    }

    public FrameBytes headers(int streamId, boolean ends, String hex) {
        int flags = Frames.END_HEADERS | (ends ? Frames.END_STREAM : 0);
        return frame(Frames.HEADERS, flags, streamId, Octets.hex(hex));
    }

    /** A part of a header block that ends nothing, behind HEADERS or another one. */
    public FrameBytes continuation(int streamId, String hex) {
        return frame(Frames.CONTINUATION, 0, streamId, Octets.hex(hex));
    }

    /** HEADERS that CONTINUATION is to follow. */
    public FrameBytes headersBegun(int streamId, String hex) {
        return frame(Frames.HEADERS, 0, streamId, Octets.hex(hex));
    }

    public FrameBytes rstStream(int streamId, int code) {
        return word(Frames.RST_STREAM, streamId, code);
    }

    public FrameBytes windowUpdate(int streamId, int bytes) {
        return word(Frames.WINDOW_UPDATE, streamId, bytes);
    }

    public FrameBytes data(int streamId, boolean ends, String text) {
        return frame(Frames.DATA, ends ? Frames.END_STREAM : 0, streamId, Octets.latin(text));
    }

    public FrameBytes word(int type, int streamId, int value) {
        return header(4, type, 0, streamId).word(value);
    }

    public FrameBytes goAway(int lastStreamId, int code) {
        return header(8, Frames.GOAWAY, 0, 0).word(lastStreamId).word(code);
    }

    public FrameBytes ping(String eightCharacters) {
        return frame(Frames.PING, 0, 0, Octets.latin(eightCharacters));
    }

    /** All of it. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Takes apart whole frames. */
    public static List<Frame> parse(byte[] bytes) {
        List<Frame> frames = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8;
            length |= bytes[at + 2] & 0xff;
            byte[] payload = Arrays.copyOfRange(bytes, at + 9, at + 9 + length);
            Frame header = new Frame(bytes[at + 3], bytes[at + 4], 0, bytes);
            frames.add(new Frame(header.type, header.flags, header.word(at + 5), payload));
            at += 9 + length;
        }
        return frames;
    }
}
