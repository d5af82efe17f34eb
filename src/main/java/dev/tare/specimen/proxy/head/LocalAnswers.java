package dev.tare.specimen.proxy.head;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import dev.tare.io.wire.Http1Writer;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.filter.FilterAnswer;
import dev.tare.specimen.proxy.head.HeadRewriter.ConnectionOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Renders minivoy's own answers, into one buffer that each overwrites.
 *
 * <p>Thread-safety: one loop's thread.
 */
public final class LocalAnswers {
    private static final int CAPACITY_BYTES = 1024;
    private static final byte[] SERVER = ascii("Server: minivoy\r\n");
    private static final byte[] CONTENT_TYPE = ascii("Content-Type: text/plain\r\n");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");

    private final Arena arena;
    private MemorySegment bytes;
    private final Http1Writer writer = new Http1Writer();

    /** Without an answer yet. */
    public LocalAnswers(Arena arena) {
        this.arena = arena;
        bytes = arena.allocate(CAPACITY_BYTES);
    }

    /** The buffer that {@link #render} fills from its start. */
    public MemorySegment bytes() {
        return bytes;
    }

    /**
     * Renders an answer whose body says what went wrong.
     *
     * @param date the Date line
     * @return its length in bytes
     */
    public int render(
            int status, ProxyError error, ConnectionOption option, byte[] date, boolean headOnly) {
        byte[] body = ascii(status + " " + error.jsonName() + "\n");
        writer.begin(bytes, 0, CAPACITY_BYTES).statusLine(status).bytes(SERVER).bytes(date);
        writer.bytes(CONTENT_TYPE).field(CONTENT_LENGTH, body.length);
        addOption(option);
        writer.crlf();
        if (!headOnly) {
            writer.bytes(body);
        }
        assert !writer.overflowed();
        return writer.length();
    }

    /**
     * Renders the answer of a route that has one of its own.
     *
     * @param date the Date line
     * @return its length in bytes
     */
    public int render(RouteAnswer answer, ConnectionOption option, byte[] date, boolean headOnly) {
        int capacity = CAPACITY_BYTES + answer.fields().length + answer.body().length;
        if (capacity > bytes.byteSize()) {
            bytes = arena.allocate(capacity);
        }
        writer.begin(bytes, 0, capacity).statusLine(answer.status()).bytes(SERVER).bytes(date);
        writer.bytes(answer.fields());
        addOption(option);
        writer.crlf();
        if (!headOnly) {
            writer.bytes(answer.body());
        }
        assert !writer.overflowed();
        return writer.length();
    }

    /**
     * Renders what a filter answers.
     *
     * @param date the Date line
     * @return its length in bytes
     */
    public int render(FilterAnswer answer, ConnectionOption option, byte[] date, boolean headOnly) {
        int capacity = CAPACITY_BYTES + answer.body().length + answer.fieldBytes();
        if (capacity > bytes.byteSize()) {
            bytes = arena.allocate(capacity);
        }
        writer.begin(bytes, 0, capacity).statusLine(answer.status()).bytes(SERVER).bytes(date);
        writer.bytes(CONTENT_TYPE).field(CONTENT_LENGTH, answer.body().length);
        for (int i = 0; i < answer.fieldCount(); i++) {
            byte[] value = answer.fieldValue(i);
            if (value == null) {
                writer.field(answer.fieldName(i), answer.fieldNumber(i));
            } else {
                writer.field(answer.fieldName(i), value);
            }
        }
        addOption(option);
        writer.crlf();
        if (!headOnly) {
            writer.bytes(answer.body());
        }
        assert !writer.overflowed();
        return writer.length();
    }

    private void addOption(ConnectionOption option) {
        switch (option) {
            case NONE -> {}
            case CLOSE -> writer.bytes(CLOSE);
            case KEEP_ALIVE -> writer.bytes(KEEP_ALIVE);
        }
    }
}
