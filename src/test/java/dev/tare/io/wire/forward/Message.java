package dev.tare.io.wire.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Fields;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was sent or told of one message; lines are name, colon, blank, value. */
final class Message {
    /** Behind a line whose field is never indexed. */
    static final String NEVER = " (never)";

    final List<List<String>> informational = new ArrayList<>();
    final List<String> head = new ArrayList<>();
    final List<String> trailers = new ArrayList<>();
    final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Empty until it has ended; then {@code whole}, or what went wrong. */
    String end = "";

    boolean isWhole() {
        return end.equals("whole");
    }

    void addBody(MemorySegment buffer, long offset, int length) {
        byte[] piece = buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        body.writeBytes(piece);
    }

    static List<String> lines(Http2Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            String never = fields.neverIndexed(i) ? NEVER : "";
            lines.add(fields.nameText(i) + ": " + fields.valueText(i) + never);
        }
        return lines;
    }

    /** Puts lines into fields. */
    static void fill(HeadFields fields, List<String> lines) {
        fields.clear();
        for (String line : lines) {
            int colon = line.indexOf(": ", 1);
            boolean never = line.endsWith(NEVER);
            int end = never ? line.length() - NEVER.length() : line.length();
            fields.add(
                    line.substring(0, colon).getBytes(ISO_8859_1),
                    line.substring(colon + 2, end).getBytes(ISO_8859_1));
            if (never) {
                fields.neverIndexed();
            }
        }
    }

    @Override
    public String toString() {
        return "%s, %s, body of %d bytes %d, %s, %s"
                .formatted(
                        informational,
                        head,
                        body.size(),
                        Arrays.hashCode(body.toByteArray()),
                        trailers,
                        end);
    }
}
